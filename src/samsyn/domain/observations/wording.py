"""How a report's time and place are said."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from samsyn.domain.observations.enums import Precision
from samsyn.domain.observations.models import Observation
from samsyn.foundation import formats
from samsyn.foundation.clock import PartOfDay

SHORT_TEXT = 90


def when(row: Observation) -> str:
    """``3 oktober 2026 kl. 14.05``, or the day and how much of it is known."""
    return when_said(
        row.occurred_from, row.day, Precision(row.precision), PartOfDay(row.part_of_day)
    )


def when_said(start: datetime, day: date, precision: Precision, part: PartOfDay) -> str:
    """A time in words, as sharp as it is known."""
    return {
        Precision.EXACT: lambda: formats.moment(start),
        Precision.PART_OF_DAY: lambda: f"{formats.day(day)}, {part.label}",
        Precision.DAY: lambda: formats.day(day),
        Precision.WEEK: lambda: f"{formats.week(day)} {day.isocalendar().year}",
        Precision.MONTH: lambda: formats.month(day),
    }[precision]()


def when_short(row: Observation) -> str:
    """The same for a column: ``3 okt 2026 14.05``."""
    if row.precision == Precision.EXACT:
        return formats.short_moment(row.occurred_from)
    if row.precision in (Precision.WEEK, Precision.MONTH):
        return when(row)
    part = f" {row.get_part_of_day_display()}" if row.precision == Precision.PART_OF_DAY else ""
    return f"{formats.short_day(row.day)}{part}"


def where(row: Observation) -> str:
    """The sharpest that is known of the place, with the district it lies in."""
    if row.place:
        told = row.place.name
    elif row.latitude is not None:
        told = _("Markerad på kartan")
    elif row.district:
        return _noted(row, row.district.name)
    else:
        return row.place_note or _("Okänd plats")
    district = f" ({row.district.name})" if row.district else ""
    return _noted(row, told) + district


def shortened(text: str) -> str:
    """The beginning of a text, for a column."""
    return text if len(text) <= SHORT_TEXT else f"{text[: SHORT_TEXT - 1]}…"


def _noted(row: Observation, told: str) -> str:
    return f"{told}, {row.place_note}" if row.place_note else told
