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

from samsyn.sources.mapping.asides import is_total
from samsyn.sources.mapping.marks import is_marked
from samsyn.sources.mapping.model import About, Remark, TableMapping, Target
from samsyn.sources.mapping.wide import NUMBER, wider_columns
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
Sheet = str | None


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
Found = tuple[int, Row, _Parts]
"""The column, from 0, of a number that is read, the row it was made to, and the number."""


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
    sums = _rows_of_sums(whole, found, wide=wide)
    yield from _of_columns(whole, found, sums)
    if wide:
        yield from _of_rows(whole, found, sums)
        yield from _of_periods(whole, found, mapping)


def _rows_of_sums(whole: Table, found: Sequence[Found], *, wide: bool) -> list[Row]:
    """The rows of sums: those that were left out as such when the file was read, and those of a
    wide table that are called so in one of their words and gave nothing."""
    sums = [
        Row(one.row, one.cells, one.sheet)
        for one in whole.left_out
        if one.row is not None and one.cells
    ]
    if wide:
        gave = {(row.sheet, row.number) for _, row, _ in found}
        sums += [
            row
            for row in whole.rows
            if (row.sheet, row.number) not in gave and any(map(_called_sum, row.cells))
        ]
    return sorted(sums, key=lambda one: one.number)


def _called_sum(cell: Cell) -> bool:
    return isinstance(cell, str) and is_total(cell)


def _but_for_one(row: Row, places: Sequence[int]) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Each of the places that the row has, with its sheet and the cells in the others."""
    for place in places:
        if place < len(row.cells):
            beside = (cell for at, cell in enumerate(row.cells) if at in places and at != place)
            yield place, (row.sheet, place, *beside)


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


def _of_rows(whole: Table, found: Sequence[Found], sums: Sequence[Row]) -> Iterator[Remark]:
    """The one column of sums, row by row, those of sums with them; where most differ it counts
    something else."""
    columns = [place for place, label in enumerate(whole.header) if _OF_A_ROW.match(label.strip())]
    if len(columns) != 1:
        return
    [column] = columns
    label = whole.header[column]
    parts: dict[tuple[Sheet, int], _Parts] = defaultdict(lambda: _NOTHING)
    for place, row, part in found:
        if place != column:
            parts[row.sheet, row.number] += part
    numbers = sorted({place for place, _, _ in found} - {column})
    for row in sums:
        parts[row.sheet, row.number] = sum((_part(row.cells[at]) for at in numbers), _NOTHING)
    stated = {
        (row.sheet, row.number): number
        for row in (*whole.rows, *sums)
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


def _of_periods(whole: Table, found: Sequence[Found], mapping: TableMapping) -> Iterator[Remark]:
    """The columns of a period that holds others', row by row: all that is left out of a quarter
    is what its months have, and of months that are not all there no more."""
    if mapping.wide is not Target.DATE:
        return
    read = {(row.sheet, row.number, place): part for place, row, part in found}
    for column, held in wider_columns(whole, mapping).items():
        for row in whole.rows:
            parts = [read.get((row.sheet, row.number, place)) for place in held.parts]
            number = _stated(row.cells[column])
            if number is None or None in parts:
                continue
            total = sum(filter(None, parts), _Parts(unknown=not held.all_of_it))
            if not total.come_to(number):
                sentence = (
                    f"Talet är {_said(number)}, men de som det är en summa av är tillsammans "
                    f"{_said(total.total)}. {_LOOK}"
                )
                yield Remark(About.SUM, sentence, row.number, whole.header[column], row.sheet)


def _of_columns(whole: Table, found: Sequence[Found], sums: Sequence[Row]) -> Iterator[Remark]:
    """The rows of sums: of the rows since the sum before, of all above, of the sums above, of all
    sheets, or of the rows that say the same beside the word for a sum."""
    by_column: dict[tuple[Sheet, int], list[tuple[int, _Parts]]] = defaultdict(list)
    of_all_sheets: dict[int, _Parts] = defaultdict(lambda: _NOTHING)
    for place, row, part in found:
        by_column[row.sheet, place].append((row.number, part))
        of_all_sheets[place] += part
    by_sheet: dict[Sheet, list[Row]] = defaultdict(list)
    for row in sums:
        by_sheet[row.sheet].append(row)
    alike = _alike(whole, found, sums)
    for (sheet, place), numbers in by_column.items():
        stated = [
            (row.number, number)
            for row in by_sheet[sheet]
            if (number := _stated(row.cells[place])) is not None
        ]
        for at, sentence in _that_differ(numbers, stated):
            number = dict(stated)[at]
            others = of_all_sheets[place], alike.get((sheet, at, place), _NOTHING)
            if not any(one.rows and one.come_to(number) for one in others):
                yield Remark(About.SUM, sentence, at, whole.header[place], sheet)


def _alike(
    whole: Table, found: Sequence[Found], sums: Sequence[Row]
) -> dict[tuple[Sheet, int, int], _Parts]:
    """What the rows have, by column, that say the same as a row of sums but for its word for one:
    all of Centrum beside `Centrum; Samtliga`."""
    numbers = {place for place, _, _ in found}
    fixed = [place for place in range(len(whole.header)) if place not in numbers]
    wanted: dict[tuple[Cell, ...], list[int]] = defaultdict(list)
    for row in sums:
        for place, key in _but_for_one(row, fixed):
            if _called_sum(row.cells[place]):
                wanted[key].append(row.number)
    parts: dict[tuple[Sheet, int, int], _Parts] = defaultdict(lambda: _NOTHING)
    if not wanted:
        return parts
    of_rows = {
        (row.sheet, row.number): [
            at for _, key in _but_for_one(row, fixed) for at in wanted.get(key, ())
        ]
        for row in whole.rows
    }
    for column, row, part in found:
        for at in of_rows[row.sheet, row.number]:
            parts[row.sheet, at, column] += part
    return parts


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
