"""Who was reporting: a zero only where somebody would have told."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.domain.monitoring.computing.coverage import LONGEST_SILENCE, Coverage, reporting_weeks
from tests.domain.monitoring.samples import WEEKS, calm, material

SIGNS = st.lists(st.booleans(), min_size=1, max_size=80).map(lambda row: np.array([row]))


@given(SIGNS)
def test_whoever_gives_a_sign_is_reporting(signs):
    found = reporting_weeks(signs)
    assert (found | ~signs).all()


@given(SIGNS)
def test_nobody_reports_before_the_first_sign(signs):
    found, first = reporting_weeks(signs)[0], int(np.argmax(signs[0]))
    if signs.any():
        assert not found[:first].any()
    else:
        assert not found.any()


@given(SIGNS)
def test_one_more_sign_never_silences_the_week_it_is_given(signs):
    more = signs.copy()
    more[0, -1] = True
    assert reporting_weeks(more)[0, -1]


def test_short_gaps_are_calm_and_long_ones_silence():
    signs = np.zeros((1, 60), np.bool_)
    signs[0, [0, 1, 2, 3, 4, 4 + LONGEST_SILENCE, 20, 21]] = True
    found = reporting_weeks(signs)[0]
    assert found[4 : 4 + LONGEST_SILENCE].all()
    assert not found[9:20].any()
    assert not found[22:].any()


def test_a_seldom_reporter_keeps_its_habit():
    signs = np.zeros((1, 60), np.bool_)
    signs[0, ::10] = True
    assert reporting_weeks(signs).all()


@pytest.fixture
def two():
    """Two organisations in one category; the second began 70 weeks ago and sends as much."""
    counts = np.full((1, 1, WEEKS), 2)
    counts[..., -70:] = 4
    found = material(counts)
    town = [[week, 0, 0, 2] for week in range(WEEKS)]
    town += [[week, 0, 1, 2] for week in range(WEEKS - 70, WEEKS)]
    signs = np.ones((2, WEEKS), np.bool_)
    signs[1, :-70] = False
    return material(
        counts, organisations=("a", "b"), town=np.array(town), signs=signs, points=found.points
    )


def test_a_source_that_was_not_there_takes_its_share_of_the_exposure(two):
    share = Coverage.of(two, 4).share(np.array([0]))
    assert share[:-70] == pytest.approx(0.5)
    assert share[-70:] == pytest.approx(1.0)


def test_a_share_is_never_more_than_everything():
    found = Coverage.of(material(calm()), 4)
    assert ((found.share(np.arange(3)) >= 0) & (found.share(np.arange(3)) <= 1 + 1e-12)).all()


def test_what_nobody_reports_is_covered_by_nobody():
    counts = calm()
    counts[:, 1] = 0
    found = Coverage.of(material(counts), 4)
    assert not found.share(np.array([1])).any()
    assert found.covering(np.array([1])).size == 0
    assert found.covering(np.array([0])).tolist() == [0]


def test_the_latest_weeks_do_not_form_the_habit():
    counts = calm()
    flood = counts.copy()
    flood[:, 0, -4:] += 50
    before, after = (Coverage.of(material(one), 4).rates for one in (counts, flood))
    assert before == pytest.approx(after)
