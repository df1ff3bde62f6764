"""What of a whole file is asked before it comes in, since each number would be wrong."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final

from samsyn.sources.mapping.context import school_sheets, titles_of
from samsyn.sources.mapping.headers import header_rank
from samsyn.sources.mapping.model import Holds, TableMapping, Target
from samsyn.sources.mapping.wide import columns_of_numbers, wider_columns
from samsyn.sources.mapping.wider import period_named
from samsyn.sources.tables import Table
from samsyn.sources.values import DateStyle, Value, read_count, read_date
from samsyn.sources.words import normal

_NO_COUNTS: Final = re.compile(
    r"\b(?:ack\b\.?|ackumul\w+|kumul\w+|rullande|löpande (?:tolv|12)|r ?12|andel(?:en|ar)?"
    r"|genomsnitt\w*|medel(?:värde|tal)\w*|i (?:procent|tusental|tusentals)|index"
    r"|per (?:1|10|100) ?000|per (?:tusen|hundra tusen|capita))\b|\(%\)|\bi %",
    re.IGNORECASE,
)
_VERSION: Final = re.compile(r"(?:version|revision|rev|utgåva)(?: ?(?:nr|nummer))?")
_VERSIONS: Final = (
    "Kolumnen ”{}” säger att något står i flera versioner, som då räknas var för sig. Läs in bara "
    "den senaste av varje, eller läs in filen ändå om kolumnen säger annat."
)
_FEWEST: Final = 2
_ANOTHER: Final = re.compile(r" \(\d+\)$")  # of a heading that stands twice
_ANY_YEAR: Final = DateStyle(year=2024)


def doubts_of(table: Table, mapping: TableMapping) -> str:
    """The sentences to ask, of a table as it stands; empty where nothing is to be asked."""
    asks = _no_counts, _versions, _new_years, _from_the_years_beginning
    return " ".join(sentence for ask in asks for sentence in ask(table, mapping))


def _no_counts(table: Table, mapping: TableMapping) -> Iterator[str]:
    """A title, or sheet, that says that the numbers add up over time or are shares."""
    if mapping.holds is not Holds.COUNTS:
        return
    headings = (*(title for _, title in titles_of(table)), *mapping.labels(Target.COUNT))
    for title in headings:
        found = _NO_COUNTS.search(title.replace("\N{NO-BREAK SPACE}", " "))
        if found:
            yield (
                f"Rubriken säger ”{found[0]}”: talen ser inte ut att vara antal för varje tid för "
                "sig. Läs in en fil med antal, eller läs in den ändå om rubriken inte gäller talen."
            )
            return


def _versions(table: Table, mapping: TableMapping) -> Iterator[str]:
    """A column that numbers the versions of what is told."""
    for label in table.header:
        if not _VERSION.fullmatch(normal(label)) or mapping.reads(label):
            continue
        if _stand_once(table):
            continue
        numbers = [read_count(cell) for cell in table.column(label)]
        if any(isinstance(one, Value) and one.value > 1 for one in numbers):
            yield _VERSIONS.format(label)


def _stand_once(table: Table) -> bool:
    """Whether a column that may be of case numbers has each of its values once."""
    numbered = [
        table.column(label)
        for label in table.header
        if header_rank(normal(label), Target.SOURCE_ID) is not None
    ]
    return any(len(set(cells)) == len(cells) for cells in numbered)


def _from_the_years_beginning(table: Table, mapping: TableMapping) -> Iterator[str]:
    """Columns that begin on the same day and hold each other: `jan; jan-feb; jan-mar`."""
    holding = wider_columns(table, mapping)
    narrow = {held.parts for held in holding.values() if len(held.parts) == 1}
    if len(holding) >= _FEWEST and len(narrow) == 1:
        [[place]] = narrow
        yield (
            f"Kolumnerna efter ”{table.header[place]}” ser ut att räkna upp från periodens början. "
            "Läs in en fil med varje tid för sig."
        )


def _new_years(table: Table, mapping: TableMapping) -> Iterator[str]:
    """Columns of periods that name no year and do not follow each other within one: `v52; v1`."""
    if mapping.wide is not Target.DATE or school_sheets(table):
        return
    numbers, _ = columns_of_numbers(table, mapping)
    by_word: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for place in numbers:
        named = period_named(_ANOTHER.sub("", table.header[place]))
        reading = read_date(named[0], _ANY_YEAR) if named else None
        if named and isinstance(reading, Value) and reading.value.assumed_year:
            by_word[named[1]].append((reading.value.first, named[0]))
    for periods in by_word.values():
        days = [day for day, _ in periods]
        if days == sorted(set(days), reverse=True):
            continue  # the newest first
        for before, after in pairwise(periods):
            if after[0] <= before[0]:
                yield (
                    f"Kolumnen ”{after[1]}” följer på ”{before[1]}”, och rubrikerna säger inte "
                    "vilka år de gäller: då hamnar de i samma. Skriv året i varje rubrik."
                )
                return
