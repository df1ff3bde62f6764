"""The rows below the labels: data, and what is none (sums, headings between, footnotes)."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Final

from samsyn.sources.tables.headed import Above, Headings, is_period
from samsyn.sources.tables.model import Grid, LeftOut, Row
from samsyn.sources.values import Cell, DateStyle, Value, is_missing, read_date, read_number

_SAMPLE: Final = 200
_LOOKED_BELOW: Final = 3
_ANY_YEAR: Final = DateStyle(year=2024)  # any year will do to recognise `v. 36`
# `Hela landet` and `Riket` are rows of their own in official tables, not sums of this one
_TOTAL: Final = re.compile(
    r"(?:total(?:t|summa)?|summa|s:a|delsumma|grand total|sum|subtotal)\b", re.IGNORECASE
)
_MEAN: Final = re.compile(
    r"(?:medel(?:värde|tal)?|genomsnitt|snitt|median|andel(?: i procent)?|procent)\.?$|%$",
    re.IGNORECASE,
)
_RECKONED: Final = (("sum", _TOTAL), ("mean", _MEAN))
_KINDS: Final = {"mean": "sum", "table": "section", "again": "section"}
_REASONS: Final = {
    "heading": "Rubrikraden upprepas och hoppades över.",
    "sum": "Raden är en summa och hoppades över: delarna står för sig.",
    "mean": "Raden är ett medelvärde eller en andel av de andra och hoppades över.",
    "table": "Här är en annan tabell på samma blad, med andra rubriker: den läses inte in. "
    "Lägg den på ett eget blad.",
    "again": "Här börjar tabellen om på samma blad, under en rubrik för sig: den delen läses inte "
    "in. Lägg den på ett eget blad.",
    "section": "Raden är en mellanrubrik eller en fotnot, utan uppgifter, och hoppades över.",
}
_OVER_ROWS: Final = "Raden är en mellanrubrik till raderna under den, och är ingen händelse."


def data_rows(
    body: Grid, header: tuple[str, ...], width: int
) -> tuple[list[Row], list[LeftOut], tuple[Above, ...]]:
    """The rows that hold data, those that do not, and the headings that the former stand under."""
    rows: list[Row] = []
    left_out: list[LeftOut] = []
    above: list[Above] = []
    headings = Headings()
    dated = _begins_with_dates(body)
    kinds = [
        _not_data(row, header, dated, body[n + 1 : n + 1 + _LOOKED_BELOW])
        for n, row in enumerate(body)
    ]
    another = _another_table(body, kinds)
    again = another < len(body) and _is_header(body[another].cells, header)
    kinds[another:] = ["again" if again else "table"] * (len(kinds) - another)
    for place, (row, kind) in enumerate(zip(body, kinds, strict=True)):
        if kind == "section" and _has_rows_below(kinds, place):
            headings.met(_only(row.cells))
            left_out.append(LeftOut(kind, _OVER_ROWS, row.number))
        elif kind:
            cells = _padded_to(width, row).cells if kind == "sum" else ()
            why = _KINDS.get(kind, kind), _REASONS[kind]
            left_out.append(LeftOut(*why, row.number, cells=cells))
        else:
            above.append(headings.now)
            rows.append(_padded_to(width, row))
    return rows, left_out, tuple(above)


def _another_table(body: Grid, kinds: list[str]) -> int:
    """The place of the row that heads another table below this one, which all follow: words alone
    after a blank row, in a column where the rows before have days; the end where there is none."""
    for place in range(1, len(body) - 1):
        row, before = body[place], body[place - 1]
        after_gap = row.number > before.number + 1 or kinds[place - 1] == "section"
        if kinds[place] == "heading" and kinds[place - 1] != "section":
            continue  # the same table goes on
        if after_gap and fill(row) > 1 and _heads_anew(row, body[place + 1], body[:place], kinds):
            return place
    return len(body)


def _days_in(rows: list[Row], at: int) -> int:
    return sum(1 for row in rows if at < len(row.cells) and is_day(row.cells[at]))


def _heads_anew(row: Row, below: Row, before: Grid, kinds: list[str]) -> bool:
    """Whether a row is of words alone, and the next of less than the table's and of figures."""
    cells = [cell for cell in row.cells if cell not in ("", None)]
    if not all(isinstance(cell, str) and not _FIGURE.search(cell) for cell in cells):
        return False
    data = list(
        islice((one for one, kind in zip(before, kinds, strict=False) if not kind), _SAMPLE)
    )
    at = next((at for at in range(_LOOKED_AT) if 2 * _days_in(data, at) > len(data)), None)
    if at is None or at >= len(row.cells) or is_missing(row.cells[at]):
        return False
    filled = {place for place, cell in enumerate(row.cells) if cell not in ("", None)}
    under = {place for place, cell in enumerate(below.cells) if cell not in ("", None)}
    numbers = [below.cells[place] for place in under if place != at]
    return under <= filled and any(isinstance(read_number(cell), Value) for cell in numbers)


