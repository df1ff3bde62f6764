"""What reading one cell can give: a value, a reasoned absence, or a problem."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")

Cell = str | int | float | bool | datetime | date | time | timedelta | None


class MissingReason(StrEnum):
    """Why there is no value; kept beside the null, since the reasons differ."""

    EMPTY = "empty"
    DASH = "dash"  # exactly zero in official tables, nothing entered in home-made ones
    NOT_AVAILABLE = "not_available"  # `..`
    NOT_APPLICABLE = "not_applicable"  # `.`
    SUPPRESSED = "suppressed"  # `x`
    UNKNOWN = "unknown"  # okänd, uppgift saknas
    SHEET_ERROR = "sheet_error"  # #SAKNAS!, #DIVISION/0!
    ZEROS = "zeros"  # 0, 0 where a position should stand


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """A cell's value. ``note`` is a Swedish sentence where it was repaired."""

    value: T
    note: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing to read, and why."""

    reason: MissingReason


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that cannot be used; ``sentence`` says in Swedish what to do."""

    sentence: str
