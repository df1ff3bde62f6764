"""Periods that stand in running words above a table or in a sheet's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from samsyn.sources.mapping.context import titles_of
from samsyn.sources.mapping.headers import header_rank, unit_of
from samsyn.sources.mapping.headings import (
    are_days,
    are_weekdays,
    is_period,
    period_and_word,
    weekday_of,
)
from samsyn.sources.mapping.model import Target
from samsyn.sources.tables import HEADED_TIME, TITLED, LeftOut, Row, Table
from samsyn.sources.values import (
    Cell,
    DatePrecision,
    DateSpan,
    DateStyle,
    Value,
    cell_text,
    is_missing,
    read_date,
)
from samsyn.sources.words import normal

_MOST_WORDS: Final = 7  # of a period: `1 mars 2026 t.o.m. 31 mars 2026`
_MOST_IN_TITLE: Final = 60
_SAMPLE: Final = 200
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_EDGES: Final = " ,.:;()[]”\"'"
_MADE: Final = re.compile(
    r"(?:ut|av)?(?:skriv|skrift|tag|drag)\w*|skapad\w*|gener\w+|export\w*|hämta\w*|uppdatera\w*"
    r"|rapportdatum|beställ\w*|kör\w*|sparad\w*|version\w*|senast|print\w*|created|run",
    re.IGNORECASE,
)
"""Words before a day on which a file was made rather than of which it is."""
NO_YEAR: Final = 2024
"""The year of a period that names none and whose title names none: any year will do to know it."""


def periods_in(title: str, year: int | None = None) -> list[DateSpan]:
    """The periods that a title names, each once; ``year`` is for those that name none where the
    title names none, and ``assumed_year`` says of a span that nothing did."""
    words = title.split()[:_MOST_IN_TITLE]
    years = set(_YEAR.findall(title))
    only = int(years.pop()) if len(years) == 1 else year
    found = (_without_year(span, only) for span in _named(words, only))
    return list(dict.fromkeys(found))


def _without_year(span: DateSpan, year: int | None) -> DateSpan:
    return replace(span, assumed_year=span.assumed_year and year is None, clock=None)


def _named(words: list[str], year: int | None) -> Iterator[DateSpan]:
    """The longest names, from left to right."""
    at = 0
    style = DateStyle(year=year or NO_YEAR)
    while at < len(words):
        for length in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            span = _span_of(" ".join(words[at : at + length]).strip(_EDGES), style)
            if span and not (_is_one_day(span) and at and _MADE.match(words[at - 1].strip(_EDGES))):
                yield span
            if span:
                at += length
                break
        else:
            at += 1


def _span_of(text: str, style: DateStyle) -> DateSpan | None:
    """The period that a text is the name of: a lone number is none, nor is a clock beside a day."""
    if not text or text.isdigit() or not is_period(text):
        return None
    reading = read_date(text, style)
    if not isinstance(reading, Value) or reading.value.night:
        return None
    span = reading.value
    return None if _is_one_day(span) and span.assumed_year else span


def _is_one_day(span: DateSpan) -> bool:
    return span.precision is DatePrecision.DAY and span.first == span.last


def dated_by_titles(table: Table) -> Table:
    """The table with a column of the period that its title or its sheet's name gives, where no
    column says when, and a note of it; as it is where one does. A title of several periods says
    nothing, and that is said."""
    numbered = _column_of_days(table)
    if numbered is not None:
        return _with_months(table, numbered)
    if _says_when(table):
        return table
    named = {sheet: periods_in(title) for sheet, title in titles_of(table)}
    if any(len(found) > 1 for found in named.values()):
        return replace(table, notes=(*table.notes, LeftOut("date", _several(named.values()))))
    periods = {sheet: found[0] for sheet, found in named.items() if found}
    if not periods:
        return table
    rows = tuple(_wider(row, periods.get(row.sheet)) for row in table.rows)
    notes = [_told(sheet, span) for sheet, span in periods.items()]
    return replace(table, header=(*table.header, TITLED), rows=rows, notes=(*table.notes, *notes))


def _column_of_days(table: Table) -> int | None:
    """The column of dates that has nothing but the numbers of days."""
    for at, label in enumerate(table.header):
        cells = _sample(table, at)
        days = cells and all(_DAY.fullmatch(cell_text(cell)) for cell in cells)
        if days and normal(label) in _OF_DAYS and HEADED_TIME not in table.header:
            return at
    return None


_DAY: Final = re.compile(r"[1-9]|[12]\d|3[01]", re.ASCII)
_OF_DAYS: Final = frozenset({"dag", "datum", "den", "dagnummer", "day", "date"})


def _with_months(table: Table, at: int) -> Table:
    """The table with the days of a column in the month that each sheet's title names, and a note
    of it; as it is where one names none, or several."""
    months = {sheet: _month_of(title) for sheet, title in titles_of(table)}
    if not all(months.values()) or any(row.sheet not in months for row in table.rows):
        return table
    said = ", ".join(dict.fromkeys(_written(span) for span in months.values() if span))
    note = LeftOut("date", f"{_DAYS_READ} {said}. Kontrollera att det stämmer.")
    rows = tuple(_day_in(row, at, months[row.sheet]) for row in table.rows)
    note = note._replace(column=table.header[at])
    return replace(table, rows=rows, notes=(*table.notes, note))


_DAYS_READ: Final = (
    "Datumen är dagar utan månad, och lästes i den månad som rubriken ovanför eller bladets namn "
    "säger:"
)


def _month_of(title: str) -> DateSpan | None:
    spans = periods_in(title)
    alone = len(spans) == 1 and spans[0].precision is DatePrecision.MONTH
    return spans[0] if alone and spans[0].first.month == spans[0].last.month else None


def _day_in(row: Row, at: int, month: DateSpan | None) -> Row:
    """The row with its day written out; `31` under April stays so, to be said wrong."""
    day = cell_text(row.cells[at])
    if month is None or not day:
        return row
    name = f"{day} {_NAMES[month.first.month - 1]}"
    written = name if month.assumed_year else f"{month.first:%Y-%m}-{int(day):02}"
    return row._replace(cells=(*row.cells[:at], written, *row.cells[at + 1 :]))


def _wider(row: Row, span: DateSpan | None) -> Row:
    return row._replace(cells=(*row.cells, _written(span) if span else ""))


def _told(sheet: str | None, span: DateSpan) -> LeftOut:
    sentence = (
        f"Ingen kolumn säger när: alla rader fick tiden {_written(span)}, ur rubriken ovanför "
        "tabellen eller bladets namn. Kontrollera att det stämmer."
    )
    return LeftOut("date", sentence, sheet=sheet, column=TITLED)


def _several(named: Iterable[Sequence[DateSpan]]) -> str:
    said = dict.fromkeys(_written(span) for found in named for span in found)
    return (
        f"Ingen kolumn säger när, och rubriken nämner flera tider: {', '.join(said)}. Lägg en "
        "kolumn med datum i filen, eller låt en enda tid stå i rubriken."
    )


def _written(span: DateSpan) -> str:
    """The period as a cell has it; without a year where none is known."""
    if span.precision is DatePrecision.WEEK:
        year, week, _ = span.first.isocalendar()
        until = span.last.isocalendar().week
        weeks = f"v. {week}" if week == until else f"v. {week}-{until}"
        return weeks if span.assumed_year else f"{weeks} {year}"
    if span.precision is DatePrecision.MONTH:
        return _months(span)
    first, last = span.first.isoformat(), span.last.isoformat()
    return first if first == last else f"{first} - {last}"


def _months(span: DateSpan) -> str:
    names = [_NAMES[day.month - 1] for day in (span.first, span.last)]
    said = "-".join(dict.fromkeys(names))
    return said if span.assumed_year else f"{said} {span.last.year}"


_NAMES: Final = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
    "oktober", "november", "december",
)  # fmt: skip


def _says_when(table: Table) -> bool:
    """Whether a column has dates or is called one of dates, or the columns are periods."""
    if HEADED_TIME in table.header:
        return True
    labels = table.header
    if sum(1 for one in labels if is_period(one) or period_and_word(one)) > 1:
        return True
    weekdays = [one for one in labels if weekday_of(one) is not None]
    if are_weekdays(weekdays) or are_days([one for one in labels if one.isdigit()]):
        return True
    return any(_is_of_dates(label, _sample(table, at)) for at, label in enumerate(labels))


def _sample(table: Table, at: int) -> list[Cell]:
    return [row.cells[at] for row in table.rows[:_SAMPLE] if not is_missing(row.cells[at])]


def _is_of_dates(label: str, cells: list[Cell]) -> bool:
    if not cells:
        return False
    if header_rank(normal(label), Target.DATE) is not None:
        return True
    style = DateStyle(year=NO_YEAR, unit=unit_of(label))
    dates = sum(
        1
        for cell in cells
        if isinstance(cell, date) or (isinstance(cell, str) and _reads(cell, style))
    )
    return 2 * dates > len(cells)


def _reads(cell: str, style: DateStyle) -> bool:
    return not cell.strip().isdigit() and isinstance(read_date(cell, style), Value)
