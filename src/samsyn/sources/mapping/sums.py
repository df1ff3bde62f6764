"""Rows for the whole municipality among rows for its areas: never counted beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from samsyn.sources.mapping.asides import is_sum, is_total
from samsyn.sources.mapping.model import (
    About,
    Holds,
    Known,
    MappedRow,
    Remark,
    TableMapping,
    Target,
)
from samsyn.sources.words import lookup_of, normal

_WHOLE: Final = re.compile(
    r"hela (?:kommunen|staden|stan|tätorten|området|förvaltningen)|kommunen som helhet"
    r"|kommunen|kommuntotal\w*"
    r"|(?:kommunen|staden|tätorten) (?:totalt?|sammanlagt|summa)|alla (?:områden|stadsdelar|skolor)"
)
_NAMED: Final = re.compile(r"(?!hela |kommunen |staden |tätorten )(.+) (?:totalt?|summa)")
_A_SUM: Final = "”{}” är en summa och läses inte in."
_UNPLACED_SUM: Final = (
    "Raden har inget område och är vad områdena har tillsammans: den är en summa och läses inte in."
)
_FEWEST: Final = 2
Group = tuple[Any, ...]


def is_whole(place: str) -> bool:
    """Whether the word for a place is that of all places together."""
    word = normal(place)
    return _WHOLE.fullmatch(word) is not None or (bool(word) and is_total(word))


def without_sums(
    rows: list[MappedRow], mapping: TableMapping, known: Known
) -> tuple[list[MappedRow], list[Remark], list[Remark]]:
    """The rows without those of all areas together, what of them was left out, and what somebody
    has to look at: a sum that is less than its parts. Beside no area it is the municipality's own
    number, of no area."""
    if not (mapping.labels(Target.COUNT) or mapping.wide):
        return rows, [], []
    names = lookup_of(known.places)
    counts = mapping.holds is Holds.COUNTS
    # what happens everywhere is an event too
    called = is_whole if counts else is_sum
    whole = {id(row) for row in rows if row.place and called(row.place)}
    whole -= {id(row) for row in rows if normal(row.place) in names}
    if not whole:
        return rows, [], []
    parts: dict[Group, list[MappedRow]] = defaultdict(list)
    of_places: dict[Group, list[MappedRow]] = defaultdict(list)
    for row in rows:
        if row.place and id(row) not in whole:
            parts[_group(row)].append(row)
            of_places[normal(row.place), *_group(row)[:3]].append(row)
    kept: list[MappedRow] = []
    left_out: list[Remark] = []
    asked: list[Remark] = []
    for row in rows:
        if id(row) not in whole:
            kept.append(row)
        elif mapping.wide and is_total(row.place):  # compared with the numbers around it
            left_out.append(_remark(row, _A_SUM.format(row.place), mapping))
        elif named := _NAMED.fullmatch(normal(row.place)):
            of_place = of_places.get((named[1], *_group(row)[:3]), [])
            _compared_named(row, of_place, mapping, (left_out, asked))
        elif not (beside := parts.get(_group(row))):
            kept += _of_no_area(row, mapping, left_out)
        else:
            _compared(row, beside, mapping, (left_out, asked))
    return kept, left_out, asked


def without_unplaced(
    rows: list[MappedRow], mapping: TableMapping
) -> tuple[list[MappedRow], list[Remark], list[Remark]]:
    """The rows of a list of counts without those that name no area and are what the areas have
    together, what of them was left out, and a note of those that are not, where others name one."""
    if mapping.holds is not Holds.COUNTS:
        return rows, [], []
    parts: dict[Group, list[MappedRow]] = defaultdict(list)
    for row in rows:
        if row.place:
            parts[_group(row)].append(row)
    sums: set[int] = set()
    left_out: list[Remark] = []
    others = 0
    for row in rows:
        beside = [] if row.place else parts.get(_group(row), [])
        if len(beside) >= _FEWEST and row.count == sum(one.count for one in beside):
            sums.add(id(row))
            left_out.append(_remark(row, _UNPLACED_SUM, mapping))
        elif parts and not row.place and row.latitude is None:
            others += 1
    if not (sums or others):
        return rows, [], []
    said = "En rad" if others == 1 else f"{others} rader"
    sentence = (
        f"{said} har inget område fast andra rader har det: läses in för hela kommunen, i inget "
        "område. Fyll i området i filen, eller ta bort raden om den är en summa."
    )
    labels = mapping.labels(Target.PLACE)
    notes = [Remark(About.PLACE, sentence, column=labels[0] if labels else "")] if others else []
    return [row for row in rows if id(row) not in sums], left_out, notes


def _group(row: MappedRow) -> Group:
    return row.sheet, row.occurred_from, row.occurred_to, row.category, row.word


def _compared(
    row: MappedRow,
    beside: Sequence[MappedRow],
    mapping: TableMapping,
    told: tuple[list[Remark], list[Remark]],
) -> None:
    left_out, asked = told
    parts = sum(one.count for one in beside)
    if row.count < parts:
        sentence = (
            f"”{row.place}” är {row.count}, men områdena är tillsammans {parts}. Raden läses inte "
            "in: rätta talen, eller ge den ett annat namn om den inte är en summa."
        )
        asked.append(_remark(row, sentence, mapping))
        return
    more = row.count - parts
    rest = f" {more} av dem står på ingen rad som läses in, och räknas inte." if more else ""
    sentence = (
        f"”{row.place}” ({row.count}) är en summa av områdena och läses inte in: delarna står för "
        f"sig.{rest}"
    )
    left_out.append(_remark(row, sentence, mapping))


def _compared_named(
    row: MappedRow,
    of_place: Sequence[MappedRow],
    mapping: TableMapping,
    told: tuple[list[Remark], list[Remark]],
) -> None:
    """`Centrum totalt` beside the rows of Centrum: of all categories where it has none."""
    left_out, asked = told
    about = row.category, row.word
    parts = [one for one in of_place if about in (("", ""), (one.category, one.word))]
    total = sum(one.count for one in parts)
    if parts and row.count != total:
        sentence = (
            f"”{row.place}” är {row.count}, men raderna för {parts[0].place} är tillsammans "
            f"{total}. Raden läses inte in: kontrollera talen."
        )
        asked.append(_remark(row, sentence, mapping))
    else:
        left_out.append(_remark(row, _A_SUM.format(row.place), mapping))


def _of_no_area(row: MappedRow, mapping: TableMapping, left_out: list[Remark]) -> list[MappedRow]:
    """A number of the whole municipality where no area has one, in no area; a sum of nothing that
    is in the file is none."""
    if is_total(row.place):
        sentence = _A_SUM.format(row.place)
        left_out.append(_remark(row, sentence, mapping))
        return []
    note = _remark(row, f"”{row.place}” lästes som hela kommunen, i inget område.", mapping)
    return [replace(row, place="", places=(), notes=(*row.notes, note))]


def _remark(row: MappedRow, sentence: str, mapping: TableMapping) -> Remark:
    labels = mapping.labels(Target.PLACE)
    column = row.place if mapping.wide is Target.PLACE or not labels else labels[0]
    return Remark(About.SUM, sentence, row.row, column, row.sheet)
