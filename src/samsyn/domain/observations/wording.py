"""How a report's time and place are said."""

from django.utils.translation import gettext as _

from samsyn.domain.observations.enums import Precision
from samsyn.domain.observations.models import Observation
from samsyn.foundation import formats


def when(row: Observation) -> str:
    """``3 oktober 2026 kl. 14.05``, or the day and how much of it is known."""
    if row.precision == Precision.EXACT:
        return formats.moment(row.occurred_from)
    return f"{formats.day(row.day)}{_beside(row)}"


def when_short(row: Observation) -> str:
    """The same for a column: ``3 okt 2026 14.05``."""
    if row.precision == Precision.EXACT:
        return formats.short_moment(row.occurred_from)
    return f"{formats.short_day(row.day)}{_beside(row)}"


def _beside(row: Observation) -> str:
    if row.precision == Precision.DAY:
        return ""
    if row.precision == Precision.PART_OF_DAY:
        return f", {row.get_part_of_day_display()}"
    return f" ({row.get_precision_display()})"


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


def _noted(row: Observation, told: str) -> str:
    return f"{told}, {row.place_note}" if row.place_note else told
