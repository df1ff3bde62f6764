"""Tables with areas, weeks or categories as columns: found, and turned to a row a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from samsyn.sources.mapping.asides import is_aside, why_aside
from samsyn.sources.mapping.categories import CategoryWords
from samsyn.sources.mapping.days import days_read, has_such_a_day, in_its_month, months_of
from samsyn.sources.mapping.headers import header_rank, unit_of
from samsyn.sources.mapping.headings import (
    SECOND,
    Headings,
    are_days,
    are_weekdays,
    counted_word,
    is_named,
    is_period,
    mostly,
    period_and_word,
    place_and_category,
)
from samsyn.sources.mapping.marks import holds_marks, is_mark, is_marked, unmarked
from samsyn.sources.mapping.model import (
    About,
    ColumnRule,
    Known,
    Remark,
    TableMapping,
    Target,
)
from samsyn.sources.mapping.wider import Held, columns_that_hold, why_wider
from samsyn.sources.tables import HEADED, HEADED_TIME, SHEETED, TITLED, Row, Table
from samsyn.sources.values import (
    Cell,
    DateStyle,
    Value,
    is_hidden_number,
    is_missing,
    read_date,
    read_number,
)
from samsyn.sources.words import lookup_of, normal

_SAMPLE: Final = 400
_FEWEST: Final = 2
_FEWEST_UNKNOWN: Final = 3
_ANY_YEAR: Final = DateStyle(year=2024)
_BETWEEN: Final = (HEADED, HEADED_TIME, TITLED, SHEETED)
HEADING, NUMBER = "Kolumnens rubrik", "Kolumnens tal"
"""What the last columns of a turned table are called."""
# one of these headings says that a column of numbers is no part of a wide table
_OF_OTHER_KINDS: Final = (
    Target.DATE,
    Target.TIME,
    Target.COUNT,
    Target.NORTH,
    Target.EAST,
    Target.SOURCE_ID,
    Target.YEAR,
)


def wide_columns(table: Table, known: Known) -> tuple[Target, list[str]] | None:
    """What the headings of the columns of numbers are, and those columns; None where each row of
    the table is one thing."""
    words = CategoryWords(known, {})
    numbers = [
        label
        for place, label in enumerate(table.header)
        if _is_numbers(_sample(table, place))
        and not (_of_other_kind(label) and not words.find([counted_word(label)]))
    ]
    columns = [label for label in numbers if not is_aside(label)]
    periods = [label for label in columns if is_period(label)]
    named = [label for label in table.header if is_period(label)]  # those that are empty too
    alone = periods == columns and any(map(is_named, periods))
    if are_weekdays(columns):
        periods, alone = columns, True
    if alone or (periods and len(named) >= _FEWEST):
        return Target.DATE, periods
    if are_days(columns) or mostly(columns, {one for one in columns if period_and_word(one)}):
        return Target.DATE, columns
    years = [label for label in columns if _is_year(label)]
    if len(years) >= _FEWEST and years == columns and _lacks_years(table):
        return Target.YEAR, years
    if mostly(columns, {one for one in columns if place_and_category(one, known, words)}):
        return Target.PLACE, columns
    places = lookup_of(known.places)
    for target, found in (
        (Target.PLACE, [label for label in columns if normal(label) in places]),
        (Target.CATEGORY, [label for label in columns if words.find([counted_word(label)])]),
    ):
        if len(found) >= _FEWEST and 2 * len(found) >= len(columns):
            return target, columns
    return _unknown_headings(table, numbers, columns)


def _unknown_headings(
    table: Table, numbers: list[str], columns: list[str]
) -> tuple[Target, list[str]] | None:
    """A column of dates with nothing but numbers beside it: areas that are not known here."""
    rest = [label for label in table.header if label not in {*numbers, *_BETWEEN}]
    dated = [label for label in rest if _is_dates(table.column(label)[:_SAMPLE])]
    if len(columns) >= _FEWEST_UNKNOWN and dated and len(rest) == len(dated):
        return Target.PLACE, columns
    return None


def _of_other_kind(label: str) -> bool:
    return any(header_rank(normal(label), target) is not None for target in _OF_OTHER_KINDS)


def _sample(table: Table, place: int) -> list[Cell]:
    return [row.cells[place] for row in table.rows[:_SAMPLE]]


def _is_numbers(cells: Sequence[Cell]) -> bool:
    """Whether a column holds counts, with marks where there is none; all empty is none."""
    found = [cell for cell in cells if not is_missing(cell)]
    if not found:
        return any(isinstance(cell, str) and cell in ("-", "–", "..") for cell in cells)
    counts = sum(1 for cell in found if _is_count(cell) or is_hidden_number(cell))
    return counts >= 0.9 * len(found)


def _is_count(cell: Cell) -> bool:
    reading = read_number(cell)
    return isinstance(reading, Value) and 0 <= reading.value < 1e6 and reading.value.is_integer()


def _is_year(label: str) -> bool:
    return bool(re.fullmatch(r"(?:år )?(?:19|20)\d\d", normal(label)))


def _lacks_years(table: Table) -> bool:
    """Whether a column of dates has none that names its year: months or weeks, a row each."""
    for place, label in enumerate(table.header):
        found = [cell for cell in _sample(table, place) if not is_missing(cell)]
        style = replace(_ANY_YEAR, unit=unit_of(label))
        dated = [one for cell in found if isinstance(one := read_date(cell, style), Value)]
        if found and len(dated) > 0.8 * len(found):
            return all(one.value.assumed_year for one in dated)
    return False


def _is_dates(cells: Sequence[Cell]) -> bool:
    found = [cell for cell in cells if not is_missing(cell)]
    style = replace(_ANY_YEAR, unit=None)
    dates = sum(1 for cell in found if isinstance(read_date(cell, style), Value))
    return bool(found) and dates > 0.8 * len(found)


def turned(
    table: Table, mapping: TableMapping, known: Known
) -> tuple[Table, TableMapping, list[Remark]]:
    """The table with a row for each number, the mapping that reads it, and what was left out.

    The columns of numbers are those that the mapping names for nothing else, so that a new area's
    column in a later file comes in with the others.
    """
    if mapping.wide is None:
        return table, mapping, []
    named = _named_otherwise(table, mapping)
    numbers, sums = columns_of_numbers(table, mapping)
    # headings between the rows are no column of numbers, nor what holds none of them
    kept = [place for place in range(len(table.header)) if place not in {*sums, *numbers}]
    told = [Remark(About.SUM, why, column=table.header[place]) for place, why in sums.items()]
    heading = Headings(table.header, numbers, sums, mapping, known)
    months = months_of(table, [table.header[place] for place in numbers], mapping)
    header = (*(table.header[place] for place in kept), *heading.columns, HEADING, NUMBER)
    marks = numbers if is_marked(table, mapping) else []
    rows = tuple(_turned_rows(table, numbers, marks, kept, heading))
    if months:
        rows = tuple(in_its_month(row, months) for row in rows if has_such_a_day(row, months))
        told.append(days_read(months))
    rules = (
        *(rule for rule in mapping.columns if rule.label in named),
        *(ColumnRule(label, SECOND[label]) for label in heading.columns),
        ColumnRule(HEADING, mapping.wide),
        ColumnRule(NUMBER, Target.COUNT),
    )
    if marks:
        told += unmarked(table, numbers)
    return replace(table, header=header, rows=rows), replace(mapping, columns=rules), told


def _named_otherwise(table: Table, mapping: TableMapping) -> set[str]:
    """The headings that the mapping names for something else than counts."""
    return {
        rule.label
        for rule in mapping.columns
        if rule.label in table.header and rule.target is not Target.COUNT
    }


def columns_of_numbers(table: Table, mapping: TableMapping) -> tuple[list[int], dict[int, str]]:
    """The columns of a wide table that are read as numbers, from 0, and those of sums, shares and
    the like, with why they are not."""
    numbers, sums = _numbers_and_asides(table, mapping)
    wider = wider_columns(table, mapping)
    labels = dict(enumerate(table.header))
    sums |= {place: why_wider(held, labels) for place, held in wider.items()}
    return [place for place in numbers if place not in wider], sums


def wider_columns(table: Table, mapping: TableMapping) -> dict[int, Held]:
    """The columns of a period, from 0, that hold those of others."""
    if mapping.wide is not Target.DATE:
        return {}
    numbers, _ = _numbers_and_asides(table, mapping)
    return columns_that_hold({place: table.header[place] for place in numbers})


def _numbers_and_asides(table: Table, mapping: TableMapping) -> tuple[list[int], dict[int, str]]:
    named = {*_named_otherwise(table, mapping), *_BETWEEN}
    places = [place for place, label in enumerate(table.header) if label not in named]
    sums = {place: why for place in places if (why := why_aside(table.header[place]))}
    holds = holds_marks if is_marked(table, mapping) else _may_hold_numbers
    periods = _of_periods(table, places, mapping)
    numbers = [
        place for place in places if place not in sums and holds(table, place) and place in periods
    ]
    return numbers, sums


def _turned_rows(
    table: Table,
    numbers: Sequence[int],
    marks: Sequence[int],
    kept: Sequence[int],
    heading: Headings,
) -> Iterator[Row]:
    """A row for each number, and for each mark one of 1; what is not marked is none."""
    for row in table.rows:
        for place in numbers:
            if place in marks and not is_mark(row.cells[place]):
                continue
            number = 1 if place in marks else row.cells[place]
            cells = (*(row.cells[at] for at in kept), *heading.cells[place], number)
            yield Row(row.number, cells, row.sheet, f"{letter(place)}{row.number}")


def _may_hold_numbers(table: Table, place: int) -> bool:
    """Whether a column holds something, and not words alone."""
    found = {row.cells[place] for row in table.rows} - {"", None}
    return any(is_missing(cell) or not isinstance(cell, str) or _FIGURE.search(cell)
               for cell in found)  # fmt: skip


_FIGURE: Final = re.compile(r"\d", re.ASCII)


def _of_periods(table: Table, places: Sequence[int], mapping: TableMapping) -> set[int]:
    """The columns that may be some of those of numbers: of periods those that name one."""
    labels = {place: table.header[place] for place in places}
    if are_weekdays([label for label in labels.values() if not is_aside(label)]):
        return set(places)
    named = {place for place, label in labels.items() if is_period(label) or period_and_word(label)}
    return named if mapping.wide is Target.DATE and named else set(places)


def letter(place: int) -> str:
    """The name a spreadsheet gives column ``place`` from 0: A, B, …, Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
