"""What a comparison shows; what is too small to show; who may do what."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.rates import rate_ratio
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.situations import rules
from samsyn.domain.situations.enums import TRANSITIONS, Direction, PictureState
from samsyn.domain.situations.models import SituationPicture
from samsyn.domain.situations.values.periods import Period
from samsyn.foundation.refusals import Mistaken, NotAllowed, NotNow

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
MIRRORED = {
    Direction.MORE: Direction.FEWER,
    Direction.FEWER: Direction.MORE,
    Direction.ALIKE: Direction.ALIKE,
    Direction.TOO_FEW: Direction.TOO_FEW,
}
counts = st.integers(0, 400)
spans = st.integers(1, 120)


def of_days(days):
    return Period(date.fromordinal(730000), date.fromordinal(729999 + days))


def shown(now, before, days=31, other=31):
    return rules.compare("x", now, of_days(days), before, of_days(other))


@given(counts, counts, spans, spans)
def test_what_is_more_one_way_is_fewer_the_other(now, before, days, other):
    one = shown(now, before, days, other).direction
    assert MIRRORED[one] is shown(before, now, other, days).direction


@given(counts, counts, spans, spans)
def test_more_and_fewer_never_rest_on_an_interval_that_holds_one(now, before, days, other):
    made = shown(now, before, days, other)
    exact = rate_ratio(now, days, before, other, 0.95)
    if made.direction is Direction.MORE:
        assert exact.low > 1
    if made.direction is Direction.FEWER:
        assert exact.high < 1
    if made.direction is Direction.ALIKE:
        assert exact.low >= 0.5
        assert exact.high <= 2


@given(st.integers(0, rules.FEWEST - 1), st.data())
def test_few_reports_never_settle_anything(total, data):
    now = data.draw(st.integers(0, total))
    assert shown(now, total - now).direction is Direction.TOO_FEW


@given(st.integers(20, 400), spans)
def test_the_same_rate_is_never_more_or_fewer(n, days):
    assert shown(n, n, days, days).direction in (Direction.ALIKE, Direction.TOO_FEW)


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (3, 0, Direction.TOO_FEW),  # three events are not a trend
        (9, 0, Direction.TOO_FEW),
        (10, 0, Direction.MORE),
        (0, 10, Direction.FEWER),
        (8, 1, Direction.TOO_FEW),
        (9, 1, Direction.MORE),
        (12, 8, Direction.TOO_FEW),
        (18, 18, Direction.TOO_FEW),
        (19, 19, Direction.ALIKE),
        (60, 30, Direction.MORE),
        (30, 60, Direction.FEWER),
        (0, 0, Direction.TOO_FEW),
    ],
)
def test_the_edges_of_the_rule(now, before, expected):
    assert shown(now, before).direction is expected


def test_nine_reports_need_eight_in_one_period():
    """What FEWEST is measured against."""
    assert rate_ratio(8, 14, 1, 14).low > 1
    assert rate_ratio(7, 14, 2, 14).low < 1


def test_exposure_counts_not_the_calendar():
    """31 days with 62 and 28 days with 56 have the same rate."""
    made = shown(62, 56, 31, 28)
    assert made.ratio == 1.0
    assert made.direction is Direction.ALIKE


def test_without_history_there_is_nothing_to_compare():
    made = rules.compare("x", 5, OCTOBER, None, OCTOBER.before)
    assert made.direction is Direction.NO_HISTORY
    assert (made.count, made.ratio, made.low, made.high) == (None, None, None, None)


def test_endless_limits_are_left_out():
    assert shown(12, 0).high is None
    assert shown(12, 0).ratio is None
    assert shown(0, 0).ratio is None


@given(st.integers(0, 10_000))
def test_bands_hold_their_count_and_hide_it(n):
    low, high = (int(part.replace("\u202f", "")) for part in rules.band(n).split("–"))
    assert low <= n <= high
    assert high - low == rules.BAND - 1
    assert low % rules.BAND == 0


@given(st.integers(0, 4))
def test_none_and_a_few_look_the_same(n):
    assert rules.band(n) == "0–4"


def test_a_place_recurs_from_four_weeks():
    assert [rules.recurs(n) for n in (0, 3, 4, 12)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 10, 31), date(2026, 10, 1), "last"),
        (date(2026, 11, 25), date(2026, 11, 30), "first"),
        (date(2025, 1, 1), date(2026, 6, 1), "last"),
    ],
)
def test_days_that_no_picture_can_be_made_of(first, last, field):
    with pytest.raises(Mistaken) as refusal:
        rules.check_period(Period(first, last), date(2026, 11, 24))
    assert refusal.value.field == field


def test_a_period_that_has_begun_is_enough():
    rules.check_period(Period(date(2026, 11, 24), date(2026, 12, 7)), date(2026, 11, 24))


@pytest.mark.parametrize("text", ["", "   \n", "x" * 1201])
def test_a_judgement_says_why_and_briefly(text):
    with pytest.raises(Mistaken) as refusal:
        rules.check_motivation(text)
    assert refusal.value.field == "motivation"


def scope(*acts):
    return Scope(1, "chain", "actor", acts=frozenset(acts))


def picture(state=PictureState.DRAFT, until=date(2026, 10, 31)):
    return SituationPicture(state=state, period_from=date(2026, 10, 1), period_to=until)


TODAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("act", "may"),
    [
        (Act.DRAFT, rules.may_edit),
        (Act.ASSESS, rules.may_assess),
        (Act.SETTLE, lambda by, one: rules.may_settle(by, one, TODAY)),
    ],
)
def test_each_act_needs_its_right_and_a_draft(act, may):
    assert may(scope(act), picture())
    assert not may(scope(*(set(Act) - {act})), picture())
    assert not may(scope(act), picture(PictureState.SETTLED))


def test_a_period_that_is_not_over_is_not_settled():
    running = picture(until=date(2026, 11, 4))
    assert not rules.may_settle(scope(Act.SETTLE), running, TODAY)
    assert rules.may_settle(scope(Act.SETTLE), picture(until=TODAY), TODAY)
    with pytest.raises(NotNow, match="4 november 2026"):
        rules.check_may_settle(scope(Act.SETTLE), running, TODAY)


def test_a_refusal_names_the_act():
    with pytest.raises(NotAllowed, match="fastställa"):
        rules.check_may_settle(scope(), picture(), TODAY)


def test_what_waits_is_named():
    with pytest.raises(NotNow, match="Hot och våld och Läget som helhet"):
        rules.check_complete(["Hot och våld", "Läget som helhet"])
    rules.check_complete([])


def test_every_state_has_its_transitions():
    assert set(TRANSITIONS) == set(PictureState)
    assert all(after <= set(PictureState) for after in TRANSITIONS.values())
    assert not TRANSITIONS[PictureState.SETTLED]
