"""How the installation stands: the last backup, those before an instant, a municipality's terms,
and whose words go by them soon."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries.listing import PAGE_SIZE, named
from samsyn.domain.observations.rules import may_review
from samsyn.domain.operations.enums import BackupState
from samsyn.domain.operations.models import Backup, DisposalTerms
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import clock
from samsyn.foundation.backups.finding import backups_in


def last_backup(*, succeeded: bool = False) -> Backup | None:
    """The last backup that was tried, or the last that came to something; None before the first."""
    rows = Backup.objects.order_by("-started_at", "-pk")
    return (rows.exclude(state=BackupState.FAILED) if succeeded else rows).first()


def terms_of(scope: Scope) -> DisposalTerms:
    """The municipality's terms; unsaved, with our proposal, where it has set none."""
    found = DisposalTerms.objects.visible_to(scope).first()
    return found or DisposalTerms(municipality_id=scope.municipality_id, version=0)


def day_of_texts(days: int) -> date:
    """The first day of which reports keep their words, at a term of so many days."""
    return clock.today() - timedelta(days=days)


def in_review_past_term(scope: Scope) -> list[Observation]:
    """Reports that the person reviews and that keep their words past the term only while somebody
    works on them."""
    terms = terms_of(scope)
    if not terms.pk or terms.texts_days is None:
        return []
    rows = Observation.objects.visible_to(scope).select_related("reporter")
    old = rows.filter(state=ReportState.SUBMITTED, day__lt=day_of_texts(terms.texts_days))
    named_rows = named(scope, list(old.order_by("day", "pk")[:PAGE_SIZE]))
    return [one for one in named_rows if may_review(scope, one)]


@dataclass(frozen=True)
class OlderBackup:
    """A backup that was made before something: its folder, and the day after which it is gone as
    the settings are; None where it lies somewhere that nobody here looks after."""

    folder: str
    made_at: datetime
    until: date | None


def backups_before(at: datetime) -> list[OlderBackup]:
    """The backups that were made before an instant and may still be there, the latest first:
    those in the folder of backups, and those that were laid elsewhere by hand."""
    kept_in = Path(settings.BACKUP_DIR) if settings.BACKUP_DIR else None
    there = {
        one.folder.name: one.made_at or at
        for one in (backups_in(kept_in) if kept_in and kept_in.is_dir() else [])
    }
    rows = Backup.objects.exclude(state=BackupState.FAILED).filter(started_at__lt=at)
    found = [OlderBackup(name, made, _until(made)) for name, made in there.items() if made <= at]
    if not kept_in:
        known = rows.exclude(folder="").values_list("folder", "started_at")
        found += [OlderBackup(name, made, None) for name, made in known]
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def _until(made_at: datetime) -> date:
    """The last day on which the settings may keep it: as the newest of its month."""
    days, weeks, months = settings.BACKUP_KEEP
    longest = max(timedelta(days=days), timedelta(weeks=weeks), timedelta(days=31 * (months + 1)))
    return clock.local_day(made_at + longest)
