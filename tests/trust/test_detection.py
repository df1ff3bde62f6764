"""Staged incidents raise an alert at the next look, and a calm day raises none (T39).

The worker looks every twenty seconds (``watching.EVERY``), so that an alert comes within a
minute; here each look is made by hand.
"""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from samsyn.domain.audit import actions as audit
from samsyn.domain.audit.actions import record
from samsyn.domain.audit.models import Entry
from samsyn.domain.notices.enums import LetterState
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.operations.actions.watching import EVERY, close_alert, look
from samsyn.domain.operations.enums import AlertKind, BackupState
from samsyn.domain.operations.models import Alert, Backup
from samsyn.domain.operations.queries import signs
from samsyn.domain.operations.queries.incidents import incident_report
from samsyn.domain.organisations.actions.access import record_unknown_login
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.rules import own_scope
from samsyn.foundation import queue
from tests import factories

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 5, 10, 0, tzinfo=UTC)


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def operator(where):
    return factories.member(where, Role.OPERATOR)


@pytest.fixture
def officer(where):
    return factories.member(where, Role.DATA_PROTECTION_OFFICER)


@pytest.fixture
def at(monkeypatch):
    """Let the log's clock, and the look's, stand at a time."""

    def stand(moment):
        clock = SimpleNamespace(now=lambda: moment)
        monkeypatch.setattr(audit, "timezone", clock)
        monkeypatch.setattr(signs, "timezone", clock)

    return stand


@pytest.fixture(autouse=True)
def _a_disk_with_room(monkeypatch):
    disk = SimpleNamespace(total=100, used=50, free=50)
    monkeypatch.setattr(signs.shutil, "disk_usage", lambda path: disk)


def kinds():
    return sorted(Alert.objects.filter(closed_at=None).values_list("kind", flat=True))


def person(where, role=Role.ANALYST):
    who = factories.member(where, role)
    return who, factories.scope_of(who, where)


def failed_logins(where, accounts, each):
    for _ in range(accounts):
        who = factories.member(where, Role.REPORTER)
        for _ in range(each):
            record(own_scope(who, where), "access.login_failed", who)


def spray(where, settings, monkeypatch):
    failed_logins(where, 9, 1)


def spray_the_unknown(where, settings, monkeypatch):
    failed_logins(where, 3, 1)
    for _ in range(signs.MOST_UNKNOWN - 3):
        record_unknown_login()


def guess(where, settings, monkeypatch):
    failed_logins(where, 1, 7)


def guess_codes(where, settings, monkeypatch):
    who, scope = person(where)
    for _ in range(5):
        record(scope, "access.second_factor_failed", who)


def probe(where, settings, monkeypatch):
    _, scope = person(where)
    for n in range(10):
        record(scope, "access.refused", plain={"path": f"/1982/{n}/"})


def read_in_bulk(where, settings, monkeypatch):
    _, scope = person(where)
    record(scope, "observations.held_texts_read", plain={"rows": 50})
    for _ in range(10):
        record(scope, "observations.held_text_read")


def export_again_and_again(where, settings, monkeypatch):
    _, scope = person(where)
    for _ in range(10):
        record(scope, "observations.exported", plain={"rows": 400})


def confirm_by_command(where, settings, monkeypatch):
    _, scope = person(where)
    values = {"channel": "kommandorad", "os_user": "root"}
    record(scope, "organisations.access_confirmed", where, plain=values)


def break_the_chain(where, settings, monkeypatch):
    _, scope = person(where)
    for n in range(30):
        record(scope, "access.login", plain={"n": n})
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_entry_no_UPDATE")
        else:
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_entry SET act = 'access.logout' WHERE number = 7")


def cut_the_chain(where, settings, monkeypatch):
    _, scope = person(where)
    for n in range(30):
        record(scope, "access.login", plain={"n": n})
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_entry_no_DELETE")
        else:
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM audit_entry WHERE number > 20")


def fill_the_disk(where, settings, monkeypatch):
    disk = SimpleNamespace(total=100, used=90, free=10)
    monkeypatch.setattr(signs.shutil, "disk_usage", lambda path: disk)


def let_the_backup_grow_old(where, settings, monkeypatch):
    settings.BACKUP_DIR = "/backups"
    old = timezone.now() - timedelta(hours=27)
    Backup.objects.create(state=BackupState.WHOLE, started_at=old)


def fail_the_backup(where, settings, monkeypatch):
    settings.BACKUP_DIR = "/backups"
    for state in (BackupState.WHOLE, BackupState.FAILED):
        Backup.objects.create(state=state, started_at=timezone.now())


def fail_in_the_queue(where, settings, monkeypatch):
    queue.enqueue("audit.sign")
    DBTaskResult.objects.update(status="FAILED", finished_at=timezone.now())


def strand_a_letter(where, settings, monkeypatch):
    OutgoingMail.objects.within(where).create(
        municipality=where,
        key="x",
        recipient="nobody@example.org",
        subject="x",
        body="x",
        state=LetterState.FAILED,
    )


INCIDENTS = [
    (spray, AlertKind.SPRAY),
    (spray_the_unknown, AlertKind.SPRAY),
    (guess, AlertKind.GUESSING),
    (guess_codes, AlertKind.SECOND_FACTOR),
    (probe, AlertKind.PROBING),
    (read_in_bulk, AlertKind.BULK_READ),
    (export_again_and_again, AlertKind.MANY_EXPORTS),
    (confirm_by_command, AlertKind.ACCESS_BY_OPERATOR),
    (break_the_chain, AlertKind.CHAIN),
    (cut_the_chain, AlertKind.CHAIN),
    (fill_the_disk, AlertKind.DISK),
    (let_the_backup_grow_old, AlertKind.BACKUP),
    (fail_the_backup, AlertKind.BACKUP),
    (fail_in_the_queue, AlertKind.QUEUE),
    (strand_a_letter, AlertKind.MAIL),
]
NAMES = [stage.__name__ for stage, _ in INCIDENTS]


