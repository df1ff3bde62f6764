"""Empty cells that mean what stands above, as a pivot table leaves them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from samsyn.sources.mapping.model import About, Holds, Remark, TableMapping, Target
from samsyn.sources.tables import Row, Table
from samsyn.sources.values import Cell

_KINDS: Final = {Target.PLACE: About.PLACE, Target.CATEGORY: About.CATEGORY}


def filled_down(table: Table, mapping: TableMapping) -> tuple[Table, list[Remark]]:
    """A table of counts with the first column's empty cells filled from above, where no row is then
    told twice.

    Where one would be (`Meling; Klotter` above `; Klotter`), the empty cell is no place of the
    rows above, but a sum or a place that nobody knows.
    """
    targets = {rule.label: rule.target for rule in mapping.columns}
    fixed = [
        at
        for at, label in enumerate(table.header)
        if targets.get(label, Target.IGNORE) not in (Target.IGNORE, Target.COUNT)
    ]
    if mapping.holds is not Holds.COUNTS or len(fixed) < 2:
        return table, []
    first, rest = fixed[0], fixed[1:]
    kind = _KINDS.get(targets[table.header[first]])
    if kind is None:
        return table, []
    rows, filled = _filled(table, first, rest)
    told = [(row.sheet, *(row.cells[at] for at in fixed)) for row in rows]
    if not filled or len(set(told)) < len(told):
        return table, []
    said = "En tom cell lästes" if filled == 1 else f"{filled} tomma celler lästes"
    sentence = f"{said} som cellen ovanför, som i en pivottabell. Kontrollera att det stämmer."
    return replace(table, rows=tuple(rows)), [Remark(kind, sentence, column=table.header[first])]


def _filled(table: Table, first: int, rest: list[int]) -> tuple[list[Row], int]:
    rows: list[Row] = []
    filled = 0
    above: dict[str | None, Cell] = {}
    for row in table.rows:
        cell = row.cells[first]
        if cell not in ("", None):
            above[row.sheet] = cell
        if cell in ("", None) and above.get(row.sheet) and row.cells[rest[0]] not in ("", None):
            cells = (*row.cells[:first], above[row.sheet], *row.cells[first + 1 :])
            rows.append(row._replace(cells=cells))
            filled += 1
        else:
            rows.append(row)
    return rows, filled