_FIGURE: Final = re.compile(r"\d")
_LOOKED_AT: Final = 12  # columns


def _padded_to(width: int, row: Row) -> Row:
    if len(row.cells) == width:
        return row
    return Row(row.number, row.cells[:width] + ("",) * (width - len(row.cells)))


def _has_rows_below(kinds: list[str], place: int) -> bool:
    """Whether data come next, be it under one more heading."""
    below = next((kind for kind in kinds[place + 1 :] if kind != "section"), "end")
    return below == ""


def _begins_with_dates(body: Grid) -> bool:
    """Whether most rows with more than one cell begin with a day."""
    sample = [row for row in body[:_SAMPLE] if fill(row) > 1]
    return 2 * sum(1 for row in sample if is_day(row.cells[0])) > len(sample)


def _not_data(row: Row, header: tuple[str, ...], dated: bool, below: Grid) -> str:
    """Why a row is no data row, in a word; empty when it is one. ``dated`` says that most begin
    with a day."""
    cells = row.cells
    first = cells[0] if cells else ""
    if _is_header(cells, header):
        return "heading"
    reckoned = next((kind for kind, names in _RECKONED if _is_called(cells, names)), "")
    if reckoned:
        return reckoned
    if any(cells[3:]) or fill(row) != 1 or _is_moment(cells):
        return ""
    alone = _only(cells)
    if is_period(alone) and _is_finer(below, cells.index(alone)):
        return "section"
    narrow = 1 < len(header) <= 3 and dated and alone == first
    if isinstance(read_date(alone), Value) or not (len(header) > 3 or narrow):
        return ""
    return "section"


def _is_header(cells: tuple[Cell, ...], header: tuple[str, ...]) -> bool:
    """Whether the labels stand there once more."""
    return cells[:1] == header[:1] and cells == header[: len(cells)]


def _is_finer(below: Grid, place: int) -> bool:
    """Whether the next row that says more names no week or month in the same column."""
    row = next((row for row in below if fill(row) > 1), None)
    return row is not None and not is_period(row.cells[place] if place < len(row.cells) else "")


def _only(cells: tuple[Cell, ...]) -> Cell:
    return next(cell for cell in cells if cell not in ("", None))


def _is_called(cells: tuple[Cell, ...], names: re.Pattern[str]) -> bool:
    """Whether a row's first words are those of a sum or a mean; one with a date of its own is
    none."""
    first = cells[0] if cells else ""
    if first in ("", None):
        first = next((cell for cell in cells if cell not in ("", None)), "")
    if not isinstance(first, str) or not names.match(first):
        return False
    return not any(is_day(cell) for cell in cells)


def is_day(cell: Cell) -> bool:
    """Whether a cell names a day, week or month in a way that no other thing is written."""
    if isinstance(cell, str):
        return isinstance(read_date(cell, _ANY_YEAR), Value) and not cell.strip().isdigit()
    return isinstance(cell, date)


def _is_moment(cells: tuple[Cell, ...]) -> bool:
    return any(isinstance(cell, datetime | date | time | timedelta) for cell in cells)


def fill(row: Row) -> int:
    """How many cells of the row hold something."""
    return len([cell for cell in row.cells if cell not in ("", None)])
