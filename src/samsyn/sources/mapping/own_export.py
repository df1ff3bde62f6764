"""The product's own export read back: its columns of time say together what one cell can say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from samsyn.sources.tables import Row, Table
from samsyn.sources.values import Cell, cell_text

DAY, CLOCK, FROM_DAY, FROM_CLOCK = "Dag", "Tid", "Från dag", "Från tid"
TO_DAY, PRECISION, PART = "Till dag", "Tidens precision", "Del av dygnet"
_OWN: Final = ("Rapport", DAY, CLOCK, FROM_DAY, TO_DAY, PRECISION, PART, "Kategori")
_USED: Final = (FROM_DAY, FROM_CLOCK, PRECISION, PART)


def restored(table: Table) -> Table:
    """The table with the time of each report in the columns of day and clock, where it is an
    export of the product's; any other as it is."""
    if any(label not in table.header for label in _OWN):
        return table
    places = {label: place for place, label in enumerate(table.header)}
    rows = tuple(row._replace(cells=_restored(row, places)) for row in table.rows)
    return replace(table, rows=rows)


def _restored(row: Row, places: dict[str, int]) -> tuple[Cell, ...]:
    cells = {label: cell_text(row.cells[place]) for label, place in places.items()}
    changed = _time_of(cells) | {label: "" for label in _USED if label in places}
    found = list(row.cells)
    for label, text in changed.items():
        found[places[label]] = text
    return tuple(found)


def _time_of(cells: dict[str, str]) -> dict[str, str]:
    first = cells[FROM_DAY] or cells[DAY]
    if cells[PRECISION] == "månaden":
        return {DAY: first[:7], CLOCK: "", TO_DAY: ""}
    if cells[PRECISION] == "veckan":
        return {DAY: _weeks(first, cells[TO_DAY] or first), CLOCK: "", TO_DAY: ""}
    if cells[PRECISION] == "del av dygnet":
        return {DAY: cells[DAY], CLOCK: cells[PART].partition(" ")[0], TO_DAY: ""}
    if cells[FROM_DAY]:
        return {DAY: first, CLOCK: cells.get(FROM_CLOCK, "")}
    return {}


def _weeks(first: str, last: str) -> str:
    try:
        year, week, _day = date.fromisoformat(first).isocalendar()
        _year, until, _day = date.fromisoformat(last).isocalendar()
    except ValueError:
        return first
    return f"{year} v. {week}" if until == week else f"{year} v. {week}-{until}"
