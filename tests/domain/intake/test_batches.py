"""A file whose reading was cut off says so, and can be tried again."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from samsyn.domain.intake.actions import (
    BEGINS_AGAIN,
    IMPORT,
    INTERRUPTED,
    NewSource,
    create_source,
    give_up_lost,
    order_check,
    take_in,
)
from samsyn.domain.intake.enums import BatchState
from samsyn.domain.intake.models import Batch
from samsyn.domain.observations.actions.approving import order_import
from samsyn.domain.observations.actions.importing import check, import_batch
from samsyn.domain.observations.models import Observation
from samsyn.domain.organisations.enums import Role
from samsyn.foundation.workers import living
from samsyn.foundation.workers.recovering import MOST_ATTEMPTS, recover
from samsyn.sources.mapping import ColumnRule, TableMapping, Target
from tests import factories

pytestmark = pytest.mark.django_db
FILE = b"Datum;Text\n2026-03-01;ett\n2026-03-02;tre\n"
MAPPING = TableMapping(
    columns=(ColumnRule("Datum", Target.DATE), ColumnRule("Text", Target.DESCRIPTION)),
    default_category="klotter",
)


@pytest.fixture
def scope():
    where = factories.municipality()
    factories.category(where, "klotter")
    return factories.scope_as(Role.COORDINATOR, where)


@pytest.fixture
def batch(scope, settings, tmp_path):
    settings.VAR = tmp_path
    at = factories.organisation(factories.municipality())
    new = NewSource(name="Lista", organisation_id=at.pk)
    source = create_source(by=scope, new=new, mapping=MAPPING)
    return take_in(by=scope, source=source, data=FILE, name="fil.csv")


def cut_off(times):
    """Let workers that are dead have taken all that is queued."""
    for work in DBTaskResult.objects.filter(status="READY"):
        for n in range(times):
            work.claim(f"dead {n}")


def now(batch):
    return Batch.rows.get(pk=batch.pk)


def test_one_that_was_cut_off_says_that_it_begins_again(batch):
    cut_off(1)
    recover()
    assert (now(batch).state, now(batch).message) == (BatchState.CHECKING, BEGINS_AGAIN)
    check(batch.pk)
    assert (now(batch).state, now(batch).message) == (BatchState.CHECKED, "")


def test_one_that_kills_its_reader_fails_with_a_button(batch, scope):
    cut_off(MOST_ATTEMPTS)
    recover()
    assert (now(batch).state, now(batch).message) == (BatchState.FAILED, INTERRUPTED)
    order_check(by=scope, batch=now(batch))
    check(batch.pk)
    assert now(batch).state == BatchState.CHECKED


def test_one_that_was_lost_while_it_came_in_fails_whole(batch, scope):
    check(batch.pk)
    order_import(by=scope, batch=now(batch))
    cut_off(MOST_ATTEMPTS)
    recover()
    assert now(batch).state == BatchState.FAILED
    assert not Observation.objects.visible_to(scope).filter(batch=batch).exists()


def test_one_that_is_read_is_not_given_up(batch):
    give_up_lost()
    assert now(batch).state == BatchState.CHECKING


def test_one_that_a_command_read_when_it_was_killed_can_be_tried_again(batch, scope, monkeypatch):
    monkeypatch.setattr(living, "_beat", lambda *given: None)
    DBTaskResult.objects.all().delete()  # a command queues nothing
    Batch.rows.filter(pk=batch.pk).update(created_at=timezone.now() - timedelta(minutes=1))
    with living.doing(IMPORT, batch.pk):
        give_up_lost()
        assert now(batch).state == BatchState.CHECKING
    give_up_lost()
    assert (now(batch).state, now(batch).message) == (BatchState.FAILED, INTERRUPTED)
    order_check(by=scope, batch=now(batch))
    check(batch.pk)
    assert now(batch).state == BatchState.CHECKED


def test_work_that_is_begun_again_after_it_was_done_does_nothing(batch, scope):
    check(batch.pk)
    check(batch.pk)
    order_import(by=scope, batch=now(batch))
    import_batch(batch.pk)
    import_batch(batch.pk)
    assert now(batch).state == BatchState.IMPORTED
    assert Observation.objects.visible_to(scope).filter(batch=batch).count() == 2
