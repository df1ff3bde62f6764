"""Tables with areas, weeks or categories as columns: found, and turned to a row a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from samsyn.sources.mapping.asides import is_aside, why_aside
from samsyn.sources.mapping.categories import CategoryWords
from samsyn.sources.mapping.headers import header_rank, unit_of
from samsyn.sources.mapping.marks import holds_marks, is_mark, is_marked, unmarked
from samsyn.sources.mapping.model import (
    About,
    ColumnRule,
    Known,
    Remark,
    TableMapping,
    Target,
)
from samsyn.sources.tables import HEADED, HEADED_TIME, Row, Table
from samsyn.sources.values import (
    Cell,
    DateStyle,
    Value,
    is_missing,
    read_date,
    read_number,
)
from samsyn.sources.words import lookup_of, normal

_SAMPLE: Final = 400
_FEWEST: Final = 2
_FEWEST_UNKNOWN: Final = 3
_ANY_YEAR: Final = DateStyle(year=2024)
_BETWEEN: Final = (HEADED, HEADED_TIME)
HEADING, NUMBER = "Kolumnens rubrik", "Kolumnens tal"
WHAT = "Kolumnens kategori"
"""What the columns of a turned table are called; the last where a heading names both."""
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
    periods = [label for label in columns if _is_period(label)]
    if len(periods) >= _FEWEST:
        return Target.DATE, periods
    years = [label for label in columns if _is_year(label)]
    if len(years) >= _FEWEST and years == columns and _lacks_years(table):
        return Target.YEAR, years
    if _mostly(columns, {label for label in columns if both_named(label, known, words)}):
        return Target.PLACE, columns
    places = lookup_of(known.places)
    for target, found in (
        (Target.PLACE, [label for label in columns if normal(label) in places]),
        (Target.CATEGORY, [label for label in columns if words.find([counted_word(label)])]),
    ):
        if len(found) >= _FEWEST and 2 * len(found) >= len(columns):
            return target, columns
    return _unknown_headings(table, numbers, columns)


def _mostly(columns: Sequence[str], found: set[str]) -> bool:
    return len(found) >= _FEWEST and 2 * len(found) >= len(columns)


def both_named(label: str, known: Known, words: CategoryWords) -> tuple[str, str] | None:
    """The place and the category that a heading of two rows names: `Klotter Centrum`."""
    places, parts = lookup_of(known.places), label.split()
    for at in range(1, len(parts)):
        first, last = " ".join(parts[:at]), " ".join(parts[at:])
        for place, word in ((last, first), (first, last)):
            if normal(place) in places and words.find([counted_word(word)]):
                return place, counted_word(word)
    return None


def _unknown_headings(
    table: Table, numbers: list[str], columns: list[str]
) -> tuple[Target, list[str]] | None:
    """A column of dates with nothing but numbers beside it: areas that are not known here."""
    rest = [label for label in table.header if label not in {*numbers, *_BETWEEN}]
    dated = [label for label in rest if _is_dates(table.column(label)[:_SAMPLE])]
    if len(columns) >= _FEWEST_UNKNOWN and dated and len(rest) == len(dated):
        return Target.PLACE, columns
    return None


def counted_word(label: str) -> str:
    """What a heading counts: `Antal skadegörelser` are skadegörelser."""
    return re.sub(r"^antal\s+", "", label.strip(), flags=re.IGNORECASE)


def _of_other_kind(label: str) -> bool:
    return any(header_rank(normal(label), target) is not None for target in _OF_OTHER_KINDS)


def _sample(table: Table, place: int) -> list[Cell]:
    return [row.cells[place] for row in table.rows[:_SAMPLE]]


def _is_numbers(cells: Sequence[Cell]) -> bool:
    """Whether a column holds counts, with marks where there is none; all empty is none."""
    found = [cell for cell in cells if not is_missing(cell)]
    if not found:
        return any(isinstance(cell, str) and cell in ("-", "–", "..") for cell in cells)
    return sum(1 for cell in found if _is_count(cell)) >= 0.9 * len(found)


def _is_count(cell: Cell) -> bool:
    reading = read_number(cell)
    return isinstance(reading, Value) and 0 <= reading.value < 1e6 and reading.value.is_integer()


def _is_period(label: str) -> bool:
    return isinstance(read_date(label, _ANY_YEAR), Value)


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
    fixed = [rule for rule in mapping.columns if rule.label in table.header]
    named = {rule.label for rule in fixed if rule.target is not Target.COUNT}
    places = [place for place, label in enumerate(table.header) if label not in {*named, *_BETWEEN}]
    sums = [place for place in places if is_aside(table.header[place])]
    marked = is_marked(table, mapping)
    holds = holds_marks if marked else _holds_something
    numbers = [place for place in places if place not in sums and holds(table, place)]
    # headings between the rows are no column of numbers, nor beside marks what is none
    left = set(places) - {*sums, *numbers} if marked else set()
    kept = [
        place
        for place, label in enumerate(table.header)
        if label in {*named, *_BETWEEN} or place in left
    ]
    heading = _Headings(table.header, numbers, mapping, known)
    header = (*(table.header[place] for place in kept), *heading.columns, HEADING, NUMBER)
    marks = numbers if marked else []
    rows = tuple(_turned_rows(table, numbers, marks, kept, heading))
    rules = (
        *(rule for rule in mapping.columns if rule.label in named),
        *(ColumnRule(label, Target.CATEGORY) for label in heading.columns),
        ColumnRule(HEADING, mapping.wide),
        ColumnRule(NUMBER, Target.COUNT),
    )
    told = [_sum(table.header[place]) for place in sums]
    if marked:
        told += unmarked(table, numbers)
    return replace(table, header=header, rows=rows), replace(mapping, columns=rules), told


def _turned_rows(
    table: Table,
    numbers: Sequence[int],
    marks: Sequence[int],
    kept: Sequence[int],
    heading: _Headings,
) -> Iterator[Row]:
    """A row for each number, and for each mark one of 1; what is not marked is none."""
    for row in table.rows:
        for place in numbers:
            if place in marks and not is_mark(row.cells[place]):
                continue
            number = 1 if place in marks else row.cells[place]
            cells = (*(row.cells[at] for at in kept), *heading.cells[place], number)
            yield Row(row.number, cells, row.sheet, f"{letter(place)}{row.number}")


def _sum(label: str) -> Remark:
    return Remark(About.SUM, why_aside(label), column=label)


class _Headings:
    """What the headings of the columns of numbers say: ``cells`` by column, under ``columns`` and
    ``HEADING``."""

    def __init__(
        self, header: Sequence[str], numbers: Sequence[int], mapping: TableMapping, known: Known
    ) -> None:
        words = CategoryWords(known, mapping.categories)
        both = {place: both_named(header[place], known, words) for place in numbers}
        named = {header[place] for place, found in both.items() if found}
        alone = mapping.wide is Target.PLACE and not mapping.labels(Target.CATEGORY)
        self.columns: tuple[str, ...] = ()
        bare = counted_word if mapping.wide is Target.CATEGORY else str
        self.cells: dict[int, tuple[str, ...]] = {
            place: (bare(header[place]),) for place in numbers
        }
        if alone and _mostly([header[place] for place in numbers], named):
            self.columns = (WHAT,)
            parts = {place: found or (header[place], "") for place, found in both.items()}
            self.cells = {place: (what, where) for place, (where, what) in parts.items()}


def _holds_something(table: Table, place: int) -> bool:
    return any(row.cells[place] not in ("", None) for row in table.rows)


def letter(place: int) -> str:
    """The name a spreadsheet gives column ``place`` from 0: A, B, …, Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
