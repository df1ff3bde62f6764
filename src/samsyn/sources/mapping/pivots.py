"""Empty cells that mean what stands above, as a pivot table leaves them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from samsyn.sources.mapping.model import About, Holds, Remark, TableMapping, Target
from samsyn.sources.tables import Row, Table
from samsyn.sources.values import Cell

_KINDS: Final = {Target.PLACE: About.PLACE, Target.CATEGORY: About.CATEGORY}


def filled_down(table: Table, mapping: TableMapping) -> tuple[Table, list[Remark]]:
    """A table of counts with the first column's empty cells filled from above, where it is written
    as a pivot table writes it: each name once, over at least two groups, and what stands between
    it and the last column left empty where it is the same too.

    Otherwise an empty cell is a sum, or a place that nobody knows.
    """
    targets = {rule.label: rule.target for rule in mapping.columns}
    fixed = [
        at
        for at, label in enumerate(table.header)
        if targets.get(label, Target.IGNORE) not in (Target.IGNORE, Target.COUNT)
    ]
    if mapping.holds is not Holds.COUNTS or len(fixed) < _FEWEST:
        return table, []
    kind = _KINDS.get(targets[table.header[fixed[0]]])
    if kind is None:
        return table, []
    rows, groups, filled = _filled(table, fixed)
    told = [(row.sheet, *(row.cells[at] for at in fixed)) for row in rows]
    if groups < _FEWEST or len(set(told)) < len(told):
        return table, []
    sentence = (
        f"{filled} tomma celler lästes som cellen ovanför, som i en pivottabell. Kontrollera att "
        "det stämmer."
    )
    column = table.header[fixed[0]]
    return replace(table, rows=tuple(rows)), [Remark(kind, sentence, column=column)]


def _filled(table: Table, fixed: list[int]) -> tuple[list[Row], int, int]:
    """The rows, filled; under how many names, and how many cells: none where a name is written
    twice running, or more is written out than a pivot table does."""
    first, between, last = fixed[0], fixed[1:-1], fixed[-1]
    rows: list[Row] = []
    under: set[tuple[str | None, Cell]] = set()
    filled = 0
    for row in table.rows:
        above = rows[-1].cells if rows and rows[-1].sheet == row.sheet else None
        if row.cells[first] not in _EMPTY or row.cells[last] in _EMPTY or above is None:
            if above is not None and row.cells[first] == above[first]:
                return rows, 0, 0
            rows.append(row)
            continue
        if any(row.cells[at] == above[at] and row.cells[at] not in _EMPTY for at in between):
            return rows, 0, 0
        rows.append(row._replace(cells=(*row.cells[:first], above[first], *row.cells[first + 1 :])))
        under.add((row.sheet, above[first]))
        filled += 1
    return rows, len(under), filled


_EMPTY: Final = ("", None)
_FEWEST: Final = 2
