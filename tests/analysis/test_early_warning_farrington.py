"""Farrington's method as the product uses it: what it answers, and when it does not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.early_warning import (
    FarringtonSettings,
    Footing,
    farrington,
    fortnights,
    in_periods,
)
from samsyn.analysis.early_warning.distribution import tail
from samsyn.analysis.errors import InvalidInputError

MONDAYS = np.datetime64("2018-01-01") + 7 * np.arange(417)
LAST = 416


def poisson(mean, series=1, weeks=417, seed=1):
    return np.random.default_rng(seed).poisson(mean, (series, weeks)).astype(float)


def status_of(counts, at=LAST, **choices):
    return Footing(farrington(counts, MONDAYS, [at], **choices).status[0, 0])


def test_a_usual_week_is_no_alarm_and_a_high_one_is():
    counts = poisson(4.0, series=2)
    counts[:, -1] = [4.0, 20.0]
    found = farrington(counts, MONDAYS, [LAST])
    assert list(found.alarm[:, 0]) == [False, True]
    assert found.p[0, 0] > 0.2
    assert found.p[1, 0] < 0.001
    assert found.score[1, 0] > 1.0 > found.score[0, 0]
    assert found.expected[:, 0] == pytest.approx([4.0, 4.0], rel=0.3)
    assert found.status[:, 0].tolist() == [Footing.FULL, Footing.FULL]
    assert found.mondays[0] == MONDAYS[-1]


def test_seasons_are_seasons():
    week = np.arange(417)
    counts = np.round(6.0 + 5.0 * np.cos(2 * np.pi * week / 52.18))[np.newaxis]
    at = [int(np.searchsorted(MONDAYS, np.datetime64(f"2025-{m:02}-06")) - 1) for m in (1, 7)]
    winter, summer = farrington(counts, MONDAYS, at).expected[0]
    assert winter == pytest.approx(11.0, abs=1.0)
    assert summer == pytest.approx(1.0, abs=1.0)


def test_false_notices_are_about_as_many_as_promised():
    counts = np.random.default_rng(8).negative_binomial(6.0 / 0.5, 1.0 / 1.5, (400, 417))
    found = farrington(
        counts, MONDAYS, [300, 340, 380, 416], settings=FarringtonSettings(gate=(0, 4))
    )
    share = np.mean(found.p <= 0.01)
    assert 0.004 < share < 0.02
    assert found.expected_false == pytest.approx(0.01 * found.tested.sum(axis=0))
    assert np.mean(found.mid_p) == pytest.approx(0.5, abs=0.03)


def test_the_bound_holds_what_it_says():
    found = farrington(poisson(3.0, series=30), MONDAYS, [LAST])
    beyond = tail(found.upper + 1.0, found.expected, found.dispersion)
    reached = tail(found.upper, found.expected, found.dispersion)
    assert np.all(beyond <= 0.01)
    assert np.all(reached > 0.01)
    low, high = found.band(0.95)
    assert np.all((low <= found.expected) & (found.expected <= high))
    wider_low, wider_high = found.band(0.99)
    assert np.all((wider_low <= low) & (high <= wider_high))


def test_p_values_of_both_tails_share_the_observed_count():
    counts = poisson(3.0, series=20)
    found = farrington(counts, MONDAYS, [LAST])
    mass = found.p + found.p_low - 1.0
    assert np.all(mass > 0.0)
    assert found.mid_p == pytest.approx(found.p - mass / 2.0)


def test_a_fall_shows_in_the_lower_tail_and_never_as_an_alarm():
    counts = poisson(25.0)
    counts[0, -1] = 3.0
    found = farrington(counts, MONDAYS, [LAST])
    assert found.p_low[0, 0] < 1e-4
    assert not found.alarm[0, 0]


def test_missing_is_not_zero():
    counts = poisson(5.0)
    gaps, zeros = counts.copy(), counts.copy()
    holes = np.arange(10, 380, 4)
    gaps[0, holes], zeros[0, holes] = np.nan, 0.0
    missing = farrington(gaps, MONDAYS, [LAST])
    empty = farrington(zeros, MONDAYS, [LAST])
    assert missing.expected[0, 0] == pytest.approx(5.0, rel=0.2)
    assert empty.expected[0, 0] < 0.9 * missing.expected[0, 0]
    assert missing.dispersion[0, 0] < empty.dispersion[0, 0]


def test_a_missing_week_is_expected_but_not_judged():
    counts = poisson(5.0)
    counts[0, -1] = np.nan
    found = farrington(counts, MONDAYS, [LAST])
    assert found.status[0, 0] == Footing.MISSING
    assert np.isnan(found.p[0, 0])
    assert np.isnan(found.observed[0, 0])
    assert found.expected[0, 0] == pytest.approx(5.0, rel=0.2)
    assert not found.alarm[0, 0]
    assert not found.tested[0, 0]


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        (416, Footing.FULL),
        (190, Footing.FULL),
        (140, Footing.REDUCED),
        (85, Footing.REDUCED),
        (60, Footing.RECENT_ONLY),
        (26, Footing.RECENT_ONLY),
        (25, Footing.TOO_SHORT),
        (1, Footing.TOO_SHORT),
    ],
)
def test_a_short_history_says_so(weeks, expected):
    counts = poisson(3.0)
    counts[0, : LAST - weeks] = np.nan
    found = farrington(counts, MONDAYS, [LAST])
    assert found.status[0, 0] == expected
    assert np.isfinite(found.p[0, 0]) == (expected != Footing.TOO_SHORT)
    if expected != Footing.TOO_SHORT:
        assert found.expected[0, 0] == pytest.approx(3.0, rel=0.6)


def test_series_of_every_age_in_one_call_are_as_each_alone():
    counts = poisson(3.0, series=6)
    for row, weeks in enumerate((416, 250, 190, 140, 85, 60)):
        counts[row, : 416 - weeks] = np.nan
    together = farrington(counts, MONDAYS, [400, LAST])
    for row in range(4):  # the newest share a dispersion
        alone = farrington(counts[row : row + 1], MONDAYS, [400, LAST])
        assert together.expected[row] == pytest.approx(alone.expected[0])
        assert together.p[row] == pytest.approx(alone.p[0])
        assert together.status[row].tolist() == alone.status[0].tolist()


def test_a_season_with_gaps_is_widened_and_then_left():
    counts = poisson(3.0)
    windows = np.concatenate([np.arange(LAST - 52 * i - 4, LAST - 52 * i + 4) for i in range(1, 6)])
    some, most = counts.copy(), counts.copy()
    some[0, windows] = np.nan
    assert status_of(some) == Footing.FULL  # found in the wider windows
    wide = np.concatenate([np.arange(LAST - 52 * i - 8, LAST - 52 * i + 8) for i in range(1, 6)])
    most[0, wide] = np.nan
    assert status_of(most) == Footing.SEASONLESS
    assert farrington(most, MONDAYS, [LAST]).expected[0, 0] == pytest.approx(3.0, rel=0.2)


def test_hardly_any_week_is_no_baseline():
    counts = np.full((1, 417), np.nan)
    counts[0, [0, 100, 200, 300, LAST]] = 3.0
    found = farrington(counts, MONDAYS, [LAST])
    assert found.status[0, 0] == Footing.NO_BASELINE
    assert np.isnan(found.expected[0, 0])
    assert not found.alarm[0, 0]


def test_a_series_never_seen_is_too_short():
    counts = np.full((1, 417), np.nan)
    assert status_of(counts) == Footing.MISSING
    assert np.isnan(farrington(counts, MONDAYS, [LAST]).expected[0, 0])


@pytest.mark.parametrize(("events", "alarm"), [(0, False), (2, False), (3, True)])
def test_where_next_to_nothing_happens_three_events_are_an_alarm(events, alarm):
    counts = np.zeros((1, 417))
    counts[0, -1] = events
    found = farrington(counts, MONDAYS, [LAST], settings=FarringtonSettings(gate=(1, 4)))
    assert found.status[0, 0] == Footing.RARE
    assert found.expected[0, 0] == 0.05
    assert found.alarm[0, 0] == alarm


def test_what_the_category_lets_expect_is_a_floor():
    counts = np.zeros((2, 417))
    counts[:, -1] = 3.0
    found = farrington(counts, MONDAYS, [LAST], pooled=[4.0, 0.02])
    assert found.expected[:, 0] == pytest.approx([1.0, 0.05])
    assert found.status[:, 0].tolist() == [Footing.FULL, Footing.RARE]


def test_the_gate_wants_events_enough_unless_every_event_counts():
    counts = np.zeros((1, 417))
    counts[0, ::40] = 1.0
    counts[0, -4:] = [0.0, 0.0, 0.0, 4.0]
    closed = farrington(counts, MONDAYS, [LAST])
    assert closed.observed[0, 0] > closed.upper[0, 0]
    assert not closed.gate[0, 0]
    assert not closed.alarm[0, 0]
    assert farrington(counts, MONDAYS, [LAST], serious=[True]).alarm[0, 0]
    counts[0, -2] = 1.0
    assert farrington(counts, MONDAYS, [LAST]).alarm[0, 0]


def test_a_single_event_is_no_alarm():
    counts = np.zeros((1, 417))
    counts[0, -4:] = [2.0, 2.0, 2.0, 1.0]
    assert not farrington(counts, MONDAYS, [LAST]).gate[0, 0]


@pytest.mark.parametrize("threshold", ["nbPlugin", "muan", "delta", "predictive"])
def test_thresholds_agree_on_the_plain_cases(threshold):
    counts = poisson(6.0, series=2)
    counts[:, -1] = [6.0, 40.0]
    choice = FarringtonSettings(threshold=threshold)
    found = farrington(counts, MONDAYS, [LAST], settings=choice)
    assert list(found.alarm[:, 0]) == [False, True]
    assert np.all((found.p_low >= 0.0) & (found.p_low <= 1.0))


def test_to_allow_for_the_error_of_the_mean_raises_the_bound():
    counts = poisson(3.0, series=40)
    upper = {
        threshold: farrington(
            counts, MONDAYS, [LAST], settings=FarringtonSettings(threshold=threshold)
        ).upper
        for threshold in ("nbPlugin", "predictive", "muan")
    }
    assert np.all(upper["nbPlugin"] <= upper["predictive"])
    assert np.all(upper["predictive"] <= upper["muan"])
    assert upper["nbPlugin"].sum() < upper["muan"].sum()


@settings(deadline=None, max_examples=15)
@given(st.floats(0.3, 3.0), st.floats(0.3, 3.0))
def test_exposure_multiplies_the_mean(then, now):
    counts = poisson(20.0)
    exposure = np.full((1, 417), then)
    exposure[0, -1] = now
    plain = farrington(counts, MONDAYS, [LAST])
    found = farrington(counts, MONDAYS, [LAST], exposure=exposure)
    assert found.expected[0, 0] == pytest.approx(plain.expected[0, 0] * now / then, rel=1e-6)
    assert found.dispersion[0, 0] == pytest.approx(plain.dispersion[0, 0], rel=1e-6)


def test_more_reporters_are_no_more_events():
    rng = np.random.default_rng(4)
    reporters = np.where(np.arange(417) < 410, 3.0, 9.0)
    counts = rng.poisson(2.0 * reporters, (1, 417)).astype(float)
    assert farrington(counts, MONDAYS, [LAST]).alarm[0, 0]
    assert not farrington(counts, MONDAYS, [LAST], exposure=reporters).alarm[0, 0]


def test_an_exposure_that_is_not_known_makes_the_week_missing():
    counts, exposure = poisson(5.0), np.ones(417)
    exposure[-1] = np.nan
    assert status_of(counts, exposure=exposure) == Footing.MISSING


def test_fortnights_are_followed_alike():
    counts = poisson(3.0, series=2)
    counts[1, -6:] = 12.0
    starts = fortnights(MONDAYS, np.datetime64("2025-12-17"))
    sums, observed = in_periods(counts, MONDAYS, starts)
    choice = FarringtonSettings(half_width=2, past_excluded=13, gate=(5, 2))
    last = starts.size - 1
    found = farrington(sums, starts, [last], settings=choice, exposure=observed)
    assert found.expected[:, 0] == pytest.approx([6.0, 6.0], rel=0.35)
    assert list(found.alarm[:, 0]) == [False, True]


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_series_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    counts = poisson(rng.uniform(0.05, 8.0, (6, 1)), series=6, seed=seed)
    order = rng.permutation(6)
    straight = farrington(counts, MONDAYS, [380, LAST])
    shuffled = farrington(counts[order], MONDAYS, [380, LAST])
    for name in ("expected", "dispersion", "upper", "p", "score", "alarm", "status"):
        assert np.array_equal(getattr(straight, name)[order], getattr(shuffled, name))


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 2**32 - 1), st.integers(1, 10))
def test_more_events_are_never_less_of_an_alarm(seed, more):
    counts = poisson(3.0, seed=seed)
    higher = counts.copy()
    higher[0, -1] += more
    one, other = (farrington(values, MONDAYS, [LAST]) for values in (counts, higher))
    assert other.p[0, 0] <= one.p[0, 0]
    assert other.score[0, 0] > one.score[0, 0]
    assert other.alarm[0, 0] >= one.alarm[0, 0]
    assert other.expected[0, 0] == one.expected[0, 0]


def test_the_engines_agree():
    counts = poisson(np.array([[0.02], [0.5], [2.0], [9.0]]), series=4)
    counts[2, 40:80] = np.nan
    plain = farrington(counts, MONDAYS, [LAST], engine="numpy")
    fast = farrington(counts, MONDAYS, [LAST], engine="numba")
    for name in ("expected", "dispersion", "error", "upper", "p", "mid_p", "score", "slope"):
        assert getattr(fast, name) == pytest.approx(getattr(plain, name), rel=1e-12, abs=1e-14)
    assert np.array_equal(fast.status, plain.status)


def test_inputs_are_never_changed():
    counts, exposure = poisson(3.0, series=2), np.full((2, 417), 2.0)
    counts[0, 5] = np.nan
    exposure[1, 7] = np.nan
    kept = counts.copy(), exposure.copy(), MONDAYS.copy()
    at = np.array([400, LAST])
    farrington(counts, MONDAYS, at, exposure=exposure, pooled=np.ones(2), serious=np.zeros(2, bool))
    for now, then in zip((counts, exposure, MONDAYS), kept, strict=True):
        assert np.array_equal(now, then, equal_nan=now.dtype.kind == "f")
    assert list(at) == [400, LAST]


def test_years_that_are_not_there_are_no_baseline_for_r():
    choice = FarringtonSettings(mode="r_compat")
    found = farrington(poisson(3.0), MONDAYS, [200], settings=choice)
    assert np.isnan(found.expected[0, 0])


@pytest.mark.parametrize(
    ("mode", "expected"), [("r_compat", Footing.NO_BASELINE), ("product", Footing.SEASONLESS)]
)
def test_a_season_that_is_excluded_is_not_replaced_by_another(mode, expected):
    choice = FarringtonSettings(years_back=1, past_excluded=60, mode=mode)
    assert status_of(poisson(3.0), settings=choice) == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"counts": np.ones(417)}, "weeks, not"),
        ({"counts": np.ones((1, 9))}, "with 417 weeks"),
        ({"counts": np.full((1, 417), -1.0)}, "whole numbers"),
        ({"counts": np.full((1, 417), 0.5)}, "whole numbers"),
        ({"counts": np.full((1, 417), np.inf)}, "whole numbers"),
        ({"at": [417]}, "indices from 0 to 416"),
        ({"exposure": np.zeros(417)}, "above 0"),
        ({"exposure": np.full(417, np.inf)}, "above 0"),
        ({"pooled": [1.0, 2.0]}, "each of 1 series"),
        ({"serious": [True, False]}, "each of 1 series"),
    ],
)
def test_arguments_that_cannot_be_meant_are_refused(arguments, message):
    given_arguments = {"counts": np.ones((1, 417)), "mondays": MONDAYS, "at": [LAST]} | arguments
    with pytest.raises(InvalidInputError, match=message):
        farrington(**given_arguments)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"years_back": 0}, "from 1"),
        ({"half_width": 0}, "from 1"),
        ({"periods": 0}, "from 1"),
        ({"gate": (5, 0)}, "from 1"),
        ({"gate": (-1, 4)}, "0 or more"),
        ({"past_excluded": -1}, "0 or more"),
        ({"alpha": 0.0}, "between 0 and 0.5"),
        ({"alpha": 0.5}, "between 0 and 0.5"),
        ({"reweight_above": 0.0}, "above 0"),
    ],
)
def test_settings_out_of_range_are_refused(choice, message):
    with pytest.raises(InvalidInputError, match=message):
        FarringtonSettings(**choice)