@pytest.mark.parametrize(("stage", "kind"), INCIDENTS, ids=NAMES)
def test_each_incident_is_told_at_once(
    where, operator, officer, settings, monkeypatch, stage, kind
):
    settings.BACKUP_DIR = ""
    stage(where, settings, monkeypatch)
    look()
    assert kind.value in set(kinds()) <= {kind.value, AlertKind.NIGHT_EXPORT.value}
    told = OutgoingMail.rows.filter(key__startswith="alert:").values_list("recipient", flat=True)
    assert {operator.email, officer.email} <= set(told)
    assert Entry.rows.filter(act="operations.alert_raised").exists()


@pytest.mark.parametrize(
    ("hour", "raised"), [(20, True), (3, True), (10, False), (19, False), (5, False)]
)
def test_a_file_at_night(where, operator, settings, at, hour, raised):
    """In local time, two hours ahead of UTC in October."""
    settings.BACKUP_DIR = ""
    _, scope = person(where)
    at(datetime(2026, 10, 5, hour, 5, tzinfo=UTC))
    record(scope, "observations.exported", plain={"rows": 4})
    look()
    assert (AlertKind.NIGHT_EXPORT.value in kinds()) == raised


def test_it_comes_within_a_minute():
    """The worker beats every ten seconds and looks every twenty."""
    assert timedelta(seconds=30) >= EVERY


def test_an_incident_is_told_once(where, operator, settings, monkeypatch):
    settings.BACKUP_DIR = ""
    guess(where, settings, monkeypatch)
    for _ in range(3):
        look()
    assert Alert.objects.count() == OutgoingMail.rows.count() == 1


def test_what_has_been_looked_at_stays_so(where, operator, settings, monkeypatch):
    settings.BACKUP_DIR = ""
    guess(where, settings, monkeypatch)
    look()
    by = factories.scope_of(operator, where)
    close_alert(by=by, alert=Alert.objects.get())
    look()
    assert kinds() == []
    who = Entry.rows.filter(act="access.login_failed").latest("number").subject
    record(by, "access.login_failed", SimpleNamespace(uid=who, _meta=where._meta))
    look()
    assert kinds() == [AlertKind.GUESSING.value]


def test_a_condition_that_has_passed_closes_its_alert(where, operator, settings, monkeypatch):
    settings.BACKUP_DIR = ""
    fill_the_disk(where, settings, monkeypatch)
    look()
    disk = SimpleNamespace(total=100, used=20, free=80)
    monkeypatch.setattr(signs.shutil, "disk_usage", lambda path: disk)
    look()
    assert kinds() == []
    assert Alert.objects.get().closed_by is None


def test_a_long_chain_is_gone_through_a_stretch_at_a_time(where, settings, monkeypatch):
    settings.BACKUP_DIR = ""
    with patch.object(signs, "CHECKED_AT_THE_END", 3), patch.object(signs, "CHECKED_BEHIND", 8):
        monkeypatch.setattr("samsyn.domain.operations.actions.watching.CHECKED_BEHIND", 8)
        break_the_chain(where, settings, monkeypatch)
        looks = 0
        while not kinds():
            look()
            looks += 1
            assert looks <= 5
    assert kinds() == [AlertKind.CHAIN.value]


def test_a_calm_day_raises_none(where, operator, officer, settings, at):
    """What twenty people and the installation do on an ordinary day, a look every half hour."""
    settings.BACKUP_DIR = "/backups"
    people = [person(where, Role.REPORTER) for _ in range(15)]
    analyst, police = person(where), person(where, Role.REVIEWER)
    day = NOON.replace(hour=4)
    for half_hour in range(32):
        moment = day + timedelta(minutes=30 * half_hour)
        at(moment)
        if half_hour == 0:
            Backup.objects.create(state=BackupState.WHOLE, started_at=moment)
        for n, (who, scope) in enumerate(people):
            if (n + half_hour) % 7 == 0:
                record(scope, "access.login_failed", who) if n % 5 == 0 else None
                record(scope, "access.login", who)
                record(scope, "observations.reported")
        if half_hour % 5 == 0:
            record_unknown_login()
        if half_hour in (8, 20):
            record(analyst[1], "observations.exported", plain={"rows": 200})
            record(police[1], "observations.held_texts_read", plain={"rows": 12})
            record(police[1], "access.refused", plain={"path": "/1982/logg/"})
        look()
    assert list(Alert.objects.all()) == []


def test_the_report_says_who_what_which_and_from_when(where, operator, settings, monkeypatch):
    settings.BACKUP_DIR = ""
    reports = [factories.user() for _ in range(3)]
    who, scope = person(where)
    record(scope, "observations.held_texts_read", plain={"rows": 70}, subjects=reports)
    other, theirs = person(where)
    record(theirs, "access.login", other)
    look()
    report = incident_report(Alert.objects.get(kind=AlertKind.BULK_READ))
    assert who.name in report and who.email in report
    assert all(str(one.uid) in report for one in reports)
    assert str(Entry.rows.get(act="observations.held_texts_read").number) in report
    assert str(other.uid) not in report
