"""Columns of crosses, one a category: `x` under `Klotter` says that the row is of that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from samsyn.sources.mapping.categories import CategoryWords
from samsyn.sources.mapping.model import About, Holds, Known, Remark, TableMapping, Target
from samsyn.sources.tables import Table
from samsyn.sources.values import Cell, cell_text

_CROSSES: Final = frozenset({"x", "×", "✓", "✔", "☒", "☑", "(x)"})
_ONES: Final = frozenset({"1"})
_FEWEST: Final = 2


def marked_columns(table: Table, known: Known, *, ones: bool) -> list[str]:
    """The columns of marks, where at least two and most of them are called as categories are;
    none where there are no such. Ones are marks only where the rows tell of single events."""
    marks = _CROSSES | _ONES if ones else _CROSSES
    columns = [
        label for place, label in enumerate(table.header) if _is_marks(_cells(table, place), marks)
    ]
    words = CategoryWords(known, {})
    found = [label for label in columns if words.find([label])]
    return columns if len(found) >= _FEWEST and 2 * len(found) >= len(columns) else []


def is_marked(table: Table, mapping: TableMapping) -> bool:
    """Whether a mapping reads marks, rather than numbers, under its categories."""
    if mapping.wide is not Target.CATEGORY or mapping.holds is not Holds.EVENTS:
        return False
    named = {rule.label for rule in mapping.columns if rule.target is not Target.COUNT}
    texts = [_cells(table, place) for place, label in enumerate(table.header) if label not in named]
    marks = [one for one in texts if _is_marks(one, _CROSSES | _ONES)]
    numbers = [one for one in texts if one and one not in marks and all(map(str.isdigit, one))]
    return bool(marks) and not numbers


def holds_marks(table: Table, place: int) -> bool:
    """Whether a column holds nothing but marks, and some."""
    return _is_marks(_cells(table, place), _CROSSES | _ONES)


def is_mark(cell: Cell) -> bool:
    """Whether a cell is marked."""
    return cell_text(cell).casefold() in _CROSSES | _ONES


def unmarked(table: Table, places: Sequence[int]) -> list[Remark]:
    """Rows without a mark, which say nothing of what they are about."""
    return [
        Remark(
            About.CATEGORY,
            "Raden har inget kryss i någon kategori och togs inte med. Kryssa i filen vad den "
            "gäller.",
            row.number,
            sheet=row.sheet,
        )
        for row in table.rows
        if not any(is_mark(row.cells[place]) for place in places)
    ]


def _cells(table: Table, place: int) -> list[str]:
    texts = (cell_text(row.cells[place]).casefold() for row in table.rows)
    return [text for text in texts if text]


def _is_marks(texts: Sequence[str], marks: frozenset[str]) -> bool:
    return bool(texts) and marks.issuperset(texts)
