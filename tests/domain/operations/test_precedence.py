"""What somebody waits for is begun before what nobody asked for, whenever either was queued."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from samsyn.domain.intake.actions import CHECK, IMPORT, NewSource, create_source, take_in
from samsyn.domain.monitoring.actions import ordering
from samsyn.domain.monitoring.enums import Trigger
from samsyn.domain.notices.actions import SEND, post
from samsyn.domain.observations.actions.approving import order_import
from samsyn.domain.observations.actions.exporting import PREPARE, ask_to_export
from samsyn.domain.observations.actions.importing import check
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.operations.actions.duties import DUTY, ensure_duties
from samsyn.domain.organisations.enums import Role
from samsyn.foundation import queue
from samsyn.foundation.workers.recovering import put_back
from samsyn.jobs import handlers
from samsyn.sources.mapping import TableMapping
from tests import factories

pytestmark = pytest.mark.django_db
MAPPING = {
    "columns": [{"label": "Datum", "target": "date"}, {"label": "Typ", "target": "category"}],
    "categories": {"Klotter": "klotter"},
}


def waiting():
    """Which work could begin now, in the order in which a worker takes it."""
    return [queue.name_of(one) for one in DBTaskResult.objects.ready()]


@pytest.fixture
def night():
    """A night's work that has been due for hours, and a letter that has waited as long."""
    where = factories.municipality()
    ensure_duties()
    ordering.ensure_scheduled()
    handlers.nightly(where.pk, ordering.Schedule.objects.get().due_at.isoformat())
    factories.category(where, "klotter")
    post(
        factories.scope_as(Role.COORDINATOR, where),
        key="a:1", recipient="a@example.org", subject="Hej", body="Hej",
    )  # fmt: skip
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(hours=3))
    return where


@pytest.fixture
def by(night):
    return factories.scope_as(Role.COORDINATOR, night)


@pytest.fixture
def batch(by, night):
    at = factories.organisation(night)
    new = NewSource(name="Lista", organisation_id=at.pk)
    source = create_source(by=by, new=new, mapping=TableMapping.from_json(MAPPING))
    return take_in(by=by, source=source, data=b"Datum;Typ\n2026-03-01;Klotter\n", name="a.csv")


def test_a_trial_goes_before_the_night(batch):
    order = waiting()
    assert order[:2] == [CHECK, SEND]
    assert set(order[2:]) == {DUTY, ordering.NIGHTLY, "audit.sign", ordering.RUN}


def test_so_does_reading_in_what_was_tried(by, batch):
    check(batch.pk)
    batch.refresh_from_db()
    order_import(by=by, batch=batch)
    assert set(waiting()[:2]) == {CHECK, IMPORT}


def test_so_does_an_export(by):
    ask_to_export(by=by, selection=Selection(), kind="csv", purpose="Till mötet", reviewed=True)
    assert waiting()[0] == PREPARE


def test_so_does_a_run_that_somebody_asked_for(by):
    ordering.Run.objects.visible_to(by).delete()
    ordering.order_run(by=by, trigger=Trigger.BY_HAND)
    order = waiting()
    assert (order[0], order.count(ordering.RUN)) == (ordering.RUN, 2)


def test_it_does_so_after_its_worker_was_killed(batch):
    work = DBTaskResult.objects.ready().first()
    work.claim("w")
    put_back(work)
    DBTaskResult.objects.filter(pk=work.pk).update(run_after=timezone.now())
    assert waiting()[0] == CHECK
