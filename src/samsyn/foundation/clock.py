"""Time as the domain sees it: local days, weeks by their Monday, months, parts of day.

``SAMSYN_TODAY`` moves what this module calls today, so that demo data stay
current; sessions and the audit log use the real clock.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

STOCKHOLM = ZoneInfo("Europe/Stockholm")


class PartOfDay(TextChoices):
    """Six hours each; unknown where only the day is known."""

    NIGHT = "night", _("natt 00–06")
    MORNING = "morning", _("förmiddag 06–12")
    AFTERNOON = "afternoon", _("eftermiddag 12–18")
    EVENING = "evening", _("kväll 18–24")
    UNKNOWN = "unknown", _("okänd tid")


HOURED_PARTS = tuple(part for part in PartOfDay if part is not PartOfDay.UNKNOWN)


def today() -> date:
    """The domain's current local day."""
    return settings.TODAY or timezone.localdate()


def now() -> datetime:
    """The domain's current instant in UTC: today's date at the real time of day."""
    real = timezone.now()
    if settings.TODAY is None:
        return real
    local = real.astimezone(STOCKHOLM)
    return datetime.combine(settings.TODAY, local.time(), STOCKHOLM).astimezone(UTC)


def local_day(instant: datetime) -> date:
    """The day in Stockholm on which an instant falls."""
    return instant.astimezone(STOCKHOLM).date()


def monday(day: date) -> date:
    """The Monday of a day's ISO week."""
    return day - timedelta(days=day.weekday())


def first_of_month(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def part_of_day(instant: datetime) -> PartOfDay:
    """The quarter of the local day that holds an instant."""
    return HOURED_PARTS[instant.astimezone(STOCKHOLM).hour // 6]


def start_of(day: date) -> datetime:
    """Local midnight at the start of a day, in UTC."""
    return datetime.combine(day, time.min, STOCKHOLM).astimezone(UTC)


def a_year_before(day: date) -> date:
    """The same weekday 52 weeks earlier, so that weekends meet weekends."""
    return day - timedelta(weeks=52)
