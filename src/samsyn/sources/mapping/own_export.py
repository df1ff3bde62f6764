"""The product's own export read back: its columns of time say together what one cell can say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from samsyn.sources.mapping.model import Target
from samsyn.sources.tables import LeftOut, Row, Table
from samsyn.sources.values import Cell, cell_text

DAY, CLOCK, FROM_DAY, FROM_CLOCK = "Dag", "Tid", "Från dag", "Från tid"
TO_DAY, PRECISION, PART = "Till dag", "Tidens precision", "Del av dygnet"
_OWN: Final = ("Rapport", DAY, CLOCK, FROM_DAY, TO_DAY, PRECISION, PART, "Kategori")
HELD: Final = "Texten visas bara för polisen"
"""What stands instead of a text that the police have not let go."""
FURTHER: Final = (
    "Slag", "Inne eller ute", "Lägets noggrannhet (m)", "Uppgift från", "Säkerhet", "Upprepning",
    "Allvar", "Berörda", "Vad som gjordes", "Polisanmält", "Får läsas av", "Upptäckt av patrull",
)  # fmt: skip
"""The columns that say what no other agency's file does."""
COLUMNS: Final = {
    "Rapport": Target.SOURCE_ID,
    DAY: Target.DATE,
    CLOCK: Target.TIME,
    TO_DAY: Target.DATE_TO,
    "Till tid": Target.TIME_TO,
    "Kategori": Target.CATEGORY,
    "Plats": Target.PLACE,
    "Område": Target.PLACE,
    "Latitud": Target.NORTH,
    "Longitud": Target.EAST,
    "Antal händelser": Target.COUNT,
    "Beskrivning": Target.DESCRIPTION,
    **dict.fromkeys(FURTHER, Target.EXTRA),
}
"""What each column is, whether it holds anything or not."""
_USED: Final = (FROM_DAY, FROM_CLOCK, PRECISION, PART)


def restored(table: Table) -> Table:
    """The table with the time of each report in the columns of day and clock, where it is an
    export of the product's; any other as it is."""
    if not is_own(table):
        return table
    places = {label: place for place, label in enumerate(table.header)}
    rows = tuple(row._replace(cells=_restored(row, places)) for row in table.rows)
    held = any(HELD in row.cells for row in table.rows)
    notes = (*table.notes, LeftOut("text", _NOT_HERE)) if held else table.notes
    return replace(table, rows=rows, notes=notes)


_NOT_HERE: Final = "Texter som bara polisen får läsa är inte med i filen, och kommer inte in."


def is_own(table: Table) -> bool:
    """Whether a table is an export of the product's."""
    return all(label in table.header for label in _OWN)


def _restored(row: Row, places: dict[str, int]) -> tuple[Cell, ...]:
    cells = {label: cell_text(row.cells[place]) for label, place in places.items()}
    changed = _time_of(cells) | {label: "" for label in _USED if label in places}
    found: list[Cell] = ["" if cell == HELD else cell for cell in row.cells]
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
