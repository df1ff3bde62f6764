"""Count records in the cells: which of them are told by the week, and where they count."""

from dataclasses import dataclass
from datetime import date, timedelta

from samsyn.domain.observations.enums import ReportKind, ReportState
from samsyn.foundation.clock import PartOfDay, monday

WHOLE_UNIT = "antal"


def day_of(first: date, last: date, unit: str) -> date | None:
    """The day that days (both included) within one week are counted on, the middle one as for a
    report of a whole week; None for what is no number of things that happened, or of days in
    several weeks: no week can be said to have it."""
    within = unit == WHOLE_UNIT and monday(first) == monday(last)
    return first + timedelta(days=(last - first).days // 2) if within else None


_LAYER = "layer_"


def key_of(layer: int) -> str:
    """What a layer is called among a record's districts: a bare number in a question to the
    database would be a place in a list."""
    return f"{_LAYER}{layer}"


def layer_of(key: str) -> int:
    """The layer that is called so."""
    return int(key.removeprefix(_LAYER))


@dataclass(frozen=True, slots=True)
class Counted:
    """A count record as the cells see it: so many reports of one day whose hour nobody knows."""

    municipality_id: int
    day: date
    category_id: int
    organisation_id: int
    visibility: str
    discovered: bool
    part_of_day: str = PartOfDay.UNKNOWN
    kind: str = ReportKind.EVENT
    until: None = None
    state: str = ReportState.PASSED_ON
