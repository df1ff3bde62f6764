"""Cells to values.

Each reader takes one raw cell and returns a :class:`Value` (with a note where
it was repaired), a :class:`Missing` with its reason, or a :class:`CellProblem`
whose Swedish sentence says what to do. None of them raises.
"""

from samsyn.sources.values.coordinates import (
    Position,
    ReferenceSystem,
    read_position,
    read_position_pair,
)
from samsyn.sources.values.dates import (
    DateOrder,
    DatePrecision,
    DateSpan,
    DateStyle,
    date_order,
    names_century,
    packed_months,
    read_date,
)
from samsyn.sources.values.missing import cell_text, is_missing, missing_mark
from samsyn.sources.values.numbers import (
    DecimalMark,
    is_hidden_number,
    read_count,
    read_number,
    read_yes_no,
)
from samsyn.sources.values.results import Cell, CellProblem, Missing, MissingReason, Value
from samsyn.sources.values.short_years import ShortYear, short_year, to_weeks
from samsyn.sources.values.times import STOCKHOLM, ClockPrecision, ClockSpan, read_clock, to_utc

__all__ = [
    "STOCKHOLM",
    "Cell",
    "CellProblem",
    "ClockPrecision",
    "ClockSpan",
    "DateOrder",
    "DatePrecision",
    "DateSpan",
    "DateStyle",
    "DecimalMark",
    "Missing",
    "MissingReason",
    "Position",
    "ReferenceSystem",
    "ShortYear",
    "Value",
    "cell_text",
    "date_order",
    "is_hidden_number",
    "is_missing",
    "missing_mark",
    "names_century",
    "packed_months",
    "read_clock",
    "read_count",
    "read_date",
    "read_number",
    "read_position",
    "read_position_pair",
    "read_yes_no",
    "short_year",
    "to_utc",
    "to_weeks",
]
