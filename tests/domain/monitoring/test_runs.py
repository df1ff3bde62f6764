"""Ordering runs, doing them, repeating them, and the chain of nights."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from samsyn.domain.audit.models import Entry
from samsyn.domain.monitoring.actions import ordering, runs
from samsyn.domain.monitoring.enums import RunState, Trigger
from samsyn.domain.monitoring.models import Deviation, Run, Schedule
from samsyn.domain.monitoring.queries.runs import history, last_results, status
from samsyn.domain.organisations.enums import Role
from samsyn.foundation import queue
from samsyn.foundation.refusals import NotAllowed, NotNow
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued(monkeypatch):
    """What is enqueued: name, arguments, and when."""
    seen = []
    monkeypatch.setattr(
        queue, "enqueue", lambda name, *args, after=None, **_: seen.append((name, args, after))
    )
    return seen


def test_a_run_finds_an_outbreak_and_keeps_it(town):
    town.history()
    town.outbreak()
    run = town.run()
    assert run.state == RunState.DONE
    assert (run.progress, run.noticed) == (100, 1)
    [row] = Deviation.objects.within(town.where)
    assert row.series == "district_category/1/klotter"
    assert row.district.code == "1"
    assert row.run == row.first_run == run
    assert {one["cause"] for one in row.evidence["doubts"]}
    assert row.evidence["sources"] == [["KO", row.observed]]


def test_the_same_data_give_the_same_bytes(town):
    town.history()
    town.outbreak()
    town.run()
    first, second = town.run(), town.run()
    assert first.data_digest == second.data_digest
    assert first.results == second.results
    assert first.results_digest == second.results_digest


def test_other_data_give_another_version(town):
    town.history()
    first = town.run()
    town.outbreak()
    second = town.run()
    assert first.data_digest != second.data_digest
    assert first.results_digest != second.results_digest


def test_the_first_run_looks_back_further(town):
    town.history()
    town.outbreak(weeks_ago=6)
    assert town.run().noticed == 1
    assert town.run().settings["recent"] == 4
    assert Deviation.objects.within(town.where).count() == 1


def test_a_new_municipality_has_an_empty_run(town):
    run = town.run()
    assert (run.state, run.tested, run.noticed) == (RunState.DONE, 0, 0)


def test_what_goes_wrong_is_said_and_changes_nothing(town, monkeypatch):
    town.history()
    town.outbreak()

    def breaks(*_args, **_kwargs):
        raise RuntimeError("nej")

    monkeypatch.setattr(runs, "keep", breaks)
    with pytest.raises(RuntimeError):
        town.run()
    run = Run.objects.within(town.where).get()
    assert run.state == RunState.FAILED
    assert "Kör igen" in run.message
    assert not Deviation.objects.within(town.where).exists()
    assert status(town.scope).failed == run


def test_one_run_at_a_time(town, coordinator, queued):
    run = ordering.order_run(by=coordinator)
    assert queued == [(ordering.RUN, (run.pk,), None)]
    with pytest.raises(NotNow, match="pågår redan"):
        ordering.order_run(by=coordinator)
    runs.execute(run.pk)
    ordering.order_run(by=coordinator)


def test_a_run_whose_worker_died_does_not_stand_in_the_way(town, coordinator, queued):
    lost = ordering.order_run(by=coordinator)
    lost.created_at = timezone.now() - timedelta(hours=2)
    lost.state = RunState.RUNNING
    lost.save(update_fields=["created_at", "state"])
    ordering.order_run(by=coordinator)
    lost.refresh_from_db()
    assert (lost.state, lost.message) == (RunState.FAILED, ordering.INTERRUPTED)


def test_a_run_is_done_once(town, coordinator, queued):
    run = ordering.order_run(by=coordinator)
    runs.execute(run.pk)
    run.refresh_from_db()
    before = run.finished_at
    runs.execute(run.pk)
    run.refresh_from_db()
    assert run.finished_at == before


@pytest.mark.parametrize("role", [Role.CONTACT, Role.COUNCIL_MEMBER, Role.REPORTER])
def test_only_those_who_triage_may_order(town, role, queued):
    with pytest.raises(NotAllowed):
        ordering.order_run(by=factories.scope_as(role, town.where))


def test_each_act_is_logged(town):
    town.history()
    run = town.run()
    entries = Entry.rows.filter(subject=str(run.uid)).order_by("number")
    assert [one.act for one in entries] == ["monitoring.run_ordered", "monitoring.run_done"]
    assert entries[1].values["digest"] == run.results_digest


def test_every_municipality_gets_one_chain_of_nights(town, queued):
    factories.municipality("1904", "Skinnskatteberg")
    ordering.ensure_scheduled()
    ordering.ensure_scheduled()
    assert [name for name, *_ in queued] == [ordering.NIGHTLY] * 2
    assert Schedule.objects.count() == 2
    assert all(after > timezone.now() for *_, after in queued)


def test_a_chain_that_broke_is_mended(town, queued):
    ordering.ensure_scheduled()
    Schedule.objects.update(due_at=timezone.now() - timedelta(days=2))
    ordering.ensure_scheduled()
    assert len(queued) == 2


def test_a_night_runs_and_queues_the_next(town, queued):
    ordering.ensure_scheduled()
    [(_, arguments, _)] = queued
    Schedule.objects.update(due_at=datetime(2026, 11, 24, 1, 30, tzinfo=UTC))
    due = Schedule.objects.get().due_at.isoformat()
    ordering.nightly(arguments[0], due)
    assert [name for name, *_ in queued] == [ordering.NIGHTLY, ordering.NIGHTLY, ordering.RUN]
    run = Run.objects.within(town.where).get()
    assert (run.trigger, run.state) == (Trigger.NIGHTLY, RunState.QUEUED)


def test_a_link_that_is_not_due_is_void(town, queued):
    ordering.ensure_scheduled()
    ordering.nightly(town.where.pk, "2020-01-01T02:30:00+00:00")
    assert not Run.objects.within(town.where).exists()
    assert len(queued) == 1


def test_a_night_with_a_run_under_way_goes_on_to_the_next(town, coordinator, queued):
    ordering.order_run(by=coordinator)
    ordering.ensure_scheduled()
    ordering.nightly(town.where.pk, Schedule.objects.get().due_at.isoformat())
    assert Run.objects.within(town.where).count() == 1
    assert [name for name, *_ in queued][-1] == ordering.NIGHTLY


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-23T23:00+00:00", "2026-11-24T01:30+00:00"),
        ("2026-11-24T01:30+00:00", "2026-11-25T01:30+00:00"),
        ("2026-07-01T10:00+00:00", "2026-07-02T00:30+00:00"),
    ],
)
def test_nights_are_local(now, then):
    assert ordering.next_night(datetime.fromisoformat(now)) == datetime.fromisoformat(then)


def test_history_and_state_of_runs(town, coordinator):
    assert status(coordinator).done is None
    assert last_results(coordinator) is None
    town.history()
    run = town.run()
    found = status(coordinator)
    assert (found.done, found.open, found.failed) == (run, None, None)
    assert history(coordinator) == [run]
    assert found.results is None
    assert last_results(coordinator)["rare"] >= 0
    assert status(coordinator, results=True).results == last_results(coordinator)


def test_those_who_do_not_watch_see_no_runs(town):
    town.run()
    assert history(factories.scope_as(Role.REPORTER, town.where)) == []


def test_a_run_that_was_cut_off_is_done_again(town, coordinator, queued):
    run = ordering.order_run(by=coordinator)
    Run.rows.filter(pk=run.pk).update(state=RunState.RUNNING)
    runs.execute(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.DONE


def test_a_run_that_nobody_does_is_given_up(town, coordinator, queued, monkeypatch):
    run = ordering.order_run(by=coordinator)
    ordering.give_up_lost()
    run.refresh_from_db()
    assert run.state == RunState.QUEUED
    monkeypatch.setattr(queue, "is_lost", lambda *given: True)
    ordering.give_up_lost()
    run.refresh_from_db()
    assert (run.state, run.message) == (RunState.FAILED, ordering.INTERRUPTED)


def test_a_night_that_was_cut_off_is_a_whole_night_again(town, queued, monkeypatch):
    ordering.ensure_scheduled()
    due = Schedule.objects.get().due_at

    def is_killed(**given):
        raise SystemExit

    monkeypatch.setattr(ordering, "order_run", is_killed)
    with pytest.raises(SystemExit):
        ordering.nightly(town.where.pk, due.isoformat())
    assert Schedule.objects.get().due_at == due, "the chain went on without its night"
