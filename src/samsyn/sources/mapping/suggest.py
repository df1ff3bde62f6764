"""A first mapping for a table nobody has mapped yet: a proposal for a person to check."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from samsyn.sources.mapping.categories import suggest_categories
from samsyn.sources.mapping.headers import PERSONAL, header_rank
from samsyn.sources.mapping.model import (
    SWEDISH_ZONE,
    ColumnRule,
    Known,
    TableMapping,
    Target,
)
from samsyn.sources.mapping.words import lookup_of, normal
from samsyn.sources.tables import Table
from samsyn.sources.values import (
    Cell,
    DateOrder,
    DateStyle,
    ReferenceSystem,
    Value,
    cell_text,
    date_order,
    is_missing,
    read_clock,
    read_count,
    read_date,
    read_number,
    read_position,
    read_position_pair,
)

_SAMPLE: Final = 400
_NOBODY: Final = Known()
_MAIL_OR_ID: Final = re.compile(r"\S@\S+\.\w|\b(?:19|20)?\d{6}[-+]\d{4}\b")

# in the order they are given out: the later ones have words that fit much
_SINGLE: Final = (
    Target.DATE, Target.TIME, Target.DATE_TO, Target.TIME_TO, Target.NORTH, Target.EAST,
    Target.POSITION, Target.SOURCE_ID, Target.COUNT, Target.CATEGORY, Target.DESCRIPTION,
    Target.PLACE,
)  # fmt: skip


def suggest_mapping(table: Table, known: Known = _NOBODY) -> TableMapping:
    """Guess a mapping from labels and values.

    Columns with e-mails, telephone numbers or names are marked personal. What
    was not recognised is left out, so that nothing comes in by accident. The
    result may lack a date or a category; applying it then says so.
    """
    columns = {label: _sample(table, place) for place, label in enumerate(table.header)}
    year = _year_in(table.title)
    given = _assign(columns, DateStyle(year=year), known)
    rules = [ColumnRule(label, given[label]) for label in table.header if label in given]
    category = next((rule.label for rule in rules if rule.target is Target.CATEGORY), None)
    if category and Target.DESCRIPTION not in given.values():
        rules.append(ColumnRule(category, Target.DESCRIPTION))  # the only words there are
    by_target = {target: label for label, target in given.items()}
    values = _distinct(table, category) if category else []
    return TableMapping(
        columns=tuple(rules),
        categories=suggest_categories(values, known.categories),
        default_category=_catch_all(known),
        order=_order(columns.get(by_target.get(Target.DATE, ""), [])),
        year=year,
        system=_system(columns, by_target),
        zone="UTC" if "utc" in normal(by_target.get(Target.DATE, "")).split() else SWEDISH_ZONE,
        sheet=table.sheet,
        header_row=table.header_row,
    )


def _sample(table: Table, place: int) -> list[Cell]:
    """Up to 400 cells of a column that hold something, spread over the table."""
    step = max(1, len(table.rows) // _SAMPLE)
    cells = (row.cells[place] for row in table.rows[::step])
    return [cell for cell in cells if not is_missing(cell)]


def _distinct(table: Table, label: str) -> list[str]:
    counts = Counter(cell_text(cell) for cell in table.column(label) if not is_missing(cell))
    return [value for value, _ in counts.most_common(500)]


def _year_in(title: str) -> int | None:
    """The year that a title names, when it names just one."""
    years = set(re.findall(r"\b(20\d\d)\b", title))
    return int(years.pop()) if len(years) == 1 else None


def _assign(columns: dict[str, list[Cell]], style: DateStyle, known: Known) -> dict[str, Target]:
    given = {label: Target.PERSONAL for label, cells in columns.items() if _personal(label, cells)}
    fits = _value_tests(style)
    for target in _SINGLE:
        best = _best(columns, target, given, fits.get(target, _anything), known)
        if best:
            given[best] = target
    if Target.DATE not in given.values():
        for label, cells in columns.items():
            if label not in given and len(cells) > 2 and fits[Target.DATE](cells) > 0.9:
                given[label] = Target.DATE
                break
    return given


def _best(
    columns: dict[str, list[Cell]],
    target: Target,
    given: dict[str, Target],
    fit: Callable[[Sequence[Cell]], float],
    known: Known,
) -> str | None:
    ranked = []
    for place, (label, cells) in enumerate(columns.items()):
        rank = header_rank(normal(label), target)
        if rank is None or label in given or not cells or fit(cells) < 0.5:
            continue
        if target is Target.CATEGORY and _recognised(cells, Target.PLACE, known) > 0.5:
            continue  # `Område` is a subject in one file and a part of town in the next
        ranked.append((rank - 3 * _recognised(cells, target, known), place, label))
    return min(ranked)[2] if ranked else None


def _recognised(cells: Sequence[Cell], target: Target, known: Known) -> float:
    """The share of a column's values that are known places or categories."""
    if target is Target.PLACE:
        names = lookup_of(known.places)
    elif target is Target.CATEGORY:
        words = [word for group in known.categories.values() for word in group]
        names = lookup_of([*known.categories, *words])
    else:
        return 0.0
    return sum(1 for cell in cells if normal(cell_text(cell)) in names) / len(cells)


