"""Reporting effort: parts that add up, a truth that is found, limits that are said."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis import effort
from samsyn.analysis.early_warning import farrington
from samsyn.analysis.effort import reporting_effort, reporting_exposure
from samsyn.analysis.errors import InvalidInputError, NotEstimableError, TooFewError

BEFORE, AFTER = np.arange(30), np.arange(30, 60)


def panel(seed=1, events=1.0, answers=(0.6, 0.6), new=0, units=12, dispersion=1.0):
    """Reports (units, 60 weeks), NaN where silent, of units with a yield each.

    ``events`` multiplies the second half; ``answers`` is the chance to answer in each
    half; the first ``new`` units begin in the second.
    """
    rng = np.random.default_rng(seed)
    mean = np.repeat(rng.gamma(2.0, 0.6, (units, 1)), 60, axis=1)
    mean[:, 30:] *= events
    if dispersion > 1.0:
        mean = rng.gamma(mean / (dispersion - 1.0)) * (dispersion - 1.0)
    reports = rng.poisson(mean).astype(float)
    answered = rng.random(reports.shape) < np.where(np.arange(60) < 30, *answers)
    answered[:, [0, 59]] = True
    answered[:new, :30] = False
    reports[~answered] = np.nan
    return reports


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), st.floats(0.4, 2.5), st.floats(0.3, 0.9), st.integers(0, 4))
def test_parts_add_up(seed, events, answers, new):
    reports = panel(seed, events, (0.5, answers), new)
    found = reporting_effort(reports, BEFORE, AFTER)
    a_week = [np.nansum(reports[:, weeks]) / 30.0 for weeks in (BEFORE, AFTER)]
    for split in (found.answered, found.calm):
        assert split.total.ratio == pytest.approx(a_week[1] / a_week[0])
        assert split.total.reports == pytest.approx(a_week[1] - a_week[0])
        for name in ("log_ratio", "reports"):
            total, events_, reporting, regularity, newcomers = (
                getattr(part, name)
                for part in (
                    split.total, split.events, split.reporting, split.regularity, split.newcomers
                )
            )  # fmt: skip
            assert events_ + reporting == pytest.approx(total, abs=1e-9)
            assert regularity + newcomers == pytest.approx(reporting, abs=1e-9)


def test_more_answers_are_more_reporting():
    found = reporting_effort(panel(answers=(0.3, 0.9)), BEFORE, AFTER).answered
    assert found.total.ratio > 2.0
    low, high = found.events.interval()
    assert low < 1.0 < high
    assert found.regularity.ratio == pytest.approx(0.9 / 0.3, rel=0.25)
    assert found.newcomers.log_ratio == pytest.approx(0.0, abs=1e-12)


def test_new_reporters_are_more_reporting():
    found = reporting_effort(panel(new=5), BEFORE, AFTER).answered
    low, high = found.events.interval()
    assert low < 1.0 < high
    assert found.newcomers.interval()[0] > 1.2
    assert found.reporting.reports > 0.0


def test_more_events_are_more_events():
    found = reporting_effort(panel(events=2.0), BEFORE, AFTER).answered
    assert found.events.interval()[0] > 1.5
    low, high = found.reporting.interval()
    assert low < 1.15
    assert high > 0.85


def test_both_at_once_are_told_apart():
    found = reporting_effort(panel(events=1.6, answers=(0.4, 0.8), new=3), BEFORE, AFTER).answered
    low, high = found.events.interval()
    assert low < 1.6 < high
    assert found.reporting.interval()[0] > 1.5


def test_intervals_hold_the_truth_as_often_as_they_say():
    hits = 0
    for seed in range(300):
        reports = panel(seed, 1.3, (0.5, 0.8), 3, dispersion=1.6)
        low, high = reporting_effort(reports, BEFORE, AFTER).answered.events.interval(0.9)
        hits += low < 1.3 < high
    assert 0.85 < hits / 300 < 0.95


def test_errors_of_the_parts_given_who_answered():
    reports = panel(7, 1.2, (0.5, 0.9), 3)
    answered = np.isfinite(reports)
    rng = np.random.default_rng(8)
    mean = np.nanmean(reports, axis=1, keepdims=True) * np.where(np.arange(60) < 30, 1.0, 1.2)
    parts = []
    for _ in range(400):
        drawn = np.where(answered, rng.poisson(mean), np.nan)
        split = reporting_effort(drawn, BEFORE, AFTER).answered
        parts.append(
            [
                (part.log_ratio, part.error)
                for part in (
                    split.total, split.events, split.reporting, split.regularity, split.newcomers
                )
            ]
        )  # fmt: skip
    values = np.array(parts)
    assert np.std(values[:, :, 0], axis=0) == pytest.approx(values[:, :, 1].mean(axis=0), rel=0.15)


def test_silence_is_taken_both_ways():
    # nobody sends nil reports: a unit is silent when it has nothing to tell
    reports = panel(events=1.8, answers=(1.0, 1.0), units=20)
    reports[reports == 0.0] = np.nan
    found = reporting_effort(reports, BEFORE, AFTER)
    assert found.calm.events.ratio == pytest.approx(1.8, rel=0.15)
    assert found.answered.events.ratio < found.calm.events.ratio
    assert found.answered.reporting.ratio > 1.1
    assert found.before.nil == found.after.nil == 0.0


def test_who_answered():
    reports = np.array([[3.0, 0.0, np.nan, 2.0, 6.0, 1.0], [4.0, np.nan, 1.0, 9.0, 0.0, 3.0]])
    found = reporting_effort(reports, [0, 1, 2], [3, 4, 5])
    assert found.before.active == pytest.approx(3 / 3)
    assert found.before.nil == pytest.approx(1 / 3)
    assert found.before.coverage == pytest.approx(4 / 6)
    assert found.after.active == pytest.approx(5 / 3)
    assert found.after.nil == pytest.approx(1 / 3)
    assert found.after.coverage == 1.0


def test_one_unit_by_hand():
    reports = np.array([[4.0, 6.0, np.nan, np.nan, 12.0, 8.0, 16.0, 12.0]])
    found = reporting_effort(reports, [0, 1, 2, 3], [4, 5, 6, 7]).answered
    # 5 and 12 an answered week; answered in 2 of 4 weeks, then in 4 of 4
    assert found.events.ratio == pytest.approx(12.0 / 5.0)
    assert found.regularity.ratio == pytest.approx(2.0)
    assert found.total.ratio == pytest.approx(48.0 / 10.0)
    assert found.reporting.error == pytest.approx(0.0, abs=1e-7)


def test_no_change_has_no_parts():
    reports = np.tile([[4.0, 2.0]], (1, 10))
    found = reporting_effort(reports, np.arange(10), np.arange(10, 20)).answered
    assert found.total.reports == found.events.reports == 0.0
    assert found.dispersion == 1.0


def test_staff_is_effort():
    rng = np.random.default_rng(3)
    staff = np.where(np.arange(60) < 30, 2.0, 6.0) * np.ones((8, 1))
    reports = rng.poisson(0.8 * staff).astype(float)
    found = reporting_effort(reports, BEFORE, AFTER, staff=staff).answered
    low, high = found.events.interval()
    assert low < 1.0 < high
    assert found.regularity.ratio == pytest.approx(3.0, rel=0.1)


def test_dispersion_widens_the_intervals():
    even = reporting_effort(panel(2), BEFORE, AFTER).answered
    uneven = reporting_effort(panel(2, dispersion=4.0), BEFORE, AFTER).answered
    assert even.dispersion < 1.4
    assert uneven.dispersion > 2.0
    assert uneven.events.error > 1.3 * even.events.error


def test_exposure_follows_who_answers():
    reports = panel(answers=(0.3, 0.9), units=30)
    exposure = reporting_exposure(reports)
    assert np.nanmean(exposure) == pytest.approx(1.0)
    assert exposure[30:].mean() / exposure[:30].mean() == pytest.approx(3.0, rel=0.15)


def test_exposure_weighs_those_who_see_more():
    rng = np.random.default_rng(5)
    reports = rng.poisson([[9.0], [1.0]], (2, 80)).astype(float)
    reports[0, 40:] = np.nan
    reports[1, :20] = np.nan
    exposure = reporting_exposure(reports)
    assert exposure[0] / exposure[-1] == pytest.approx(9.0, rel=0.3)
    assert exposure[30] / exposure[-1] == pytest.approx(10.0, rel=0.3)


def test_one_round_is_nearly_there(monkeypatch):
    reports = panel(events=1.2, answers=(0.5, 0.7))
    exposure = reporting_exposure(reports)
    ratio = reporting_effort(reports, BEFORE, AFTER).answered.events.ratio
    monkeypatch.setattr(effort, "ROUNDS", 1)
    assert reporting_exposure(reports) == pytest.approx(exposure, rel=0.05)
    assert reporting_effort(reports, BEFORE, AFTER).answered.events.ratio == pytest.approx(
        ratio, rel=0.05
    )


def test_exposure_does_not_follow_events():
    reports = panel(events=3.0, answers=(1.0, 1.0))
    assert reporting_exposure(reports) == pytest.approx(np.ones(60))


def test_a_week_nobody_answers_has_no_exposure():
    reports = panel(answers=(1.0, 1.0))
    reports[:, 20] = np.nan
    exposure = reporting_exposure(reports)
    assert np.isnan(exposure[20])
    assert np.isfinite(np.delete(exposure, 20)).all()


def test_a_new_source_is_no_alarm_with_its_exposure():
    rng = np.random.default_rng(6)
    mondays = np.datetime64("2018-01-01") + 7 * np.arange(417)
    reports = rng.poisson(3.0, (6, 417)).astype(float)
    reports[3:, :400] = np.nan
    counts = np.nansum(reports, axis=0)[np.newaxis]
    naive = farrington(counts, mondays, np.arange(405, 417))
    aware = farrington(counts, mondays, np.arange(405, 417), exposure=reporting_exposure(reports))
    assert naive.alarm.sum() >= 3
    assert aware.alarm.sum() == 0


@pytest.mark.parametrize("function", [
    lambda reports, staff: reporting_effort(reports, BEFORE, AFTER, staff=staff),
    lambda reports, staff: reporting_exposure(reports, staff=staff),
])  # fmt: skip
@pytest.mark.parametrize(
    ("reports", "staff", "message"),
    [
        (np.ones(60), None, "units, weeks"),
        (-np.ones((2, 60)), None, "units, weeks"),
        (np.full((2, 60), np.inf), None, "units, weeks"),
        (np.ones((2, 60)), np.ones((2, 59)), "staff above 0"),
        (np.ones((2, 60)), np.zeros((2, 60)), "staff above 0"),
    ],
)
def test_what_cannot_be_meant_is_refused(function, reports, staff, message):
    with pytest.raises(InvalidInputError, match=message):
        function(reports, staff)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [([], [1], "indices from 0"), ([-1], [1], "indices from 0"), ([0], [60], "indices from 0"),
     ([0, 1], [1, 2], "share no week")],
)  # fmt: skip
def test_periods_are_weeks_apart(before, after, message):
    with pytest.raises(InvalidInputError, match=message):
        reporting_effort(panel(), before, after)


def test_without_units_in_both_periods_nothing_is_told_apart():
    reports = panel()
    reports[:6, :30] = np.nan
    reports[6:, 30:] = np.nan
    with pytest.raises(TooFewError, match="0 and 0 reports"):
        reporting_effort(reports, BEFORE, AFTER)
    with pytest.raises(NotEstimableError, match="both sides"):
        reporting_exposure(reports)


def test_a_handful_of_reports_is_too_few():
    reports = np.zeros((3, 60))
    reports[0, [2, 40]] = 2.0
    with pytest.raises(TooFewError, match="2 and 2 reports"):
        reporting_effort(reports, BEFORE, AFTER)
    with pytest.raises(TooFewError, match="5 reports or more"):
        reporting_exposure(reports)


def test_inputs_are_not_changed():
    reports, staff = panel(), np.full((12, 60), 2.0)
    kept = reports.copy(), staff.copy()
    reporting_effort(reports, BEFORE, AFTER, staff=staff)
    reporting_exposure(reports, staff=staff)
    assert np.array_equal(reports, kept[0], equal_nan=True)
    assert np.array_equal(staff, kept[1])
