"""Looking for signs that something is wrong, and telling those who must know at once."""

import logging
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from samsyn.domain.audit.actions import record
from samsyn.domain.audit.queries import last_number
from samsyn.domain.notices.actions import post
from samsyn.domain.operations.enums import AlertKind
from samsyn.domain.operations.models import Alert, WatchedChain
from samsyn.domain.operations.queries.readers import who_is_alerted
from samsyn.domain.operations.queries.signs import CHECKED_BEHIND, CONDITIONS, Sign, signs
from samsyn.domain.operations.rules import check_open
from samsyn.domain.operations.wording import alert_letter
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action

EVERY = timedelta(seconds=20)
log = logging.getLogger(__name__)
_last_look: list[datetime] = []


def watch() -> None:
    """Look, at most every ``EVERY`` in a process; safe to call at any time."""
    now = timezone.now()
    if _last_look and now - _last_look[-1] < EVERY:
        return
    _last_look[:] = [now]
    look()


def look() -> None:
    """Raise an alert for each sign, and close those whose condition has passed."""
    found = list(signs())
    for sign in found:
        _raise(sign)
    _close_passed(found)
    for municipality in Municipality.objects.order_by("pk"):
        _move_on(str(municipality.uid))


def _raise(sign: Sign) -> None:
    """One open alert an incident; what was looked at already is not raised by the same signs."""
    rows = Alert.objects.filter(kind=sign.kind, municipality=sign.municipality, about=sign.about)
    known = rows.filter(closed_at__isnull=True).first()
    if known is not None:
        known.last_at, known.signs = max(known.last_at, sign.last_at), max(known.signs, sign.signs)
        known.save(update_fields=["last_at", "signs"])
        return
    if rows.filter(last_at__gte=sign.last_at).exists():
        return
    try:
        with transaction.atomic():
            _raise_new(sign)
    except IntegrityError:
        log.info("alert_raised_by_another", extra={"work": sign.kind.value})


def _raise_new(sign: Sign) -> None:
    alert = Alert.objects.create(
        kind=sign.kind,
        municipality=sign.municipality,
        about=sign.about,
        began_at=sign.began_at,
        last_at=sign.last_at,
        signs=sign.signs,
    )
    log.error("alert_raised", extra={"work": sign.kind.value, "subject": str(alert.uid)})
    places = [sign.municipality] if sign.municipality else list(Municipality.objects.all())
    for municipality in places:
        scope = system_scope(municipality)
        record(scope, "operations.alert_raised", alert, plain={"alert": sign.kind.value})
        for reader in who_is_alerted(municipality):
            subject, body = alert_letter(alert, reader.name)
            key = f"alert:{alert.uid}:{reader.uid}"
            post(scope, key=key, recipient=reader.email, subject=subject, body=body)


def _close_passed(found: list[Sign]) -> None:
    still = {sign.kind for sign in found}
    passed = [kind for kind in CONDITIONS if kind not in still]
    Alert.objects.filter(kind__in=passed, closed_at__isnull=True).update(closed_at=timezone.now())


def _move_on(chain: str) -> None:
    """The next look is at the next stretch, and at the first again after the last."""
    watched, _new = WatchedChain.objects.get_or_create(chain=chain)
    onward = watched.number + CHECKED_BEHIND
    watched.number = onward if onward < last_number(chain) else 0
    watched.save(update_fields=["number"])


@action()
def close_alert(*, by: Scope, alert: Alert) -> Alert:
    """Say that an alert has been looked at."""
    by.check(Act.OPERATE)
    row = Alert.objects.select_for_update().get(pk=alert.pk)
    check_open(row.closed_at)
    row.closed_at, row.closed_by_id = timezone.now(), by.user_id
    row.save(update_fields=["closed_at", "closed_by"])
    record(by, "operations.alert_closed", row, plain={"alert": AlertKind(row.kind).value})
    return row
