"""The verdict: honest in each direction, and never beyond what the evidence holds."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.effects import (
    Answer,
    Evidence,
    RatioOfRatios,
    Reason,
    evaluate,
    judge,
    ratio_of_ratios,
)
from samsyn.analysis.errors import InvalidInputError

MONTHS, START = 48, 36


def effect(low, high):
    return RatioOfRatios(float(np.sqrt(low * high)), low, high, 0.1)


FELL, FELL_LITTLE = effect(0.3, 0.6), effect(0.8, 0.95)
SAME, WIDE = effect(0.9, 1.1), effect(0.5, 1.4)


def steady(before, after, start=START, months=MONTHS):
    """The same count every month, so that the dispersion is 1."""
    return np.where(np.arange(months) >= start, after, before).astype(float)


BASE = Evidence(
    treated=steady(20, 8),
    control=steady(60, 60),
    start=START,
    buffer=steady(15, 15),
    effort=np.full(MONTHS, 12),
    control_effort=np.full(MONTHS, 30),
)


@pytest.mark.parametrize(
    ("direct", "net", "answer", "reasons"),
    [
        ([FELL], None, Answer.WORKED, ()),
        ([FELL, FELL], [FELL], Answer.WORKED, ()),
        ([FELL_LITTLE], None, Answer.WORKED, (Reason.BELOW_GOAL,)),
        ([SAME], None, Answer.DID_NOT, ()),
        ([effect(1.1, 2)], None, Answer.DID_NOT, ()),
        ([FELL], [SAME], Answer.DID_NOT, (Reason.MOVED,)),
        ([FELL], [WIDE], Answer.CANNOT_TELL, (Reason.MOVED,)),
        ([WIDE], [WIDE], Answer.CANNOT_TELL, (Reason.WIDE,)),
        ([FELL, SAME], None, Answer.CANNOT_TELL, (Reason.REPORTING,)),
        ([WIDE, SAME], None, Answer.CANNOT_TELL, (Reason.WIDE,)),
    ],
)
def test_answers(direct, net, answer, reasons):
    assert judge(direct, net) == (answer, reasons)


def test_goal_is_scaled_to_what_the_net_effect_is_about():
    net = [effect(0.8, 1.05)]
    assert judge([WIDE], net)[0] is Answer.DID_NOT
    assert judge([WIDE], net, treated_share=0.5)[0] is Answer.CANNOT_TELL


@pytest.mark.parametrize("wrong", [{"goal": 0}, {"goal": 1}, {"treated_share": 0}])
def test_judge_refuses(wrong):
    with pytest.raises(InvalidInputError, match="shares"):
        judge([SAME], **wrong)


intervals = st.tuples(st.floats(0.05, 3), st.floats(1.0, 4.0)).map(
    lambda t: effect(t[0], t[0] * t[1])
)


@given(st.lists(intervals, min_size=1, max_size=2), st.lists(intervals, min_size=1, max_size=2))
def test_more_evidence_never_makes_a_wide_answer_surer(direct, net):
    answer, _ = judge(direct, net)
    if answer is Answer.WORKED:
        assert judge(direct)[0] is Answer.WORKED
    if any(e.low < 0.7 and e.high > 1 for e in net):
        assert answer is Answer.CANNOT_TELL


def test_a_clear_fall_worked():
    ours = evaluate(BASE)
    assert ours.answer is Answer.WORKED
    assert ours.reasons == ()
    assert ours.dispersion == 1
    assert len(ours.direct) == len(ours.net) == 2
    plain = ratio_of_ratios((720, 96), (2160, 720))
    assert ours.direct[0].ratio == pytest.approx(plain.ratio)
    assert ours.direct[0].low < plain.low
    net = ratio_of_ratios((36 * 35, 12 * 23), (2160, 720))
    assert ours.net[0].ratio == pytest.approx(net.ratio)


def test_no_change_did_not():
    assert evaluate(replace(BASE, treated=steady(20, 20))).answer is Answer.DID_NOT


def test_a_fall_everywhere_did_not():
    ours = replace(BASE, treated=steady(50, 20), control=steady(150, 60), buffer=steady(15, 6))
    assert evaluate(ours).answer is Answer.DID_NOT


def test_a_fall_that_moved_did_not():
    ours = evaluate(replace(BASE, buffer=steady(15, 27)))
    assert ours.answer is not Answer.WORKED
    assert Reason.MOVED in ours.reasons


def test_a_fall_in_reporting_is_no_fall():
    ours = evaluate(replace(BASE, effort=steady(12, 5), buffer=None))
    assert ours.answer is Answer.CANNOT_TELL
    assert ours.reasons == (Reason.REPORTING, Reason.BUFFER_UNKNOWN)


def test_what_is_not_known_is_told():
    ours = evaluate(replace(BASE, effort=None, control_effort=None, buffer=None))
    assert ours.answer is Answer.WORKED
    assert ours.reasons == (Reason.REPORTING_UNKNOWN, Reason.BUFFER_UNKNOWN)
    assert ours.net is None
    assert len(ours.direct) == 1


@pytest.mark.parametrize(
    "few",
    [
        {"treated": steady(0.2, 0)},
        {"control": steady(0.2, 1)},
        {"control": steady(60, 0.2)},
    ],
)
def test_few_events_get_no_answer(few):
    ours = evaluate(replace(BASE, **few))
    assert ours.answer is Answer.CANNOT_TELL
    assert ours.reasons[0] is Reason.TOO_FEW
    assert ours.direct == ()
    assert np.isnan(ours.dispersion)


def test_the_year_of_the_choice_is_left_out():
    treated = steady(40, 40)
    treated[24:36] = 90
    without = evaluate(replace(BASE, treated=treated))
    ours = evaluate(replace(BASE, treated=treated, chosen_by=(24, 36)))
    assert without.answer is not ours.answer
    assert ours.answer is Answer.DID_NOT
    assert ours.direct[0].ratio == pytest.approx(1)


def test_a_choice_that_leaves_no_baseline_gets_no_answer():
    assert evaluate(replace(BASE, chosen_by=(6, 36))).answer is Answer.WORKED
    ours = evaluate(replace(BASE, chosen_by=(5, 36)))
    assert ours.answer is Answer.CANNOT_TELL
    assert ours.reasons == (Reason.NO_BASELINE,)


def test_areas_that_diverged_get_no_answer():
    treated = steady(20, 8)
    treated[:18] = 40
    ours = evaluate(replace(BASE, treated=treated))
    assert ours.answer is Answer.CANNOT_TELL
    assert ours.reasons == (Reason.DIVERGED,)


def test_washout_is_left_out():
    treated = steady(20, 8)
    treated[36:39] = 200
    assert evaluate(replace(BASE, treated=treated, washout=3)).answer is Answer.WORKED


def test_swings_widen_the_intervals():
    swing = np.repeat([14.0, 26.0], 6)[np.arange(MONTHS) % 12] * np.where(
        np.arange(MONTHS) >= START, 0.6, 1
    )
    ours = evaluate(replace(BASE, treated=np.round(swing)))
    assert ours.dispersion > 2
    assert ours.direct[0].se > evaluate(BASE).direct[0].se


def test_empty_series_have_no_dispersion():
    ours = evaluate(Evidence(np.zeros(24), np.zeros(24), start=12))
    assert ours.reasons[0] is Reason.TOO_FEW


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1))
def test_more_events_of_the_same_kind_are_never_less_sure(seed):
    source = np.random.default_rng(seed)
    treated, control = source.poisson(steady(20, 12)), source.poisson(steady(60, 60))
    one = evaluate(Evidence(treated, control, START)).direct[0]
    four = evaluate(Evidence(steady(80, 48), steady(240, 240), START)).direct[0]
    assert np.log(four.high / four.low) < np.log(one.high / one.low)


@pytest.mark.parametrize(
    "wrong",
    [
        {"treated": np.ones((2, 2))},
        {"control": np.ones(3)},
        {"buffer": np.full(MONTHS, np.nan)},
        {"effort": None},
        {"start": 0},
        {"start": MONTHS},
        {"washout": 12},
    ],
)
def test_refuses(wrong):
    with pytest.raises(InvalidInputError):
        evaluate(replace(BASE, **wrong))


def test_inputs_stay():
    before = {name: np.array(value) for name, value in vars(BASE).items()}
    evaluate(BASE)
    for name, value in before.items():
        np.testing.assert_array_equal(value, np.array(getattr(BASE, name)))
