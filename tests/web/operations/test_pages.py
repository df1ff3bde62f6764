"""Terms of disposal on the coordinator's page, and what a batch says once its original is gone."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from samsyn.domain.audit.models import Entry
from samsyn.domain.files.actions import dispose
from samsyn.domain.intake.actions import NewSource, create_source, take_in
from samsyn.domain.notices.enums import LetterState
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.operations.enums import AlertKind
from samsyn.domain.operations.models import Alert
from samsyn.domain.operations.queries import terms_of
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.models import User
from samsyn.domain.organisations.rules import system_scope
from samsyn.foundation import formats, queue
from samsyn.sources.mapping import ColumnRule, TableMapping, Target
from tests import factories

pytestmark = pytest.mark.django_db
MAPPING = TableMapping(
    columns=(ColumnRule("Datum", Target.DATE), ColumnRule("Text", Target.DESCRIPTION)),
    default_category="skadegorelse",
)


@pytest.fixture
def where(settings, tmp_path, client):
    settings.FILES = tmp_path / "files"
    made = factories.municipality()
    client.force_login(factories.member(made, Role.COORDINATOR))
    return made


def test_terms_are_kept(client, where):
    page = reverse("disposal_terms", args=[where.code])
    shown = client.get(page).content.decode()
    assert 'value="90"' in shown and 'value="7"' in shown
    sent = {"originals_days": 30, "abandoned_days": 3, "stopped_days": 10, "version": 0}
    assert client.post(page, sent).url == reverse("municipality_settings", args=[where.code])
    kept = terms_of(system_scope(where))
    assert (kept.originals_days, kept.abandoned_days) == (30, 3)


def test_what_somebody_else_has_set_meanwhile_is_shown_beside(client, where):
    page = reverse("disposal_terms", args=[where.code])
    sent = {"originals_days": 30, "abandoned_days": 3, "stopped_days": 10, "version": 0}
    client.post(page, sent)
    answer = client.post(page, {**sent, "originals_days": 40})
    shown = answer.content.decode()
    assert answer.status_code == 422 and 'value="40"' in shown
    version = re.search(r'name="version" value="(\d+)"', shown).group(1)
    assert client.post(page, {**sent, "originals_days": 40, "version": version}).status_code == 302
    assert terms_of(system_scope(where)).originals_days == 40


@pytest.mark.parametrize("days", ["0", "3651", "", "många"])
def test_what_is_no_term_is_said_at_its_field(client, where, days):
    page = reverse("disposal_terms", args=[where.code])
    answer = client.post(
        page, {"originals_days": days, "abandoned_days": 3, "stopped_days": 10, "version": 0}
    )
    assert answer.status_code == 422 and "originals_days" in answer.content.decode()
    assert terms_of(system_scope(where)).pk is None


def test_the_settings_lead_there(client, where):
    shown = client.get(reverse("municipality_settings", args=[where.code])).content.decode()
    assert reverse("disposal_terms", args=[where.code]) in shown


def test_a_batch_without_its_original_offers_nothing_that_needs_it(client, where):
    by = system_scope(where)
    factories.category(where)
    at = factories.organisation(where)
    new = NewSource(name="Listan", organisation_id=at.pk)
    source = create_source(by=by, new=new, mapping=MAPPING)
    batch = take_in(by=by, source=source, data=b"Datum;Text\n", name="a.csv", check=False)
    page, mapping, again = (
        reverse(name, args=[where.code, batch.uid])
        for name in ("batch", "batch_mapping", "batch_check")
    )
    assert mapping in client.get(page).content.decode()
    dispose(by, [batch.file])
    shown = client.get(page).content.decode()
    assert mapping not in shown and again not in shown
    assert "gallrat" in shown
    assert client.get(mapping).status_code == 422


class TestOperator:
    """The operator's page, empty and full, and what can be done from it."""

    @pytest.fixture
    def where(self):
        return factories.municipality()

    @pytest.fixture(autouse=True)
    def _inside(self, client, where):
        client.force_login(factories.member(where, Role.OPERATOR))

    @pytest.fixture
    def to(self, where):
        return lambda route, *args: reverse(route, args=[where.code, *args])

    def test_is_calm_at_first(self, client, to):
        page = client.get(to("operations")).content.decode()
        assert "gor-om" not in page and "kvittera" not in page

    def test_work_is_done_again(self, client, to, where):
        queue.enqueue("audit.sign")
        DBTaskResult.objects.update(status="FAILED", finished_at=timezone.now())
        row = DBTaskResult.objects.get()
        assert to("work_retry", row.pk) in client.get(to("operations")).content.decode()
        client.post(to("work_retry", row.pk))
        row.refresh_from_db()
        assert (row.status, row.worker_ids) == ("READY", [])
        assert Entry.rows.filter(act="operations.work_retried").exists()
        assert client.post(to("work_retry", row.pk), follow=True).status_code == 200

    def test_a_letter_is_sent_again(self, client, to, where):
        letter = OutgoingMail.objects.within(where).create(
            municipality=where,
            key="x",
            recipient="nobody@example.org",
            subject="Inbjudan",
            body="hemligt",
            state=LetterState.FAILED,
        )
        page = client.get(to("operations")).content.decode()
        assert "hemligt" not in page
        client.post(to("letter_again", letter.uid))
        letter.refresh_from_db()
        assert letter.state == LetterState.WAITING

    def test_an_alert_is_looked_at(self, client, to, where):
        now = timezone.now()
        alert = Alert.objects.create(kind=AlertKind.DISK, began_at=now, last_at=now)
        assert to("alert_close", alert.uid) in client.get(to("operations")).content.decode()
        assert to("operations") in client.get(to("start")).content.decode()
        client.post(to("alert_close", alert.uid))
        alert.refresh_from_db()
        assert alert.closed_by is not None

    def test_alerts_that_are_alike_are_told_apart_and_name_nobody(self, client, to, where):
        since = timezone.now()
        people = [factories.member(where, Role.REPORTER) for _ in range(2)]
        User.objects.filter(pk__in=[who.pk for who in people]).update(name="Ingen Nämnd")
        made = [
            Alert.objects.create(
                kind=AlertKind.PROBING,
                municipality=where,
                about=str(who.uid),
                began_at=since - timedelta(minutes=7),
                last_at=since,
                signs=36,
            )
            for who in people
        ]
        page = client.get(to("operations")).content.decode()
        assert "Ingen Nämnd" not in page
        for who, alert in zip(people, made, strict=True):
            assert who.email not in page
            assert str(who.uid)[:8] in page and f"incident {alert.uid}" in page
        assert formats.moment(since - timedelta(minutes=7)) in page
        assert "36 poster" in page and "36 tecken" not in page

    def test_asks_as_much_however_much_has_failed(self, client, to, where):
        client.get(to("operations"))
        asked = []
        for _ in range(3):
            queue.enqueue("audit.sign")
            DBTaskResult.objects.update(status="FAILED", finished_at=timezone.now())
            with CaptureQueriesContext(connection) as queries:
                client.get(to("operations"))
            asked.append(len(queries))
        assert asked[0] == asked[2]
