"""What comes back by itself: when, what is kept, and whom it tells."""

import os
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from samsyn.domain.audit.models import Entry
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.operations.actions import duties
from samsyn.domain.operations.actions.backing_up import check_folder, take_away_outlived
from samsyn.domain.operations.enums import BackupState, DutyName
from samsyn.domain.operations.models import Duty
from samsyn.domain.operations.queries import last_backup
from samsyn.domain.operations.rules import folder_name, next_due, outlived
from samsyn.domain.organisations.enums import Role
from samsyn.foundation.backups import archive
from samsyn.foundation.backups.finding import Found, backups_in
from samsyn.foundation.backups.keys import new_key, read_keys
from samsyn.foundation.backups.manifest import Manifest, write_manifest
from samsyn.foundation.clock import STOCKHOLM
from samsyn.foundation.refusals import Mistaken
from tests import factories


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


class TestWhenItIsDue:
    @pytest.mark.parametrize(
        ("now", "hours", "due"),
        [
            ("2026-10-05T12:00", 24, "2026-10-06T01:30"),
            ("2026-10-05T01:00", 24, "2026-10-05T01:30"),
            ("2026-10-05T01:30", 24, "2026-10-06T01:30"),
            ("2026-10-05T12:00", 6, "2026-10-05T13:30"),
            ("2026-10-05T00:10", 6, "2026-10-05T01:30"),
            ("2026-12-31T23:00", 24, "2027-01-01T01:30"),
        ],
    )
    def test_is_half_past_one_and_so_on(self, now, hours, due):
        assert next_due(local(now), hours) == local(due)

    def test_always_comes_and_is_never_far(self):
        @hypothesis_settings(derandomize=True, max_examples=200, database=None, deadline=None)
        @given(
            st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
            st.integers(1, 24),
        )
        def holds(now, hours):
            due = next_due(now, hours)
            assert timedelta(0) < due - now <= timedelta(hours=hours + 2)

        holds()


class TestWhatIsKept:
    def test_is_the_newest_of_days_weeks_and_months(self, tmp_path):
        first = datetime(2026, 1, 1, 0, 30, tzinfo=UTC)
        times = [first + timedelta(hours=12 * n) for n in range(400)]
        made = [tmp_path / folder_name(at) for at in times]
        gone = outlived(map(Found, made, times), (7, 4, 3))
        kept = [one.name for one in made if one not in set(gone)]
        assert kept[-1] == made[-1].name
        days = [name[7:15] for name in kept]
        assert len(days) == len(set(days)) <= 7 + 4 + 3
        # twice a day for two hundred days, to 19 July: days, Sundays before them, months' ends
        assert days == [
            *("20260531", "20260628", "20260630", "20260705", "20260712"),
            *(f"202607{day}" for day in range(13, 20)),
        ]

    def test_is_at_least_the_newest(self, tmp_path):
        times = [datetime(2026, 1, n, tzinfo=UTC) for n in (1, 2)]
        made = [tmp_path / folder_name(at) for at in times]
        assert outlived(map(Found, made, times), (0, 0, 0)) == [made[0]]
        # whatever they are called: names changed about, and one that somebody has named
        assert outlived(map(Found, reversed(made), times), (0, 0, 0)) == [made[1]]
        own = Found(tmp_path / "Före bytet", times[0])
        assert outlived([own, Found(made[0], None)], (0, 0, 0)) == []

    def test_nothing_else_is_taken_away(self, tmp_path, settings):
        settings.BACKUP_KEEP = (0, 0, 0)
        for name in ("samsyn-20260101T000000Z", "samsyn-20260102T000000Z"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "rows").touch()
            made_at = f"2026-01-{name[13:15]}T00:00:00+00:00"
            write_manifest(tmp_path / name, Manifest("", made_at, "", encrypted=False, parts={}))
        (tmp_path / "ledger.jsonl").touch()
        (tmp_path / "samsyn-20250101T000000Z").mkdir()  # no backup: it has no manifest
        broken_off = tmp_path / ".samsyn-20260103T000000Z.partial"
        broken_off.mkdir()
        os.utime(broken_off, (0, 0))
        (tmp_path / ".samsyn-20260104T000000Z.partial").mkdir()  # being made
        assert take_away_outlived(tmp_path) == 1
        assert sorted(one.name for one in tmp_path.iterdir()) == [
            ".samsyn-20260104T000000Z.partial",
            "ledger.jsonl",
            "samsyn-20250101T000000Z",
            "samsyn-20260102T000000Z",
        ]


@pytest.fixture
def folder(settings, tmp_path, monkeypatch):
    # a test is one transaction already; trust/test_backups.py proves the snapshot
    monkeypatch.setattr(archive, "snapshot", nullcontext)
    settings.VAR, settings.FILES = tmp_path / "var", tmp_path / "var" / "files"
    backups = tmp_path / "backups"
    backups.mkdir()
    settings.VAR.mkdir()
    settings.BACKUP_DIR, settings.BACKUP_KEY = str(backups), ""
    return backups


