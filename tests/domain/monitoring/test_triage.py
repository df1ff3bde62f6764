"""What people do with a deviation, and what they found it to be."""

from datetime import timedelta

import pytest

from samsyn.domain.audit.models import Entry
from samsyn.domain.monitoring.actions import triage
from samsyn.domain.monitoring.enums import Confidence, DeviationKind, Level, RunState, Triage, Word
from samsyn.domain.monitoring.models import Deviation, Run, Verdict
from samsyn.domain.monitoring.queries import deviations as queries
from samsyn.domain.monitoring.queries import for_picture
from samsyn.domain.organisations.enums import Role
from samsyn.domain.privacy.rules import PersonalDataError
from samsyn.foundation.refusals import Mistaken, NotAllowed, NotNow, Stale
from tests import factories
from tests.domain.monitoring.conftest import TODAY

pytestmark = pytest.mark.django_db


def deviation(town, strength=2.0, weeks_ago=1, **fields):
    """A stored deviation as a run would leave it."""
    run, _ = Run.objects.within(town.where).get_or_create(
        municipality=town.where,
        state=RunState.DONE,
        defaults={"as_of": TODAY, "settings": {}, "seed": 1, "started_by": "system", "tested": 40,
                  "expected_false": 0.4},
    )  # fmt: skip
    monday = town.week(weeks_ago)
    values = {
        "kind": DeviationKind.RISE,
        "series": f"category/klotter/{Deviation.objects.within(town.where).count()}",
        "level": Level.CATEGORY,
        "category": town.categories["klotter"],
        "area": town.categories["klotter"].area,
        "first_week": monday,
        "last_week": monday,
        "peak_week": monday,
        "observed": 9,
        "expected": 2.5,
        "low_80": 1,
        "high_80": 4,
        "low_95": 0,
        "high_95": 6,
        "p": 0.001,
        "q": 0.05,
        "strength": strength,
        "excess": 6.5,
        "confidence": Confidence.LIKELY,
        "evidence": {"weeks": [], "compared": [], "others": [], "doubts": [], "sources": []},
        "first_run": run,
        "run": run,
        **fields,
    }
    return Deviation.objects.within(town.where).create(municipality=town.where, **values)


@pytest.fixture
def row(town):
    return deviation(town)


def test_noting_says_who_and_when(row, coordinator):
    found = triage.acknowledge(by=coordinator, row=row, version=1)
    assert (found.state, found.version) == (Triage.ACKNOWLEDGED, 2)
    assert found.decided_by_id == coordinator.user_id
    assert found.decided_at is not None
    assert Entry.rows.get(subject=str(row.uid)).act == "monitoring.acknowledged"


