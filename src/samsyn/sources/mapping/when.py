"""When it happened: a date, a clock and perhaps an end, as instants with a precision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final

from samsyn.sources.mapping.model import Precision
from samsyn.sources.values import (
    CellProblem,
    ClockPrecision,
    ClockSpan,
    DatePrecision,
    DateSpan,
    Missing,
    Value,
    read_clock,
    to_utc,
)

_PRECISION: Final = {
    DatePrecision.DAY: Precision.DAY,
    DatePrecision.WEEK: Precision.WEEK,
    DatePrecision.MONTH: Precision.MONTH,
}


# the hours of `natten 16-17/10`
_NIGHT_BEGINS, _NIGHT_ENDS = 22 * 60, 6 * 60


@dataclass(frozen=True, slots=True)
class Occurred:
    """From and to in UTC (equal when exact, else `to` is the first instant after)."""

    since: datetime
    until: datetime
    precision: Precision
    notes: tuple[str, ...] = ()


def clock_of(span: DateSpan) -> Value[ClockSpan] | Missing | CellProblem | None:
    """The clock that stood in the date's own cell; None when there was none."""
    return None if span.clock is None or span.instant else read_clock(span.clock)


def occurred(span: DateSpan, clock: ClockSpan | None, zone: tzinfo) -> Occurred:
    """The instants of a date with, where it names one day, a clock."""
    if span.instant:
        return Occurred(span.instant, span.instant, Precision.EXACT)
    if span.night:
        since = to_utc(span.first, _NIGHT_BEGINS, zone)
        until = to_utc(span.last, _NIGHT_ENDS, zone)
        return Occurred(since.value, until.value, Precision.PART_OF_DAY, _notes(since, until))
    if clock and clock.offset is not None and span.precision is DatePrecision.DAY:
        midnight = datetime.combine(span.first, time(0), UTC)
        instant = midnight + timedelta(minutes=clock.since - clock.offset)
        return Occurred(instant, instant, Precision.EXACT)
    if clock and span.precision is DatePrecision.DAY and span.first == span.last:
        since = to_utc(span.first, clock.since, zone)
        same = clock.until == clock.since
        until = since if same else to_utc(span.first, clock.until, zone)
        exact = clock.precision is ClockPrecision.EXACT
        precision = Precision.EXACT if exact else Precision.PART_OF_DAY
        return Occurred(since.value, until.value, precision, _notes(since, until))
    return _whole_days(span, zone)


def _whole_days(span: DateSpan, zone: tzinfo) -> Occurred:
    since = to_utc(span.first, 0, zone)
    until = to_utc(span.last + timedelta(days=1), 0, zone)
    return Occurred(since.value, until.value, _PRECISION[span.precision], _notes(since, until))


def _notes(*instants: Value[datetime]) -> tuple[str, ...]:
    if not any(instant.note for instant in instants):  # the usual case
        return ()
    return tuple(dict.fromkeys(instant.note for instant in instants if instant.note))


def joined(start: Occurred, end: Occurred) -> Occurred | None:
    """The span from one moment to another; None when the end lies before the start."""
    if end.until < start.since:
        return None
    precision = max(start.precision, end.precision, key=_COARSENESS.index)
    return Occurred(start.since, end.until, precision, (*start.notes, *end.notes))


_COARSENESS: Final = list(Precision)
