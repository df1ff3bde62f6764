"""What a person should be told of a whole file before it comes in."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from samsyn.sources.mapping.headers import header_rank
from samsyn.sources.mapping.marks import is_marked
from samsyn.sources.mapping.model import (
    About,
    Holds,
    MappedRow,
    Precision,
    Remark,
    TableMapping,
    Target,
)
from samsyn.sources.mapping.struck import unknown_statuses, unread_statuses
from samsyn.sources.mapping.wide import HEADING, NUMBER
from samsyn.sources.tables import SHEETED, Table
from samsyn.sources.words import normal

_FAR: Final = timedelta(days=2 * 365)
_SPREADS: Final = 3
_FEWEST: Final = 3


def told_of(
    whole: Table, table: Table, mapping: TableMapping, rows: list[MappedRow]
) -> list[Remark]:
    """Columns that are not read, personal data left out, equal rows, a category taken from the
    title; ``whole`` is the table as it stands and ``table`` as it was turned."""
    told = [*_columns(whole, table, mapping), *_equal_rows(rows), *_months(mapping, rows)]
    told += [*_counted(mapping), *unread_statuses(whole, mapping)]
    told += [*unknown_statuses(whole, mapping), *_sheets(whole, mapping)]
    if mapping.wide is not None:
        told.append(
            Remark(
                About.MAPPING,
                f"Tabellen har {_WIDE[mapping.wide]} som kolumner: varje {_each(whole, mapping)} "
                "för sig. Kontrollera att det stämmer.",
            )
        )
    if not mapping.labels(Target.CATEGORY) and mapping.default_category:
        told.append(
            Remark(
                About.CATEGORY,
                "Ingen kolumn säger vad det gäller: alla rader fick samma kategori, efter "
                "rubriken, bladets namn eller kopplingen. Kontrollera att det stämmer.",
            )
        )
    return told


def _sheets(table: Table, mapping: TableMapping) -> list[Remark]:
    """That the names of sheets were read."""
    said = {Target.PLACE: "Platsen", Target.CATEGORY: "Kategorin"}
    names = ", ".join(dict.fromkeys(row.sheet for row in table.rows if row.sheet))
    return [
        Remark(
            About.PLACE if rule.target is Target.PLACE else About.CATEGORY,
            f"{said[rule.target]} lästes ur bladens namn: {names}. Kontrollera att det stämmer.",
            column=SHEETED,
        )
        for rule in mapping.columns
        if rule.label == SHEETED and rule.target in said
    ]


def _counted(mapping: TableMapping) -> list[Remark]:
    """That a column whose heading counts something was taken for how many events there were."""
    return [
        Remark(
            About.COUNT,
            "Kolumnen lästes som hur många händelser raden gäller. Välj att den inte ska läsas in "
            "om den räknar något annat.",
            column=label,
        )
        for label in mapping.labels(Target.COUNT)
        if header_rank(normal(label), Target.COUNT) != 0 and label != NUMBER
    ]


def _each(table: Table, mapping: TableMapping) -> str:
    return (
        "kryss lästes som en händelse" if is_marked(table, mapping) else "tal lästes som en uppgift"
    )


_WIDE: Final = {Target.PLACE: "områden", Target.DATE: "tider", Target.CATEGORY: "kategorier",
                Target.YEAR: "år"}  # fmt: skip


def _columns(whole: Table, table: Table, mapping: TableMapping) -> list[Remark]:
    used = {rule.label for rule in mapping.columns if rule.target is not Target.IGNORE}
    personal = mapping.labels(Target.PERSONAL)
    told = [
        Remark(
            About.PERSONAL,
            "Kolumnen ser ut att innehålla personuppgifter. Inget har lästs in ur den.",
            column=label,
        )
        for label in personal
    ]
    if mapping.wide is not None:
        used |= set(whole.header) - set(table.header)
    for place, label in enumerate(whole.header):
        filled = any(row.cells[place] not in ("", None) for row in whole.rows)
        if label not in used and filled and label not in (HEADING, NUMBER):
            told.append(Remark(About.COLUMN, "Kolumnen läses inte in.", column=label))
    return told


def _months(mapping: TableMapping, rows: list[MappedRow]) -> list[Remark]:
    """That events of which only the month is known are in no week."""
    if mapping.holds is Holds.COUNTS:
        return []  # they are in no week's numbers
    count = sum(1 for row in rows if row.precision is Precision.MONTH)
    if not count:
        return []
    said = "En rad har" if count == 1 else f"{count} rader har"
    return [
        Remark(
            About.DATE,
            f"{said} bara månad: det räknas i hela månader, och står inte i någon vecka eller på "
            "någon dag. Välj i kopplingen att listan innehåller antal, om det bara ska stå som "
            "statistik.",
            column=mapping.labels(Target.DATE)[0],
        )
    ]


def numbers_of_the_same(rows: list[MappedRow], mapping: TableMapping) -> list[Remark]:
    """Unlike numbers of one place, category and time in a list of counts: one may be a correction
    of another, and they are added."""
    if mapping.holds is not Holds.COUNTS:
        return []
    first: dict[tuple[object, ...], MappedRow] = {}
    said: list[Remark] = []
    for row in rows:
        where = row.sheet, row.place, row.latitude, row.longitude
        what = row.category, row.word, row.description, row.occurred_from, row.occurred_to
        before = first.setdefault((*where, *what), row)
        if before is not row and before.count != row.count and row.cell is None:
            said.append(
                Remark(
                    About.REPEATED,
                    f"På rad {before.row} och {row.row} står olika tal ({before.count} och "
                    f"{row.count}) för samma plats, kategori och tid. De räknas ihop: ta bort den "
                    "ena ur filen om den rättar den andra.",
                    row.row,
                    sheet=row.sheet,
                )
            )
    return said


def _equal_rows(rows: list[MappedRow]) -> list[Remark]:
    equal = [row for row in rows if row.duplicate_of and row.cell is None]
    return [
        Remark(
            About.REPEATED,
            f"Raden är lik {row.duplicate_of} och räknas som en händelse till. Ta bort den ur "
            "filen om det är samma.",
            row.row,
            sheet=row.sheet,
        )
        for row in equal
    ]


def years_far_off(rows: list[MappedRow], zone: str) -> list[int]:
    """The places in ``rows`` of those whose date lies far from where most lie, at least two years
    outside the middle half and more than three times its width."""
    there = ZoneInfo(zone)
    days: list[date] = [row.occurred_from.astimezone(there).date() for row in rows]
    if len(days) < _FEWEST:
        return []
    ordered = sorted(days)
    low, high = ordered[len(ordered) // 4], ordered[(3 * len(ordered)) // 4]
    most = max(_FAR, _SPREADS * (high - low))
    return [n for n, day in enumerate(days) if day < low - most or day > high + most]


def year_far_off(row: MappedRow, usual: Counter[int]) -> Remark:
    """The question that is asked of such a row."""
    [(year, _count)] = usual.most_common(1)
    return Remark(
        About.YEAR,
        f"Året {row.occurred_from.year} ligger långt från de andra raderna ({year}). Rätta datumet "
        "i filen om det är fel; raden väntar annars på granskning.",
        row.row,
        sheet=row.sheet,
    )
