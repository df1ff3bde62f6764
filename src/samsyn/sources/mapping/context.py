"""What the cells of a table say together of how each is to be read: years, clocks, order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Final

from samsyn.sources.mapping.headers import unit_of
from samsyn.sources.mapping.model import TableMapping, Target
from samsyn.sources.tables import HEADED, HEADED_TIME, SHEETED, TITLED, Table
from samsyn.sources.values import (
    Cell,
    DateOrder,
    DatePrecision,
    DateStyle,
    ShortYear,
    Value,
    is_missing,
    names_century,
    packed_months,
    read_clock,
    read_date,
    short_year,
    to_weeks,
)
from samsyn.sources.words import normal

_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_TWO_YEARS: Final = re.compile(r"(?<!\d)20(\d\d)\s*[-–/]\s*(?:20)?(\d\d)(?!\d|[-–/])")
_SLASHED_YEARS: Final = re.compile(r"(?<!\d)20(?P<from>\d\d)\s*/\s*(?:20)?(?P<to>\d\d)(?!\d|/)")
_SCHOOL_YEAR: Final = re.compile(
    r"\b(?:läsår|skolår|lå|säsong|vinter)\w*\s+(?:20)?(?P<from>\d\d)\s*[-–/]\s*(?:20)?(?P<to>\d\d)"
    r"(?!\d)",
    re.IGNORECASE,
)
_MIDNIGHT: Final = re.compile(
    r".*[ T]00[:.]00(?:[:.]00(?:[.,]0+)?)?\s*(?:Z|UTC|[+-]\d\d(?::?\d\d)?)?$", re.IGNORECASE
)
_FOUR_FIGURES: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Context:
    """How dates and clocks of a table are read; ``years`` by sheet where dates name none, and
    ``named`` says where the year was found, ``school_years`` which sheets are of the year from one
    autumn to the next spring."""

    style: DateStyle
    years: Mapping[str | None, int | None] = field(default_factory=dict)
    named: str = ""
    clocks_are_days: bool = False
    school_years: frozenset[str | None] = frozenset()

    def style_of(self, sheet: str | None, year: int | None) -> DateStyle:
        """The style of one row's dates; ``year`` is of a column beside."""
        wanted = year or self.years.get(sheet)
        school = year is None and sheet in self.school_years
        if wanted == self.style.year and school == self.style.school_year:
            return self.style
        return replace(self.style, year=wanted, school_year=school)


def context_of(table: Table, mapping: TableMapping) -> Context:
    """What the whole table says."""
    labels = [*mapping.labels(Target.DATE), *mapping.labels(Target.DATE_TO)]
    # each different cell once: all that is asked is whether some or all are so
    cells = list(dict.fromkeys(cell for label in labels for cell in table.column(label)))
    years, named = _years(table, cells, mapping)
    style = DateStyle(
        mapping.order,
        None,
        names_centuries=any(names_century(cell) for cell in cells),
        unit=unit_of(mapping.labels(Target.DATE)[0]) or _unit_of_starts(table, mapping),
        packed_months=packed_months(cells),
        midnight_is_day=_all_midnight(cells),
        calendar_of_1904=table.calendar_of_1904,
        short_year=short_year(cells) if mapping.order is DateOrder.DAY_FIRST else ShortYear.USUAL,
    )
    style = replace(style, to_weeks=to_weeks(cells))
    clocks = [cell for label in mapping.labels(Target.TIME) for cell in table.column(label)]
    return Context(style, years, named, _all_clocks_midnight(clocks), school_sheets(table))


def school_sheets(table: Table) -> frozenset[str | None]:
    """The sheets whose title, or name, is of a year from one autumn to the next spring."""
    return frozenset(sheet for sheet, title in titles_of(table) if _school_year(title))


