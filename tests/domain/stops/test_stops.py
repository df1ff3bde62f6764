"""A false stop is kept for one who may judge it, until its day; then only numbers are left."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from samsyn.domain.audit.models import Entry
from samsyn.domain.files.enums import DisposalKind
from samsyn.domain.files.models import Disposal
from samsyn.domain.operations.actions.disposal import dispose_due
from samsyn.domain.operations.actions.ledger import Decision, decided
from samsyn.domain.operations.actions.restoring import _dispose_again
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.stops import queries
from samsyn.domain.stops.actions import (
    count_stops,
    judge,
    read_text,
    report_stop,
    take_back,
    take_out,
)
from samsyn.domain.stops.enums import StopState, TakeOutPurpose, WritePath
from samsyn.domain.stops.models import StoppedText
from samsyn.domain.stops.rules import MOST_WAITING, UNDO_FOR
from samsyn.foundation.refusals import Mistaken, NotAllowed, NotNow
from tests import factories
from tests.domain.stops.made import TEXT, reported, stop

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.VAR, settings.FILES = tmp_path, tmp_path / "files"


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def writer(where):
    return factories.scope_as(Role.REPORTER, where)


@pytest.fixture
def officer(where):
    return factories.scope_as(Role.DATA_PROTECTION_OFFICER, where)


def kept(where):
    return StoppedText.objects.within(where)


def aged(row, **back):
    times = {name: getattr(row, name) - span for name, span in back.items()}
    StoppedText.rows.filter(pk=row.pk).update(**times)


class TestWhoSeesIt:
    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.DATA_PROTECTION_OFFICER}))
    def test_no_other_role_does(self, where, writer, role):
        reported(writer)
        assert not StoppedText.objects.visible_to(factories.scope_as(role, where)).exists()

    def test_the_systems_own_view_does_not(self, where, writer):
        reported(writer)
        assert not StoppedText.objects.visible_to(system_scope(where)).exists()

    def test_nor_an_officer_elsewhere(self, writer):
        reported(writer)
        there = factories.municipality("1904", "Skinnskatteberg")
        elsewhere = factories.scope_as(Role.DATA_PROTECTION_OFFICER, there)
        assert not StoppedText.objects.visible_to(elsewhere).exists()

    def test_writer_and_officer_do_until_its_day(self, writer, officer):
        row = reported(writer)
        for one in (writer, officer):
            assert queries.one(one, row.uid).stopped == "Grindslanten"
        aged(row, due=timedelta(days=14))
        for one in (writer, officer):
            assert not StoppedText.objects.visible_to(one).exists()

    def test_the_officers_reading_is_logged_and_the_writers_is_not(self, writer, officer):
        row = reported(writer)
        read_text(by=writer, row=row)
        assert not Entry.rows.filter(act="stops.read").exists()
        read_text(by=officer, row=row)
        [entry] = Entry.rows.filter(act="stops.read")
        assert (entry.actor, entry.subject) == (officer.actor, str(row.uid))

    def test_the_log_holds_no_word_of_it(self, writer, officer):
        row = judge(by=officer, row=reported(writer), verdict=StopState.FALSE)
        take_out(by=officer, purpose=TakeOutPurpose.BUILD, reviewed=True)
        told = json.dumps(list(Entry.rows.values_list("values", flat=True)))
        assert row.text not in told
        assert "Grindslanten" not in told


class TestReporting:
    def test_the_same_stop_is_kept_and_counted_once(self, where, writer):
        assert reported(writer) == reported(writer)
        reported(writer, chosen=1)
        assert kept(where).count() == 2
        assert [one.reported for one in queries.figures(writer).values()] == [1, 1]

    def test_the_text_stands_as_it_was_with_what_was_found(self, writer):
        row = reported(writer)
        assert row.text == TEXT
        assert row.spans[1] == [34, 44, "home_address", "must_flag"]
        assert timedelta(days=13) < row.due - timezone.now() < timedelta(days=14)

    @pytest.mark.parametrize("at", ["station", "chosen", "told"])
    def test_the_polices_is_only_counted(self, where, writer, at):
        station = factories.organisation(where, OrganisationKind.POLICE)
        officer = factories.scope_of(factories.member(where, Role.REPORTER, at=station), where)
        by, values = {
            "station": (officer, {}),
            "chosen": (writer, {"organisation_id": station.pk}),
            "told": (writer, {"police": True}),
        }[at]
        assert report_stop(by=by, stop=stop(**values), days=14) is None
        assert not kept(where).exists()
        assert [one.reported for one in queries.figures(by).values()] == [1]

    def test_what_was_found_while_typing_is_counted_as_a_stop_then(self, writer):
        count_stops(writer, WritePath.REPORT, {"name": 2})
        reported(writer, typed=True)
        reported(writer, typed=True)
        assert [(one.stops, one.reported) for one in queries.figures(writer).values()] == [(3, 1)]

    def test_it_is_no_place_to_keep_texts(self, where, writer):
        for n in range(MOST_WAITING):
            reported(writer, text=f"{TEXT} {n}")
        reported(writer, text=f"{TEXT} 1")
        with pytest.raises(NotNow):
            reported(writer)
        assert kept(where).count() == MOST_WAITING
        reported(factories.scope_as(Role.REPORTER, where))

    def test_the_writer_takes_it_back(self, where, writer, officer):
        row = reported(writer)
        with pytest.raises(NotAllowed):
            take_back(by=officer, row=row)
        take_back(by=writer, row=row)
        assert not kept(where).exists()
        assert [one.reported for one in queries.figures(writer).values()] == [0]
        assert Disposal.rows.get().subject == str(row.uid)


class TestJudging:
    def test_is_the_officers_alone(self, where, writer):
        row = reported(writer)
        with pytest.raises(NotAllowed):
            judge(by=writer, row=row, verdict=StopState.FALSE)

    def test_a_verdict_is_counted_and_undone(self, writer, officer):
        row = judge(by=officer, row=reported(writer), verdict=StopState.FALSE)
        with pytest.raises(NotNow):
            judge(by=officer, row=row, verdict=StopState.RIGHT)
        [figure] = queries.figures(officer).values()
        assert (figure.false, figure.right) == (1, 0)
        row = judge(by=officer, row=row, verdict=StopState.AWAITED)
        [figure] = queries.figures(officer).values()
        assert (figure.judged, row.judged_by_id) == (0, None)
        judge(by=officer, row=row, verdict=StopState.RIGHT)
        [figure] = queries.figures(officer).values()
        assert (figure.false, figure.right) == (0, 1)

    def test_what_is_judged_cannot_be_taken_back(self, writer, officer):
        row = judge(by=officer, row=reported(writer), verdict=StopState.RIGHT)
        with pytest.raises(NotNow):
            take_back(by=writer, row=row)


class TestTakingOut:
    def test_a_false_stop_is_no_span_and_a_right_one_is(self, writer, officer):
        row = judge(by=officer, row=reported(writer), verdict=StopState.FALSE)
        right = judge(by=officer, row=reported(writer, chosen=1), verdict=StopState.RIGHT)
        false, kept = take_out(by=officer, purpose=TakeOutPurpose.BUILD, reviewed=True)
        assert (false["id"], kept["id"]) == (f"stop-{row.uid}", f"stop-{right.uid}")
        assert [one["type"] for one in false["spans"]] == ["ADDR"]
        assert [one["type"] for one in kept["spans"]] == ["NAME", "ADDR"]
        assert false["tier"] == "must_flag"
        assert false["spans"][0]["text"] == "Kolgatan 4"

    def test_a_text_of_nothing_but_a_false_stop_passes(self, writer, officer):
        alone = reported(writer, text="Grindslanten tänds", spans=((0, 12, "name", "must_flag"),))
        judge(by=officer, row=alone, verdict=StopState.FALSE)
        [one] = take_out(by=officer, purpose=TakeOutPurpose.OVERSEE, reviewed=True)
        assert (one["tier"], one["types"], one["spans"]) == ("must_pass", [], [])

    def test_is_logged_by_each_and_needs_a_review(self, writer, officer):
        waiting = reported(writer, chosen=1)
        with pytest.raises(NotNow):
            take_out(by=officer, purpose=TakeOutPurpose.BUILD, reviewed=True)
        row = judge(by=officer, row=reported(writer), verdict=StopState.FALSE)
        with pytest.raises(Mistaken):
            take_out(by=officer, purpose=TakeOutPurpose.BUILD, reviewed=False)
        with pytest.raises(NotAllowed):
            take_out(by=writer, purpose=TakeOutPurpose.BUILD, reviewed=True)
        take_out(by=officer, purpose=TakeOutPurpose.BUILD, reviewed=True)
        [entry] = Entry.rows.filter(act="stops.taken_out")
        assert entry.values["subjects"] == [str(row.uid)]
        assert str(waiting.uid) not in entry.values["subjects"]


class TestDisposal:
    def test_the_text_goes_on_its_day_and_the_numbers_stay(self, where, writer):
        row = reported(writer)
        dispose_due()
        assert kept(where).exists()
        aged(row, due=timedelta(days=14))
        assert dispose_due() == 1
        assert not kept(where).exists()
        assert [one.reported for one in queries.figures(writer).values()] == [1]
        [entry] = Entry.rows.filter(act="stops.disposed")
        assert entry.values == {"count": 1}

    def test_a_judged_one_goes_a_day_later(self, where, writer, officer):
        row = judge(by=officer, row=reported(writer), verdict=StopState.FALSE)
        dispose_due()
        assert kept(where).exists()
        aged(row, judged_at=UNDO_FOR)
        dispose_due()
        assert not kept(where).exists()
        assert [one.false for one in queries.figures(writer).values()] == [1]

    def test_the_ledger_knows_and_tells_nothing_of_the_text(self, writer):
        row = reported(writer)
        aged(row, due=timedelta(days=14))
        dispose_due()
        [line] = decided()
        assert (line.kind, line.subject, line.digest) == ("stopped_text", str(row.uid), "")

    def test_what_comes_back_with_a_backup_goes_again(self, where, writer):
        row = reported(writer)
        kind, at = DisposalKind.STOPPED_TEXT, timezone.now().isoformat()
        decision = Decision(kind, str(where.uid), str(row.uid), "", at)
        _dispose_again(where, [decision])
        assert not kept(where).exists()
        assert Entry.rows.filter(act="stops.disposed_again").count() == 1


class TestInterval:
    """Wilson's, by values from his formula in exact arithmetic."""

    @pytest.mark.parametrize(
        ("found", "tried", "low", "high"),
        [
            (0, 10, 0.0, 0.2775),
            (10, 10, 0.7225, 1.0),
            (1, 2, 0.0945, 0.9055),
            (5, 20, 0.1119, 0.4687),
        ],
    )
    def test_holds(self, found, tried, low, high):
        accuracy = queries.Accuracy(right=tried - found, false=found)
        assert accuracy.interval == pytest.approx((low, high), abs=1e-4)

    def test_of_nothing_is_none(self):
        assert queries.Accuracy(stops=4).interval is None
