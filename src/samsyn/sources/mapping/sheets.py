"""Sheets that are read as one: their names as places or categories, copies, and sheets of sums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from samsyn.sources.mapping.asides import is_total
from samsyn.sources.mapping.sums import is_whole
from samsyn.sources.mapping.titles import periods_in
from samsyn.sources.tables import SHEETED, LeftOut, Row, Table
from samsyn.sources.words import normal

_UNNAMED: Final = re.compile(r"(?:blad|sheet|tabell|ark|table|data|lista|rapport)? ?\d*")
_COPY: Final = re.compile(r".*\((?:\d+|kopia|copy)\)|.*\b(?:kopia|copy)\b.*", re.IGNORECASE)
_FEWEST: Final = 2


def told_by_sheets(table: Table) -> Table:
    """The table without sheets that are sums or copies of the others, which is said, and with a
    column of the sheets' names where they say something; as it is where it is of one sheet."""
    names = [name for name in dict.fromkeys(row.sheet for row in table.rows) if name is not None]
    if len(names) < _FEWEST:
        return table
    aside = {name: _SUM.format(name) for name in names if _is_sum(name)}
    if len(aside) == len(names):
        aside = {}
    kept = [name for name in names if name not in aside]
    copies = dict(_copies(table, kept))
    kept = [name for name in kept if name not in copies]
    rows = tuple(row for row in table.rows if row.sheet in kept)
    notes = [
        *(LeftOut("sum", why, sheet=name) for name, why in aside.items()),
        *(LeftOut("sheet", _OF_COPY.format(*two), sheet=two[0]) for two in copies.items()),
    ]
    left_out = tuple(one for one in table.left_out if one.sheet in kept)
    table = replace(table, rows=rows, notes=(*table.notes, *notes), left_out=left_out)
    return _with_names(table) if _say_something(kept) else table


_SUM: Final = "Bladet ”{}” är en summa av de andra bladen och läses inte in: delarna står för sig."
_OF_COPY: Final = (
    "Bladet ”{0}” har samma rader som ”{1}” och läses inte in, för då skulle de räknas två gånger."
)


def _is_sum(name: str) -> bool:
    return is_total(name) or is_whole(name)


def _copies(table: Table, names: list[str]) -> Iterator[tuple[str, str]]:
    """The sheets that are called copies, or have rows that are dated each, and hold the same as an
    earlier one; with that one's name."""
    seen: dict[tuple[tuple[object, ...], ...], str] = {}
    by_sheet: dict[str, list[Row]] = {name: [] for name in names}
    for row in table.rows:
        if row.sheet in by_sheet:
            by_sheet[row.sheet].append(row)
    for name, rows in by_sheet.items():
        cells = tuple(row.cells for row in rows)
        first = seen.setdefault(cells, name)
        if first is not name and (_COPY.match(name) or not _say_something([first, name])):
            yield name, first


def _say_something(names: list[str]) -> bool:
    """Whether the sheets are called something that is no number, period or copy."""
    said = _COPY.match, _YEAR.search, periods_in, _is_unnamed
    return len(names) >= _FEWEST and not any(says(name) for name in names for says in said)


def _is_unnamed(name: str) -> bool:
    return _UNNAMED.fullmatch(normal(name)) is not None


_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _with_names(table: Table) -> Table:
    rows = tuple(row._replace(cells=(*row.cells, row.sheet)) for row in table.rows)
    return replace(table, header=(*table.header, SHEETED), rows=rows)
