"""Displacement: published and hand-checkable cases, intervals, meaningless quotients."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.effects import BeforeAfter, displacement
from samsyn.analysis.errors import InvalidInputError


def run(*areas, **more):
    return displacement(*areas, rng=np.random.default_rng(1), **more)


# Wheeler & Ratcliffe 2018 and the authors' later notes: treated, control, time, estimate, SE
PUBLISHED = [
    ((100, 80), (100, 90), (1, 1), -10, 19.24),
    ((80, 20), (100, 50), (1, 1), -10, 15.81),
    ((80, 20), (100, 50), (2, 1), -20, 10.72),
]


@pytest.mark.parametrize(("treated", "control", "time", "estimate", "se"), PUBLISHED)
def test_published_differences(treated, control, time, estimate, se):
    ours = run(BeforeAfter(*treated), BeforeAfter(*control), time=time)
    assert ours.local.estimate == pytest.approx(estimate)
    assert ours.local.se == pytest.approx(se, abs=0.005)
    assert ours.total == ours.local
    assert ours.displaced is None
    assert ours.quotient is None


def test_published_difference_with_areas():
    # A. Wheeler: "Estimate -91.9 (31.5) for local"
    ours = run(
        BeforeAfter(207, 110, 1.2),
        BeforeAfter(308, 318, 0.9),
        BeforeAfter(178, 157, 1.5),
        BeforeAfter(150, 140, 1.6),
    )
    assert ours.local.estimate == pytest.approx(-91.9, abs=0.05)
    assert ours.local.se == pytest.approx(31.5, abs=0.05)
    assert ours.displaced.estimate == pytest.approx(-21 / 1.5 + 10 / 1.6)
    assert ours.total.estimate == pytest.approx(ours.local.estimate + ours.displaced.estimate)
    assert ours.total.se**2 == pytest.approx(ours.local.se**2 + ours.displaced.se**2)


# Bowers & Johnson 2003, worked by hand: R, D, C -> success, buffer, quotient, net effect
HAND = [
    ((100, 60), (80, 70), (200, 200), -0.2, -0.05, 0.25, 50),
    ((100, 60), (80, 100), (200, 200), -0.2, 0.1, -0.5, 20),
]


@pytest.mark.parametrize(("r", "d", "c", "success", "spread", "quotient", "net"), HAND)
def test_quotient_by_hand(r, d, c, success, spread, quotient, net):
    ours = run(BeforeAfter(*r), BeforeAfter(*c), BeforeAfter(*d)).quotient
    assert ours.success == pytest.approx(success)
    assert ours.buffer == pytest.approx(spread)
    assert ours.quotient == pytest.approx(quotient)
    assert ours.net == pytest.approx(net)
    assert ours.low < ours.quotient < ours.high


def test_quotient_without_success_is_not_told():
    ours = run(BeforeAfter(100, 110), BeforeAfter(200, 200), BeforeAfter(80, 70)).quotient
    assert np.isnan(ours.quotient)
    assert np.isnan(ours.low)
    assert ours.net == pytest.approx(0)


def test_quotient_of_an_unsure_success_is_unbounded():
    ours = run(BeforeAfter(30, 27), BeforeAfter(60, 60), BeforeAfter(20, 20)).quotient
    assert (ours.low, ours.high) == (-np.inf, np.inf)


@pytest.mark.parametrize("control", [(0, 5), (5, 0)])
def test_quotient_needs_events_in_the_control(control):
    ours = run(BeforeAfter(30, 20), BeforeAfter(*control), BeforeAfter(20, 20))
    assert ours.quotient is None


def test_buffer_without_its_own_control():
    ours = run(BeforeAfter(100, 60), BeforeAfter(200, 200), BeforeAfter(80, 100))
    assert ours.displaced.estimate == 20
    assert ours.total.estimate == -20


def test_dispersion_widens():
    areas = BeforeAfter(100, 60), BeforeAfter(200, 200), BeforeAfter(80, 100)
    plain, wide = run(*areas), run(*areas, dispersion=2.0)
    assert wide.local.se == pytest.approx(plain.local.se * np.sqrt(2))
    assert wide.quotient.high - wide.quotient.low > plain.quotient.high - plain.quotient.low


def test_small_counts_are_simulated():
    few = run(BeforeAfter(12, 3), BeforeAfter(15, 14), dispersion=1.5)
    normal = few.local.estimate - 1.959964 * few.local.se
    assert few.local.low != normal
    assert few.local.low == pytest.approx(normal, rel=0.2)
    assert few.local.low < few.local.estimate < few.local.high


def test_intervals_cover():
    source = np.random.default_rng(9)
    inside = 0
    for _ in range(300):
        n = source.poisson([60, 40, 80, 80])
        ours = run(BeforeAfter(n[0], n[1]), BeforeAfter(n[2], n[3])).local
        inside += ours.low <= -20 <= ours.high
    assert 0.91 < inside / 300 < 0.985


@given(st.integers(20, 500), st.integers(20, 500), st.integers(20, 500), st.integers(20, 500))
def test_swapping_treated_and_control_turns_the_sign(a, b, c, d):
    one, other = (
        run(BeforeAfter(a, b), BeforeAfter(c, d)),
        run(BeforeAfter(c, d), BeforeAfter(a, b)),
    )
    assert one.local.estimate == -other.local.estimate
    assert one.local.low == pytest.approx(-other.local.high)


@pytest.mark.parametrize(
    ("area", "more"),
    [
        (BeforeAfter(-1, 5), {}),
        (BeforeAfter(5, 5, 0), {}),
        (BeforeAfter(5, 5), {"time": (0, 1)}),
        (BeforeAfter(5, 5), {"dispersion": 0.9}),
        (BeforeAfter(5, 5), {"level": 1.5}),
    ],
)
def test_refuses(area, more):
    with pytest.raises(InvalidInputError):
        run(area, BeforeAfter(5, 5), **more)
