"""Power: the figures that people are told, and the exact sum against brute force."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import bdtr, gammaln

from samsyn.analysis.effects import Design, events_needed, minimum_detectable_reduction, power
from samsyn.analysis.errors import InvalidInputError, TooFewError


def test_figures_for_a_small_town():
    # 3 a month for 12 months before; a fall of 30 %; one-sided 5 %
    quarter = Design(36, exposure_ratio=0.25, sides=1)
    assert round(power(quarter, 0.7), 2) == 0.14
    assert round(power(Design(36, sides=1), 0.7), 2) == 0.35


# Detectable fall with 80 % power, two-sided 5 %, N events in each arm before
TABLE = {25: 0.79, 50: 0.61, 100: 0.46, 200: 0.34, 400: 0.25}


@pytest.mark.parametrize(("events", "fall"), TABLE.items())
def test_detectable_fall_beside_a_control(events, fall):
    ours = minimum_detectable_reduction(Design(events, events))
    assert ours == pytest.approx(fall, abs=0.007)
    double = minimum_detectable_reduction(Design(2 * events, 2 * events, dispersion=2))
    assert double == pytest.approx(ours)


def test_events_needed_beside_a_control():
    assert events_needed(0.3, Design(1, 1)) == pytest.approx(270, abs=6)
    assert events_needed(0.3, Design(1, 1, dispersion=2)) == pytest.approx(540, abs=12)
    assert events_needed(0.3, Design(1)) < 270


def brute(before, after, share, tail):
    """Power outcome by outcome."""
    k = np.arange(120.0)
    chance = [np.exp(k * np.log(m) - m - gammaln(k + 1)) for m in (before, after)]
    total = 0.0
    for first in range(120):
        for second in range(120):
            n = first + second
            if n and bdtr(second, n, share) <= tail:
                total += chance[0][first] * chance[1][second]
    return total


@pytest.mark.parametrize(
    ("events", "ratio", "time"), [(36, 0.7, 0.25), (10, 0.3, 1.0), (2, 0.5, 2)]
)
def test_sum_is_that_of_brute_force(events, ratio, time):
    share = time / (1 + time)
    ours = power(Design(events, exposure_ratio=time, sides=1), ratio)
    assert ours == pytest.approx(brute(events, events * time * ratio, share, 0.05), abs=1e-9)


def test_a_rise_mirrors_a_fall():
    fall = power(Design(30, sides=1), 0.5)
    rise = power(Design(15, sides=1), 2.0)
    assert rise == pytest.approx(fall)


@settings(max_examples=40)
@given(st.floats(1, 2000), st.floats(0.1, 4), st.floats(1, 4), st.sampled_from([1, 2]))
def test_false_findings_stay_below_alpha(events, time, dispersion, sides):
    design = Design(events, exposure_ratio=time, dispersion=dispersion, sides=sides)
    assert 0 <= power(design, 1.0) <= 0.05 + 1e-9
    beside = Design(events, events, time, dispersion, sides=sides)
    assert power(beside, 1.0) == pytest.approx(0.05)


@settings(max_examples=40)
@given(st.floats(5, 500), st.floats(0.1, 0.8))
def test_more_effect_or_more_events_is_never_harder(events, ratio):
    assert power(Design(events), ratio) <= power(Design(events), ratio * 0.8) + 1e-9
    assert power(Design(events, events), ratio) <= power(Design(2 * events, 2 * events), ratio)


def test_hopeless_is_told():
    assert np.isnan(minimum_detectable_reduction(Design(2)))
    with pytest.raises(TooFewError, match="No number"):
        events_needed(0.001, Design(1))
    assert power(Design(0.001), 0.5) < 1e-6


def test_found_values_reach_the_power():
    design = Design(80)
    fall = minimum_detectable_reduction(design)
    assert power(design, 1 - fall) >= 0.8
    assert power(design, 1 - fall + 0.02) < 0.8
    beside = Design(1, 3, sides=1)
    events = events_needed(0.4, beside)
    assert power(Design(events, 3 * events, sides=1), 0.6) >= 0.8


@pytest.mark.parametrize(
    "wrong",
    [
        {"expected_before": 0},
        {"control_before": 0},
        {"exposure_ratio": 0},
        {"dispersion": 0.5},
        {"alpha": 0.5},
    ],
)
def test_refuses_impossible_designs(wrong):
    with pytest.raises(InvalidInputError):
        Design(**({"expected_before": 10} | wrong))


def test_refuses_impossible_questions():
    with pytest.raises(InvalidInputError, match="above 0"):
        power(Design(10), 0)
    for reduction in (0, 1):
        with pytest.raises(InvalidInputError, match="between 0 and 1"):
            events_needed(reduction, Design(10))