@pytest.mark.django_db
class TestTheNight:
    @pytest.fixture(autouse=True)
    def operator(self, folder):
        where = factories.municipality()
        return factories.member(where, Role.OPERATOR)

    @pytest.fixture
    def queued(self, django_capture_on_commit_callbacks):
        """Do something, and queue what it queues at its commit."""

        def run(act, *arguments):
            with django_capture_on_commit_callbacks(execute=True):
                act(*arguments)

        return run

    def test_a_backup_is_made_remembered_and_logged(self, folder, settings):
        _secret, settings.BACKUP_KEY = new_key()
        duties.scheduled_backup()
        [made] = [one.folder for one in backups_in(folder)]
        last = last_backup()
        assert (last.state, last.folder, last.encrypted) == (BackupState.WHOLE, made.name, True)
        assert last.bytes > 1000 and last.rows > 0
        [entry] = Entry.rows.filter(act="operations.backed_up")
        assert entry.values["encrypted"] is True
        assert not OutgoingMail.rows.exists()

    def test_a_failure_is_remembered_and_told_once_a_day(self, folder, settings, operator):
        duties.scheduled_backup()
        settings.BACKUP_DIR = str(folder / "borta")
        assert last_backup().state == BackupState.WHOLE
        for _ in range(2):
            duties.scheduled_backup()
        assert last_backup().state == BackupState.FAILED
        assert "finns inte" in last_backup().message
        assert last_backup(succeeded=True).state == BackupState.WHOLE
        letter = OutgoingMail.rows.get()
        assert letter.recipient == operator.email and "finns inte" in letter.body
        assert Entry.rows.filter(act="operations.backup_failed").count() == 2

    @pytest.mark.parametrize(("production", "letters"), [(True, 1), (False, 0)])
    def test_one_in_clear_is_told_of_in_production(self, folder, settings, production, letters):
        settings.PRODUCTION = production
        duties.scheduled_backup()
        assert last_backup().encrypted is False
        assert OutgoingMail.rows.filter(body__contains="inte krypterad").count() == letters

    @pytest.mark.parametrize(("production", "letters"), [(True, 1), (False, 0)])
    def test_none_at_all_is_told_of_in_production(self, folder, settings, production, letters):
        settings.PRODUCTION, settings.BACKUP_DIR = production, ""
        duties.scheduled_backup()
        assert last_backup() is None
        assert OutgoingMail.rows.filter(body__contains="SAMSYN_BACKUP_DIR").count() == letters

    def test_a_lost_file_is_told_of_and_the_rest_is_kept(self, folder):
        from samsyn.domain.files.actions import keep
        from samsyn.domain.files.rules import path_of

        by = factories.scope_as(Role.COORDINATOR)
        kept = keep(by, b"en", name="a", media_type="text/csv")
        lost = keep(by, b"annan", name="b", media_type="text/csv")
        path_of(lost.digest).unlink()
        duties.scheduled_backup()
        assert (last_backup().state, last_backup().files) == (BackupState.INCOMPLETE, 1)
        assert OutgoingMail.rows.filter(body__contains="1 filer är skadade").exists()
        assert kept.digest

    def test_each_duty_waits_once_and_queues_its_next_time(self, queued):
        for _ in range(2):
            queued(duties.ensure_duties)
        assert Duty.objects.count() == DBTaskResult.objects.count() == len(DutyName)
        due = Duty.objects.get(name=DutyName.DISPOSAL).due_at
        Duty.objects.filter(name=DutyName.DISPOSAL).update(due_at=due - timedelta(days=1))
        queued(duties.perform, "disposal", (due - timedelta(days=1)).isoformat())
        assert Duty.objects.get(name=DutyName.DISPOSAL).due_at == due
        assert DBTaskResult.objects.count() == len(DutyName) + 1

    def test_a_link_that_is_not_due_does_nothing(self, folder, queued):
        queued(duties.ensure_duties)
        queued(duties.perform, "backup", (timezone.now() - timedelta(days=3)).isoformat())
        assert backups_in(folder) == [] and DBTaskResult.objects.count() == len(DutyName)

    def test_one_that_was_missed_long_ago_is_begun_anew(self, folder):
        duties.ensure_duties()
        Duty.objects.update(due_at=timezone.now() - timedelta(days=2))
        duties.ensure_duties()
        assert all(one.due_at > timezone.now() for one in Duty.objects.all())


class TestWhere:
    """What no backup can be laid in is told by what it is."""

    @pytest.mark.parametrize(
        ("place", "sentence"),
        [
            ("/dev/full", "/dev/full är en enhet"),
            ("/proc", "systemets egen mapp"),
            ("borta", "borta finns inte"),
            ("fil", "fil är en fil"),
            ("x" * 300, "för långt"),
        ],
    )
    def test_is_said(self, tmp_path, place, sentence):
        (tmp_path / "fil").touch()
        with pytest.raises(Mistaken, match=sentence):
            check_folder(tmp_path / place)

    def test_is_left_as_it_was(self, tmp_path):
        check_folder(tmp_path)
        assert list(tmp_path.iterdir()) == []


class TestKeys:
    def test_a_public_one_locks_and_a_secret_one_opens_too(self):
        secret, public = new_key()
        assert not read_keys("") and not read_keys("# bara en rad\n")
        assert (len(read_keys(public).recipients), read_keys(public).identities) == (1, ())
        both = read_keys(f"# {public}\n{secret}\n")
        assert (len(both.recipients), len(both.identities)) == (1, 1)
        assert len(read_keys(f"{public}, {new_key()[1]}").recipients) == 2

    @pytest.mark.parametrize("text", ["hemligt", "age1xyz", "AGE-SECRET-KEY-1ABC"])
    def test_what_is_none_is_refused(self, text):
        with pytest.raises(Mistaken, match="--new-key"):
            read_keys(text)