def _personal(label: str, cells: Sequence[Cell]) -> bool:
    if PERSONAL.search(normal(label)):
        return True
    return _share(cells, lambda cell: bool(_MAIL_OR_ID.search(cell_text(cell)))) > 0.2


def _share(cells: Sequence[Cell], test: Callable[[Cell], bool]) -> float:
    return sum(1 for cell in cells if test(cell)) / len(cells) if cells else 0.0


def _anything(cells: Sequence[Cell]) -> float:
    return 1.0 if cells else 0.0


def _value_tests(style: DateStyle) -> dict[Target, Callable[[Sequence[Cell]], float]]:
    dates = DateStyle(style.order, style.year or 2024)  # any year will do to recognise `26/3`
    readers: dict[Target, Callable[[Cell], object]] = {
        Target.DATE: lambda cell: read_date(cell, dates),
        Target.DATE_TO: lambda cell: read_date(cell, dates),
        Target.TIME: read_clock,
        Target.TIME_TO: read_clock,
        Target.NORTH: read_number,
        Target.EAST: read_number,
        Target.POSITION: read_position_pair,
        Target.COUNT: read_count,
    }
    return {target: _share_read(read) for target, read in readers.items()}


def _share_read(read: Callable[[Cell], object]) -> Callable[[Sequence[Cell]], float]:
    return lambda cells: _share(cells, lambda cell: isinstance(read(cell), Value))


def _order(cells: Sequence[Cell]) -> DateOrder:
    return date_order([cell for cell in cells if isinstance(cell, str)]) or DateOrder.DAY_FIRST


def _system(columns: dict[str, list[Cell]], by_target: dict[Target, str]) -> ReferenceSystem:
    """WGS84 where most positions lie outside Sweden; else the ranges tell row by row."""
    if Target.NORTH not in by_target or Target.EAST not in by_target:
        return ReferenceSystem.AUTO
    north, east = columns[by_target[Target.NORTH]], columns[by_target[Target.EAST]]
    pairs = list(zip(north, east, strict=False))
    abroad = sum(
        1
        for pair in pairs
        if not isinstance(read_position(*pair), Value)
        and isinstance(read_position(*pair, ReferenceSystem.WGS84), Value)
    )
    return ReferenceSystem.WGS84 if abroad > len(pairs) / 2 else ReferenceSystem.AUTO


def _catch_all(known: Known) -> str | None:
    """The category for what has none, where the municipality has such a one."""
    for wanted in ("annat", "övrigt", "other"):
        for key, words in known.categories.items():
            if wanted in map(normal, (key, *words)):
                return key
    return None
