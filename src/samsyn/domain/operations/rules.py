"""What is kept in a backup, how long backups stay, and terms that a municipality may set."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from django.utils.crypto import constant_time_compare, salted_hmac

from samsyn.foundation.backups.finding import Found
from samsyn.foundation.clock import STOCKHOLM, first_of_month, monday
from samsyn.foundation.refusals import Mistaken, NotNow

LEFT_OUT = frozenset(
    {
        # everybody logs in anew; what can be made anew is
        "django_session",
        # made by the migrations, with numbers of their own on each database
        "django_content_type",
        "auth_permission",
        "auth_group_permissions",
    }
)
"""Tables of models that are in no backup. The cache and the list of migrations are no models'."""
BEGUN = frozenset(
    {
        "operations_duty",
        "django_tasks_database_dbtaskresult",
        "samsyn_cache",
        # a worker that was killed leaves its row
        "workers_worker",
    }
)
"""Tables that a start fills though nobody has done anything yet; the backup's take their place."""
FIRST = ("audit_head",)
"""A head that comes after its entries would be taken for one that replaces another."""
AT_NIGHT = time(1, 30)
STAMP = "samsyn-%Y%m%dT%H%M%SZ"
SHORTEST_DAYS, LONGEST_DAYS = 1, 3650
LONGEST_STOPPED_DAYS = 90
"""A text that may point at somebody is kept to be judged, not to be had."""
SHORTEST_TEXTS_DAYS, LONGEST_TEXTS_DAYS = 365, 36525
"""Words of a report are of use in its year at least."""


def folder_name(at: datetime) -> str:
    """A backup's folder, by its time in UTC."""
    return at.astimezone(UTC).strftime(STAMP)


def outlived(backups: Iterable[Found], keep: tuple[int, ...]) -> list[Path]:
    """Which backups are no longer wanted: all but the newest of the last days, weeks, months.

    One that somebody has given a name of its own stays, and so does one whose time is unknown.
    """
    days = {
        one.folder: one.made_at.astimezone(STOCKHOLM).date()
        for one in sorted(backups, key=_time, reverse=True)
        if one.made_at and _is_named_by_us(one.folder)
    }
    newest_first = list(days)
    wanted = set(newest_first[:1])
    for first_day, most in zip((_itself, monday, first_of_month), keep, strict=True):
        spans: dict[object, Path] = {}
        for one in newest_first:
            spans.setdefault(first_day(days[one]), one)
        wanted |= set(list(spans.values())[:most])
    return [one for one in newest_first if one not in wanted]


def _time(backup: Found) -> datetime:
    return backup.made_at or datetime.min.replace(tzinfo=UTC)


def _is_named_by_us(folder: Path) -> bool:
    try:
        datetime.strptime(folder.name, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return False
    return not folder.is_symlink()


def _itself(day: date) -> date:
    return day


def next_due(now: datetime, hours: int) -> datetime:
    """The next time after an instant, every so many hours from half past one at night."""
    local = now.astimezone(STOCKHOLM)
    begins = datetime.combine(local.date() - timedelta(days=1), AT_NIGHT, STOCKHOLM)
    steps = (
        datetime.combine(begins.date() + timedelta(days=day), AT_NIGHT, STOCKHOLM)
        + timedelta(hours=step)
        for day in range(3)
        for step in range(0, 24, hours)
    )
    return next(at for at in steps if at > local)


def proof_of(uid: str, secret: str | None = None) -> str:
    """A mark that only the installation's secret makes for a backup."""
    return salted_hmac(
        "samsyn.operations.backup", uid, secret=secret, algorithm="sha256"
    ).hexdigest()


def is_proof(given: str, uid: str, secrets: Iterable[str]) -> bool:
    """Whether one of the secrets was the installation's when the backup was made."""
    return any(constant_time_compare(given, proof_of(uid, one)) for one in secrets)


def check_days(
    field: str, days: int, longest: int = LONGEST_DAYS, shortest: int = SHORTEST_DAYS
) -> None:
    """Refuse a term that is none, or longer than ten years, or than it may be."""
    if not shortest <= days <= longest:
        raise Mistaken(f"Välj mellan {shortest} och {longest} dagar.", field)


def check_open(closed_at: datetime | None) -> None:
    """Refuse to close what is closed."""
    if closed_at is not None:
        raise NotNow("Larmet är redan kvitterat.")
