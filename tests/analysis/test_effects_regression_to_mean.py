"""Regression to the mean: the prediction for a place chosen because it was high."""

import numpy as np
import pytest

from samsyn.analysis.effects import expected_return
from samsyn.analysis.errors import InvalidInputError, TooFewError

COUNTS = [3, 4, 2, 5, 6, 3, 4, 20, 1, 0]


def test_the_highest_is_expected_to_fall():
    ours = expected_return(COUNTS, 7)
    assert ours.observed == ours.naive == 20
    assert np.mean(COUNTS) < ours.expected < 20
    assert ours.low <= ours.expected <= ours.high
    assert ours.by_chance == pytest.approx((20 - ours.expected) / (20 - np.mean(COUNTS)))


def test_the_prediction_holds_on_average():
    source = np.random.default_rng(5)
    predicted, seen, naive, inside = 0.0, 0.0, 0.0, []
    for _ in range(300):
        rates = source.gamma(3, 2, 30)
        counts = source.poisson(rates)
        chosen = int(counts.argmax())
        ours, later = expected_return(counts, chosen), source.poisson(rates[chosen])
        predicted, seen, naive = predicted + ours.expected, seen + later, naive + ours.naive
        inside.append(ours.low <= later <= ours.high)
    assert predicted == pytest.approx(seen, rel=0.05)
    assert naive > 1.15 * seen
    assert np.mean(inside) > 0.92


def test_even_places_go_all_the_way_back():
    ours = expected_return([5, 4, 5, 4, 6, 5, 4, 5], 4)
    assert ours.expected == pytest.approx(4.75)
    assert ours.by_chance == pytest.approx(1)
    # Poisson with mean 4.75: P(Y <= 0) = 0.009, P(Y <= 8) = 0.947, P(Y <= 9) = 0.976
    assert (ours.low, ours.high) == (1, 9)


def test_a_low_place_has_no_luck_to_lose():
    assert expected_return(COUNTS, 9).by_chance == 0


def test_length_of_the_next_period():
    year, half = expected_return(COUNTS, 7), expected_return(COUNTS, 7, next_exposure=0.5)
    assert half.expected == pytest.approx(year.expected / 2)
    assert half.naive == 10


def test_exposure_counts():
    ours = expected_return(COUNTS, 7, exposure=np.linspace(1, 2, 10))
    assert ours.naive == 20


def test_refuses():
    with pytest.raises(TooFewError, match="8 areas"):
        expected_return([1, 2, 3], 0)
    for chosen in (-1, 10):
        with pytest.raises(InvalidInputError, match="index"):
            expected_return(COUNTS, chosen)
    with pytest.raises(InvalidInputError, match="index"):
        expected_return(np.ones((2, 8)), 0)