def test_a_dismissal_needs_a_reason(row, coordinator):
    with pytest.raises(Mistaken) as refusal:
        triage.dismiss(by=coordinator, row=row, version=1, reason="  ")
    assert refusal.value.field == "reason"
    found = triage.dismiss(by=coordinator, row=row, version=1, reason="Marknadsdagar")
    assert (found.state, found.reason, found.dismissed_excess) == (
        Triage.DISMISSED, "Marknadsdagar", 6.5,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("act", "field", "length"), [(triage.dismiss, "reason", 301), (triage.link, "reference", 121)]
)
def test_no_text_is_cut_off(row, coordinator, act, field, length):
    with pytest.raises(Mistaken) as refusal:
        act(by=coordinator, row=row, version=1, **{field: "x " * (length // 2) + "xy"})
    assert refusal.value.field == field
    row.refresh_from_db()
    assert row.state == Triage.NEW


def test_a_link_names_what_it_leads_to(row, coordinator):
    with pytest.raises(Mistaken):
        triage.link(by=coordinator, row=row, version=1, reference="")
    found = triage.link(by=coordinator, row=row, version=1, reference="Busstationen kvällstid")
    assert (found.state, found.reference) == (Triage.LINKED, "Busstationen kvällstid")


@pytest.mark.parametrize("act", ["dismiss", "link"])
def test_nobody_is_named(row, coordinator, act):
    field = {"dismiss": "reason", "link": "reference"}[act]
    with pytest.raises(PersonalDataError) as refusal:
        text = "Ring 070-123 45 67"
        getattr(triage, act)(by=coordinator, row=row, version=1, **{field: text})
    assert refusal.value.field == field


def test_what_has_changed_meanwhile_is_not_overwritten(row, coordinator):
    triage.acknowledge(by=coordinator, row=row, version=1)
    with pytest.raises(Stale):
        triage.dismiss(by=coordinator, row=row, version=1, reason="Slump")


def test_a_dismissed_one_can_be_taken_up_again(row, coordinator):
    triage.dismiss(by=coordinator, row=row, version=1, reason="Slump")
    found = triage.take_up(by=coordinator, row=row, version=2)
    assert found.state == Triage.NEW
    with pytest.raises(NotNow):
        triage.take_up(by=coordinator, row=row, version=3)


@pytest.mark.parametrize("role", [Role.CONTACT, Role.COUNCIL_MEMBER])
def test_those_who_only_watch_decide_nothing(town, row, role):
    scope = factories.scope_as(role, town.where)
    for act in (
        lambda: triage.acknowledge(by=scope, row=row, version=1),
        lambda: triage.judge(by=scope, row=row, word=Word.TRUE),
        lambda: triage.dismiss(by=scope, row=row, version=1, reason="x"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_latest_verdict_counts_and_the_others_stay(row, coordinator):
    for word in (Word.TRUE, Word.CHANCE):
        triage.judge(by=coordinator, row=row, word=word)
    assert queries.hit_rate(coordinator) == queries.HitRate(0, 1, 0)
    assert Verdict.objects.visible_to(coordinator).count() == 2


def test_the_hit_rate_counts_deviations(town, coordinator):
    words = (Word.TRUE, Word.TRUE, Word.CHANCE, Word.REPORTING)
    for word in words:
        triage.judge(by=coordinator, row=deviation(town), word=word)
    found = queries.hit_rate(coordinator)
    assert (found.true, found.chance, found.reporting, found.total) == (2, 1, 1, 4)


def test_five_go_to_the_meeting_strongest_first(town, coordinator):
    for strength in (1.2, 3.0, 1.1, 2.0, 5.0, 1.5, 4.0):
        deviation(town, strength)
    rows, more = queries.for_meeting(coordinator)
    assert [one.strength for one in rows] == [5.0, 4.0, 3.0, 2.0, 1.5]
    assert more == 2


def test_only_new_and_recent_ones_go_to_the_meeting(town, coordinator):
    deviation(town, weeks_ago=9)
    noted = deviation(town)
    triage.acknowledge(by=coordinator, row=noted, version=1)
    kept = deviation(town, weeks_ago=4)
    rows, more = queries.for_meeting(coordinator)
    assert ([one.pk for one in rows], more) == ([kept.pk], 0)


def test_all_of_them_in_one_state_or_any(town, coordinator, row):
    other = deviation(town, weeks_ago=3)
    triage.dismiss(by=coordinator, row=other, version=1, reason="Slump")
    assert [one.pk for one in queries.every(coordinator)] == [row.pk, other.pk]
    assert [one.pk for one in queries.every(coordinator, Triage.DISMISSED)] == [other.pk]


def test_outside_the_municipality_there_is_nothing(row):
    stranger = factories.scope_as(Role.COORDINATOR, factories.municipality("1904", "Skinnsk."))
    with pytest.raises(Deviation.DoesNotExist):
        queries.one(stranger, row.uid)
    assert queries.every(stranger) == []


def test_those_who_do_not_watch_see_nothing(town, row):
    reporter = factories.scope_as(Role.REPORTER, town.where)
    assert queries.every(reporter) == []


def picture(town, scope, days=28):
    return for_picture(scope, TODAY - timedelta(days=days), TODAY - timedelta(days=1))


def test_the_picture_takes_the_strongest_of_its_days(town, coordinator):
    deviation(town, 9.0, weeks_ago=20)
    for strength in (1.0, 2.0, 3.0, 4.0, 5.0, 6.0):
        deviation(town, strength)
    found = picture(town, coordinator)
    assert [one.title for one in found.rows] == ["Klotter"] * 5
    assert found.more == 1
    assert found.rows[0].category == "klotter"
    assert found.rows[0].sentence.startswith("9 rapporter v.")
    assert "högst en varning på 2 veckor" in found.false_says


def test_what_is_dismissed_or_chance_stays_out_of_the_picture(town, coordinator):
    gone, chance, kept = (deviation(town) for _ in range(3))
    triage.dismiss(by=coordinator, row=gone, version=1, reason="Slump")
    triage.judge(by=coordinator, row=chance, word=Word.CHANCE)
    triage.judge(by=coordinator, row=kept, word=Word.TRUE)
    assert [one.uid for one in picture(town, coordinator).rows] == [kept.uid]


def test_a_verdict_that_was_changed_brings_it_back(town, row, coordinator):
    triage.judge(by=coordinator, row=row, word=Word.CHANCE)
    triage.judge(by=coordinator, row=row, word=Word.TRUE)
    assert [one.uid for one in picture(town, coordinator).rows] == [row.uid]


def test_a_municipality_without_runs_has_an_empty_section(town, coordinator):
    found = picture(town, coordinator)
    assert (found.rows, found.more, found.last_run, found.false_says) == ((), 0, None, "")