def _years(
    table: Table, cells: Iterable[Cell], mapping: TableMapping
) -> tuple[dict[str | None, int | None], str]:
    """The year of each sheet's dates: as its title or name says, else the only one that the
    dates name, else the mapping's."""
    titled = {sheet: _school_year(title) or _only_year(title) for sheet, title in titles_of(table)}
    written = {_year_of(cell) for cell in cells} - {None}
    only = written.pop() if len(written) == 1 else None
    fallback = only or mapping.year
    sheets = {row.sheet for row in table.rows} | {None}
    years = {sheet: titled.get(sheet) or fallback for sheet in sheets}
    if any(titled.values()):
        return years, "ur rubriken eller bladets namn"
    return years, "efter de andra datumen" if only else "ur kopplingen"


def titles_of(table: Table) -> tuple[tuple[str | None, str], ...]:
    """What stands above each sheet's table."""
    return table.titles or ((None, table.title),)


def _only_year(title: str) -> int | None:
    if any(int(last) == int(first) + 1 for first, last in _TWO_YEARS.findall(title)):
        return None  # `2025-26`: which of them is left to the dates
    years = set(_YEAR.findall(title))
    return int(years.pop()) if len(years) == 1 else None


def _school_year(title: str) -> int | None:
    """The first year of `2025/26` or `läsåret 2025-2026`, where no other year is named."""
    found = _SCHOOL_YEAR.search(title) or _SLASHED_YEARS.search(title)
    if not found or int(found["to"]) != (int(found["from"]) + 1) % 100:
        return None
    rest = title[: found.start()] + title[found.end() :]
    return None if _YEAR.search(rest) else 2000 + int(found["from"])


def _year_of(cell: Cell) -> int | None:
    if isinstance(cell, date):
        return cell.year
    found = _FOUR_FIGURES.search(cell) if isinstance(cell, str) else None
    return int(found[1]) if found else None


def _all_midnight(cells: Iterable[Cell]) -> bool:
    """Whether each clock in a column of dates is 00:00, so that none says anything."""
    found = False
    for cell in cells:
        if isinstance(cell, datetime) and cell.time() != time(0):
            return False
        if not isinstance(cell, str) or len(cell) < len("1/1/24 0:00"):
            continue
        if _MIDNIGHT.match(cell):
            found = True
        elif ":" in cell or (isinstance(one := read_date(cell), Value) and one.value.clock):
            return False
    return found


def _all_clocks_midnight(cells: Iterable[Cell]) -> bool:
    """Whether each clock of a column of its own is 00:00; one empty or alone says nothing."""
    cells = list(cells)
    if sum(not is_missing(cell) for cell in dict.fromkeys(cells)) > _MOST_MIDNIGHTS:
        return False  # the usual case
    found = [cell for cell in cells if not is_missing(cell)]
    distinct = {cell for cell in found if isinstance(cell, str | int | float | time)}
    if len(found) < 2 or len(distinct) > _MOST_MIDNIGHTS or len(distinct) < len({*map(str, found)}):
        return False
    readings = [read_clock(cell) for cell in distinct]
    return bool(distinct) and all(
        isinstance(one, Value) and one.value.since == one.value.until == 0 for one in readings
    )


_MOST_MIDNIGHTS: Final = 3
"""Ways in which one column writes it."""


def _unit_of_starts(table: Table, mapping: TableMapping) -> DatePrecision | None:
    """Months, where the headings of a wide table are the first day of each."""
    if mapping.wide is not Target.DATE:
        return None
    cells = {cell for label in mapping.labels(Target.DATE) for cell in table.column(label)}
    spans = [one.value for cell in cells if isinstance(one := read_date(cell), Value)]
    first = spans and all(span.first.day == 1 for span in spans)
    return DatePrecision.MONTH if first and len(spans) > 1 else None


def fitted(mapping: TableMapping, header: tuple[str, ...]) -> TableMapping:
    """The mapping with the table's own headings, where they differ in case or spaces alone."""
    own = {normal(label): label for label in reversed(header)}
    columns = tuple(
        rule
        if rule.label in header
        else replace(rule, label=own.get(normal(rule.label), rule.label))
        for rule in mapping.columns
        # one month's list has headings between its rows, the next has none
        if rule.label in header or rule.label not in (HEADED, HEADED_TIME, TITLED, SHEETED)
    )
    return replace(mapping, columns=columns)


# columns that a later file may lack without harm
_DISPENSABLE: Final = (Target.IGNORE, Target.PERSONAL)
