"""Sums that a file states, beside what is read of it: where they differ, one was mistyped or
misread, and somebody looks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import isclose
from typing import Final

from samsyn.sources.mapping.marks import is_marked
from samsyn.sources.mapping.model import About, Remark, TableMapping, Target
from samsyn.sources.mapping.wide import NUMBER
from samsyn.sources.tables import Row, Table
from samsyn.sources.values import Cell, Missing, MissingReason, Value, read_number

_OF_A_ROW: Final = re.compile(
    r"(?:total(?:t|en|summa)?|summa|sum|s:a|samtliga|alla)\b", re.IGNORECASE
)
_LOOK: Final = "Kontrollera dem i filen: en summa som gäller annat behöver inte stämma."
_FEWEST_ROWS: Final = 3
_ROUNDING: Final = 1e-6  # a sum of tenths is not exact
Where = tuple[str | None, int, str | None]
"""A row of a table as it is turned: its sheet, its number, and the cell it was made of."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """Some numbers together, of how many rows; ``unknown``: at least one is not known."""

    total: float = 0.0
    unknown: bool = False
    rows: int = 0

    def __add__(self, other: _Parts) -> _Parts:
        unknown = self.unknown or other.unknown
        return _Parts(self.total + other.total, unknown, self.rows + other.rows)

    def come_to(self, stated: float) -> bool:
        same = isclose(stated, self.total, abs_tol=_ROUNDING)
        return same or (self.unknown and stated > self.total)


_NOTHING: Final = _Parts()


def compared(
    whole: Table, turned: Table, mapping: TableMapping, added: Container[Where]
) -> Iterator[Remark]:
    """What of the sums in ``whole``, the table as it stands and is mapped, differs from its
    numbers: those of ``turned``, a row each, but for ``added``, which are sums or parts of others
    themselves.

    Nothing is compared where crosses are counted, or where the source has taken rows back.
    """
    wide = mapping.wide is not None
    label = NUMBER if wide else next(iter(mapping.labels(Target.COUNT)), "")
    states = wide or any(one.cells for one in whole.left_out)
    if not states or label not in turned.header:
        return
    if is_marked(whole, mapping) or mapping.labels(Target.STATUS):
        return
    at = turned.header.index(label)
    found = [
        (_place(row, at), row, _part(row.cells[at]))
        for row in turned.rows
        if (row.sheet, row.number, row.cell) not in added
    ]
    yield from _of_columns(whole, found)
    if wide:
        yield from _of_rows(whole, found)


def _place(row: Row, otherwise: int) -> int:
    """The column, from 0, of the number that a row was made of."""
    if not row.cell:
        return otherwise
    place = 0
    for letter in row.cell.rstrip("0123456789"):
        place = 26 * place + ord(letter) - 64
    return place - 1


def _part(cell: Cell) -> _Parts:
    reading = read_number(cell)
    if isinstance(reading, Value):
        return _Parts(reading.value, rows=1)
    dash = isinstance(reading, Missing) and reading.reason is MissingReason.DASH
    return _Parts(unknown=not dash and cell not in ("", None), rows=1)


def _stated(cell: Cell) -> float | None:
    reading = read_number(cell)
    return reading.value if isinstance(reading, Value) else None


def _said(number: float) -> str:
    return f"{number:f}".rstrip("0").rstrip(".").replace(".", ",")


def _of_rows(whole: Table, found: Sequence[tuple[int, Row, _Parts]]) -> Iterator[Remark]:
    """The one column of sums, row by row; where most differ it counts something else."""
    columns = [place for place, label in enumerate(whole.header) if _OF_A_ROW.match(label.strip())]
    if len(columns) != 1:
        return
    [column] = columns
    label = whole.header[column]
    parts: dict[tuple[str | None, int], _Parts] = defaultdict(lambda: _NOTHING)
    for place, row, part in found:
        if place != column:
            parts[row.sheet, row.number] += part
    stated = {
        (row.sheet, row.number): number
        for row in whole.rows
        if (number := _stated(row.cells[column])) is not None and (row.sheet, row.number) in parts
    }
    differ = [where for where, number in stated.items() if not parts[where].come_to(number)]
    if len(stated) >= _FEWEST_ROWS and 2 * len(differ) > len(stated):
        sentence = (
            f"På {len(differ)} av {len(stated)} rader är talet här inte summan av dem bredvid: "
            "kanske räknar kolumnen annat, eller så är någon kolumn inte med."
        )
        yield Remark(About.SUM, sentence, column=label)
        return
    for sheet, number in differ:
        where = sheet, number
        sentence = (
            f"Summan på raden är {_said(stated[where])}, men talen bredvid är tillsammans "
            f"{_said(parts[where].total)}. {_LOOK}"
        )
        yield Remark(About.SUM, sentence, number, label, sheet)


def _of_columns(whole: Table, found: Sequence[tuple[int, Row, _Parts]]) -> Iterator[Remark]:
    """The rows of sums: of the rows since the sum before, of all above, or of the sums above."""
    by_column: dict[tuple[str | None, int], list[tuple[int, _Parts]]] = defaultdict(list)
    for place, row, part in found:
        by_column[row.sheet, place].append((row.number, part))
    sums: dict[str | None, list[tuple[int, tuple[Cell, ...]]]] = defaultdict(list)
    for one in whole.left_out:
        if one.row is not None and one.cells:
            sums[one.sheet].append((one.row, one.cells))
    for (sheet, place), numbers in by_column.items():
        stated = [
            (at, number)
            for at, cells in sorted(sums[sheet], key=lambda one: one[0])
            if (number := _stated(cells[place])) is not None
        ]
        for at, sentence in _that_differ(numbers, stated):
            yield Remark(About.SUM, sentence, at, whole.header[place], sheet)


def _that_differ(
    numbers: Sequence[tuple[int, _Parts]], stated: Sequence[tuple[int, float]]
) -> Iterator[tuple[int, str]]:
    """Of one column: the rows of sums that are none of what they may be, and what to say of each.

    A sum is of the numbers since the one before it, of all above, or of the sums above; where the
    column begins with a sum, it may as well be of what is below.
    """
    between = list(_between(numbers, [at for at, _ in stated]))
    sums = [_Parts(number, rows=1) for _, number in stated]
    above, sums_above = list(accumulate(between)), list(accumulate(sums, initial=_NOTHING))
    below = list(accumulate(reversed(between)))[::-1]
    sums_below = list(accumulate(reversed(sums), initial=_NOTHING))[::-1]
    begins = not between[0].rows
    for n, (at, number) in enumerate(stated):
        over = (
            ("sedan förra summan" if n else "ovanför", between[n]),
            ("ovanför", above[n]),
            ("ovanför", sums_above[n]),
        )
        under = (
            ("till nästa summa" if n + 1 < len(stated) else "under", between[n + 1]),
            ("under", below[n + 1]),
            ("under", sums_below[n + 1]),
        )
        may_be = [one for one in ((*under, *over) if begins else over) if one[1].rows]
        if may_be and not any(parts.come_to(number) for _, parts in may_be):
            where, parts = may_be[0]
            yield (
                at,
                f"Summan är {_said(number)}, men talen {where} är tillsammans "
                f"{_said(parts.total)}. {_LOOK}",
            )


def _between(numbers: Sequence[tuple[int, _Parts]], ends: Sequence[int]) -> Iterator[_Parts]:
    """The numbers before the first of the rows, between each two, and after the last."""
    met = 0
    for end in (*ends, None):
        some = _NOTHING
        while met < len(numbers) and (end is None or numbers[met][0] < end):
            some += numbers[met][1]
            met += 1
        yield some
