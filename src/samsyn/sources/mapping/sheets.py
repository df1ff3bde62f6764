"""Sheets that are read as one: their names as places or categories, copies, and sheets of sums."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from samsyn.sources.mapping.asides import is_total
from samsyn.sources.mapping.context import titles_of
from samsyn.sources.mapping.headings import is_period
from samsyn.sources.mapping.model import About, Holds, MappedRow, Remark, TableMapping, Target
from samsyn.sources.mapping.sums import is_whole
from samsyn.sources.tables import SHEETED, LeftOut, Row, Table
from samsyn.sources.words import normal

_UNNAMED: Final = re.compile(r"(?:blad|sheet|tabell|ark|table|data|lista|rapport)?")
_COPY: Final = re.compile(
    r"(?:kopia|copy) (?:av|of) (?P<after>.+)"
    r"|(?P<before>.+?)(?: -)? ?(?:\((?:\d+|kopia|copy)\)|kopia)",
    re.IGNORECASE,
)
_OF_TIME: Final = re.compile(
    r"(?:19|20)\d\d|[\d\W]+|v|vecka|veckor|kv|kvartal|kv\d|q\d", re.IGNORECASE
)
_FEWEST: Final = 2
Key = tuple[Any, ...]


# --- the table, before it is mapped -------------------------------------------------------------


def told_by_sheets(table: Table) -> Table:
    """The table without sheets that are called copies of others and are, which is said, and with a
    column of what the sheets are called beside their time; as it is where it is of one sheet."""
    names = _names(row.sheet for row in table.rows)
    if len(names) < _FEWEST:
        return table
    copies = dict(_copies(table, names))
    kept = [name for name in names if name not in copies]
    notes = [LeftOut("sheet", _OF_COPY.format(*two), sheet=two[0]) for two in copies.items()]
    table = replace(
        table,
        rows=tuple(row for row in table.rows if row.sheet in kept),
        notes=(*table.notes, *notes),
        left_out=tuple(one for one in table.left_out if one.sheet in kept),
    )
    said = {name: _beside_its_time(name) for name in kept}
    if len(kept) < _FEWEST or any(_UNNAMED.fullmatch(normal(one)) for one in said.values()):
        return table
    rows = tuple(row._replace(cells=(*row.cells, said[str(row.sheet)])) for row in table.rows)
    return replace(table, header=(*table.header, SHEETED), rows=rows)


_OF_COPY: Final = (
    "Bladet ”{0}” har samma rader som ”{1}” och läses inte in, för då skulle de räknas två gånger."
)


def _names(sheets: Iterator[str | None]) -> list[str]:
    return [name for name in dict.fromkeys(sheets) if name is not None]


def _copies(table: Table, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The sheets that are called copies of others that are there and hold the same, under the same
    title; with that one's name."""
    rows: dict[str, list[Row]] = {name: [] for name in names}
    for row in table.rows:
        rows[str(row.sheet)].append(row)
    titles = {str(name): title.removesuffix(str(name)).strip() for name, title in titles_of(table)}
    told = {name: ([row.cells for row in found], titles.get(name)) for name, found in rows.items()}
    for name in names:
        match = _COPY.fullmatch(name)
        first = (match["after"] or match["before"]).strip() if match else ""
        if first in told and told[first] == told[name]:
            yield name, first


def _beside_its_time(name: str) -> str:
    """What of a sheet's name is no year, number, week or month."""
    words = (word for word in name.split() if not _OF_TIME.fullmatch(word))
    return " ".join(word for word in words if not is_period(word))


# --- its rows, when they are read ---------------------------------------------------------------


@dataclass
class OfSheets:
    """The rows that come in, what is said of sheets, and what has to be asked."""

    rows: list[MappedRow]
    notes: list[Remark] = field(default_factory=list)
    stop: str = ""


def across_sheets(rows: list[MappedRow], mapping: TableMapping) -> OfSheets:
    """The rows without sheets of counts that are the others together, whatever they are called.
    What is called a sum and is none is asked about, and sheets that have half their rows alike."""
    found = OfSheets(rows)
    names = _names(row.sheet for row in rows)
    if len(names) < _FEWEST:
        return found
    by_sheet: dict[str, dict[Key, int]] = {name: defaultdict(int) for name in names}
    of_places = any(
        rule.label == SHEETED and rule.target is Target.PLACE for rule in mapping.columns
    )
    for row in rows:
        by_sheet[str(row.sheet)][_key(row, of_places=of_places)] += row.count
    counts = mapping.holds is Holds.COUNTS
    sums = [name for name in names if counts and _is_sum_of_others(name, by_sheet)]
    if len(sums) == 1:
        found.rows = [row for row in rows if row.sheet != sums[0]]
        found.notes.append(Remark(About.SUM, _SUM.format(sums[0]), sheet=sums[0]))
    called = [name for name in names if name not in sums and (is_total(name) or is_whole(name))]
    if counts and called and len(called) < len(names):
        found.stop = _CALLED_SUM.format(called[0])
    found.notes += _alike(found.rows)
    found.stop = found.stop or _half_alike(found.rows, found.notes)
    return found


_SUM: Final = "Bladet ”{}” är de andra bladen tillsammans och läses inte in: delarna står för sig."
_CALLED_SUM: Final = (
    "Bladet ”{}” heter som en summa, men är inte de andra bladen tillsammans. Ta bort det ur filen "
    "om det är en summa, eller läs in filen ändå om bladet har egna uppgifter."
)


def _key(row: MappedRow, *, of_places: bool) -> Key:
    """What a number is of; without the place where the sheets are places."""
    where = () if of_places else (row.place, row.latitude, row.longitude)
    return row.occurred_from, row.occurred_to, row.category, row.word, *where


def _is_sum_of_others(name: str, by_sheet: dict[str, dict[Key, int]]) -> bool:
    """Whether at least two other sheets come to the same as this one, in each thing that any of
    them has a number of."""
    others = [numbers for other, numbers in by_sheet.items() if other != name]
    if len(others) < _FEWEST or not any(by_sheet[name].values()):
        return False
    together: dict[Key, int] = defaultdict(int)
    for numbers in others:
        for key, count in numbers.items():
            together[key] += count
    return together == by_sheet[name]


def _alike(rows: list[MappedRow]) -> Iterator[Remark]:
    """The rows that are on an earlier sheet too, in all that they say, and come in again."""
    seen: dict[Key, MappedRow] = {}
    for row in rows:
        where = row.place, row.latitude, row.longitude
        told = row.occurred_from, row.occurred_to, row.category, row.word, *where
        first = seen.setdefault((*told, row.description, row.count, row.source_id), row)
        if first.sheet != row.sheet and row.cell is None:
            sentence = (
                f"Raden är lik rad {first.row} på bladet ”{first.sheet}” och räknas en gång till. "
                "Ta bort den ur filen om det är samma."
            )
            yield Remark(About.REPEATED, sentence, row.row, sheet=row.sheet)


def _half_alike(rows: list[MappedRow], notes: list[Remark]) -> str:
    alike: dict[str, int] = defaultdict(int)
    for note in notes:
        if note.kind is About.REPEATED:
            alike[str(note.sheet)] += 1
    for name, count in alike.items():
        if 2 * count >= sum(1 for row in rows if row.sheet == name):
            return (
                f"Bladet ”{name}” har {count} rader som står på ett annat blad också, och de "
                "räknas två gånger. Ta bort det ena bladet om det är samma uppgifter."
            )
    return ""
