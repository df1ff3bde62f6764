"""How well the values of a column fit what its heading may mean, as a share."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from samsyn.sources.mapping.headers import header_rank, unit_of
from samsyn.sources.mapping.model import Target
from samsyn.sources.mapping.struck import fits_status
from samsyn.sources.values import (
    Cell,
    DateStyle,
    ReferenceSystem,
    Value,
    cell_text,
    packed_months,
    read_clock,
    read_count,
    read_date,
    read_number,
    read_position,
    read_position_pair,
    short_year,
    to_weeks,
)
from samsyn.sources.words import normal

Fit = Callable[[str, Sequence[Cell]], float]
_CLOCK_FROM: Final = 13  # an hour that no working day lasts
_HOURS: Final = frozenset({"tim", "h"})
_FIGURE: Final = re.compile(r"\d", re.ASCII)


def share_of(cells: Sequence[Cell], test: Callable[[Cell], bool]) -> float:
    """The share of ``cells`` that pass a test."""
    return sum(1 for cell in cells if test(cell)) / len(cells) if cells else 0.0


def anything(label: str, cells: Sequence[Cell]) -> float:
    """Any values do."""
    del label
    return 1.0 if cells else 0.0


def value_tests() -> dict[Target, Fit]:
    """The test of each target that has one."""
    readers: dict[Target, Callable[[Cell], object]] = {
        Target.TIME_TO: read_clock,
        Target.NORTH: lambda cell: (
            read_position(cell, cell, ReferenceSystem.WGS84)
            if "°" in str(cell)
            else read_number(cell)
        ),
        Target.EAST: lambda cell: (
            read_position(cell, cell, ReferenceSystem.WGS84)
            if "°" in str(cell)
            else read_number(cell)
        ),
        Target.POSITION: read_position_pair,
    }
    tests = {target: _share_read(read) for target, read in readers.items()}
    return {**tests, **_OF_LABELS}


def _dated(label: str, cells: Sequence[Cell]) -> float:
    # any year will do to recognise `26/3`
    style = DateStyle(year=2024, unit=unit_of(label), packed_months=packed_months(cells))
    style = replace(style, short_year=short_year(cells), to_weeks=to_weeks(cells))
    return share_of(cells, lambda cell: isinstance(read_date(cell, style), Value))


def _share_read(read: Callable[[Cell], object]) -> Fit:
    return lambda label, cells: share_of(cells, lambda cell: isinstance(read(cell), Value))


def _counted(label: str, cells: Sequence[Cell]) -> float:
    """A heading that is of nothing but counts has them also where most are hidden: `<5`."""
    if header_rank(normal(label), Target.COUNT) == 0:
        return share_of(cells, lambda cell: bool(_FIGURE.search(cell_text(cell))))
    return share_of(cells, lambda cell: isinstance(read_count(cell), Value))


def _clocked(label: str, cells: Sequence[Cell]) -> float:
    """`Tim` may be the hours that something took: it is one of the day where some are late."""
    hours = [one.value for cell in cells if isinstance(one := read_number(cell), Value)]
    if normal(label) in _HOURS and len(hours) == len(cells):
        late = max(hours, default=0) >= _CLOCK_FROM
        if not late or not all(hour.is_integer() for hour in hours):
            return 0.0
    return share_of(cells, lambda cell: isinstance(read_clock(cell), Value))


_OF_LABELS: Final[dict[Target, Fit]] = {
    Target.TIME: _clocked,
    Target.DATE: _dated,
    Target.DATE_TO: _dated,
    Target.COUNT: _counted,
    Target.STATUS: fits_status,
}
