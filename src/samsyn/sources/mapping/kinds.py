"""Whether a list's rows are things that happened, or how many there were in a period."""

from __future__ import annotations

import re
from statistics import median
from typing import Final

from samsyn.sources.mapping.headers import counts_other_things, unit_of
from samsyn.sources.mapping.model import Holds, TableMapping, Target
from samsyn.sources.tables import Table
from samsyn.sources.values import (
    Cell,
    DateOrder,
    DatePrecision,
    DateStyle,
    Missing,
    MissingReason,
    Value,
    is_missing,
    packed_months,
    read_count,
    read_date,
)

# a row with one of these is of something that happened
_OF_EVENTS: Final = (
    Target.TIME, Target.TIME_TO, Target.DESCRIPTION, Target.SOURCE_ID, Target.NORTH, Target.EAST,
    Target.POSITION,
)  # fmt: skip
_SAMPLE: Final = 400
_MANY: Final = 3


def holds(table: Table, mapping: TableMapping) -> Holds:
    """Counts where there is a number a row, nothing that only an event has, and the rows are of
    weeks or months, or some of them say 0, or the numbers are large."""
    counted = mapping.labels(Target.COUNT)
    if not counted or any(mapping.labels(target) for target in _OF_EVENTS):
        return Holds.EVENTS
    numbers = table.column(counted[0])[:_SAMPLE]
    dated = [cell for label in mapping.labels(Target.DATE) for cell in table.column(label)]
    if any(_has_clock(cell) for cell in dated[:_SAMPLE]):
        return Holds.EVENTS
    read = [one.value for cell in numbers if isinstance(one := read_count(cell), Value)]
    periods = _are_periods(dated, mapping)
    if periods or _has_zero(numbers) or (read and median(read) > _MANY):
        return Holds.COUNTS
    return Holds.EVENTS


def uncounted_column(table: Table, mapping: TableMapping) -> str:
    """The heading of a column of whole numbers that nobody has said anything of, where the rows are
    of weeks or months and no other column says how many; empty where none is: each row would be
    one event."""
    if mapping.labels(Target.COUNT) or mapping.wide or any(map(mapping.labels, _OF_EVENTS)):
        return ""
    said = {rule.label for rule in mapping.columns}
    asked = [
        label
        for label in table.header
        if label not in said and not counts_other_things(label)
        if _ANTAL.match(label) or _are_counts(table.column(label))
    ]
    dated = [cell for label in mapping.labels(Target.DATE) for cell in table.column(label)]
    return asked[0] if asked and _are_periods(dated, mapping) else ""


def _are_counts(cells: list[Cell]) -> bool:
    """Whether a column holds whole numbers that are no years."""
    read = [read_count(cell) for cell in cells[:_SAMPLE] if not is_missing(cell)]
    numbers = [one.value for one in read if isinstance(one, Value)]
    years = all(_FIRST_YEAR <= number <= _LAST_YEAR for number in numbers)
    return bool(numbers) and len(numbers) > 0.9 * len(read) and not years


_FIRST_YEAR: Final = 1950
_LAST_YEAR: Final = 2199
_ANTAL: Final = re.compile(r"(?:hur många|antal)\b", re.IGNORECASE)


def _has_clock(cell: Cell) -> bool:
    reading = read_date(cell)
    return isinstance(reading, Value) and reading.value.clock is not None


def _has_zero(cells: list[Cell]) -> bool:
    for cell in cells:
        reading = read_count(cell)
        if isinstance(reading, Value) and reading.value == 0:
            return True
        if isinstance(reading, Missing) and reading.reason is MissingReason.DASH:
            return True
    return False


def _are_periods(cells: list[Cell], mapping: TableMapping) -> bool:
    [label] = mapping.labels(Target.DATE)[:1] or [""]
    return are_periods(cells, label, mapping.order)


def are_periods(cells: list[Cell], label: str, order: DateOrder = DateOrder.DAY_FIRST) -> bool:
    """Whether most dates of a column are weeks or months."""
    packed = packed_months(cells[:_SAMPLE])
    style = DateStyle(order, 2024, unit=unit_of(label), packed_months=packed)
    read = [
        one.value for cell in cells[:_SAMPLE] if isinstance(one := read_date(cell, style), Value)
    ]
    coarse = sum(1 for span in read if span.precision is not DatePrecision.DAY)
    if unit_of(label) is DatePrecision.MONTH and read:
        coarse += sum(1 for s in read if s.precision is DatePrecision.DAY and s.first.day == 1)
    return 2 * coarse > len(read)
