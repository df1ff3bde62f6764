"""Rises told once, where they are strongest; nothing told where nothing happens."""

import numpy as np
import pytest

from samsyn.analysis.early_warning import FarringtonSettings, farrington
from samsyn.domain.monitoring.computing.rises import rises, slow_rises
from samsyn.domain.monitoring.computing.series import SeriesKey
from samsyn.domain.monitoring.computing.settings import RunSettings
from samsyn.domain.monitoring.enums import Confidence, DeviationKind, Level
from tests.domain.monitoring.samples import (
    AS_OF,
    SETTINGS,
    calm,
    material,
    no_late,
    table_of,
    watch_of,
)


def found_in(counts, settings=SETTINGS):
    made = material(counts)
    return rises(watch_of(made, settings), no_late(made))


def slow_in(counts, settings=SETTINGS, seed=1):
    made = material(counts)
    seen = watch_of(made, settings)
    told = rises(seen, no_late(made))
    return slow_rises(seen, told, no_late(made), settings, np.random.default_rng(seed))


def test_the_figures_are_those_of_the_early_warning():
    made = material(calm())
    table, seen = table_of(made), watch_of(made)
    alone = farrington(
        table.counts,
        made.mondays,
        np.arange(made.mondays.size - 26, made.mondays.size),
        settings=FarringtonSettings(threshold="predictive"),
        exposure=table.exposure,
        pooled=table.pooled,
        serious=table.serious,
        engine="numpy",
    )
    np.testing.assert_array_equal(seen.alarms.p, alone.p)
    np.testing.assert_array_equal(seen.low_95, alone.band(0.95)[0])
    assert seen.expected_false <= 0.01 * len(table.keys)


def test_a_rise_in_one_district_is_told_there_and_nowhere_else():
    counts = calm()
    counts[1, 0, -2] += 12
    [one] = found_in(counts)
    assert one.kind is DeviationKind.RISE
    assert one.series == "district_category/d1/klotter"
    assert one.observed == counts[1, 0, -2]
    assert one.high_95 < one.observed
    assert one.strength > 1
    assert one.first_week == one.last_week == one.peak_week
    assert one.confidence is Confidence.CLEAR


def test_a_rise_everywhere_is_told_of_the_whole():
    counts = calm(mean=4)
    counts[..., -1] = counts[..., -1] * 2 + 2
    first, *others = found_in(counts)
    assert first.series in ("town", "area/ordning")
    assert not [one for one in others if one.key.area in ("", "ordning") and not one.key.category]


def test_two_rises_that_have_nothing_to_do_with_each_other_are_both_told():
    counts = calm()
    counts[0, 0, -1] += 14
    counts[1, 2, -1] += 9
    told = {one.series for one in found_in(counts)}
    assert {"district_category/d0/klotter", "district_category/d1/hot"} <= told


def test_consecutive_weeks_are_one_rise_with_its_strongest_week():
    counts = calm()
    counts[0, 0, -3:] += [8, 14, 9]
    one = found_in(counts)[0]
    assert (one.last_week - one.first_week).days == 14
    assert one.peak_week == one.first_week.fromordinal(one.first_week.toordinal() + 7)
    assert one.excess == pytest.approx(31, abs=8)


def test_what_happened_before_the_judged_weeks_is_told_only_when_looked_for():
    counts = calm()
    counts[0, 0, -7] += 14
    assert not found_in(counts)
    assert found_in(counts, RunSettings(recent=8))


def test_calm_towns_are_left_in_peace():
    notices = [len(found_in(calm(seed))) for seed in range(12)]
    series = len(table_of(material(calm())).keys)
    # four judged weeks at one in a hundred, and far from all independent
    assert np.mean(notices) < 4 * 0.01 * series


def test_a_single_event_is_never_a_rise_even_where_every_event_counts():
    counts = calm()
    counts[:, 1] = 0
    counts[0, 1, [5, 60, -1]] = 1
    assert not [one for one in found_in(counts) if one.key.category == "brand"]


def test_three_serious_events_in_a_week_are():
    counts = calm()
    counts[:, 1] = 0
    counts[0, 1, [5, 60]] = 1
    counts[0, 1, -1] = 3
    assert [one for one in found_in(counts) if one.key.category == "brand"]


def test_evidence_holds_a_year_of_weeks_and_what_they_were_compared_with():
    counts = calm()
    counts[1, 0, -2] += 12
    [one] = found_in(counts)
    weeks = one.evidence["weeks"]
    assert len(weeks) == 52
    assert [week["monday"] for week in weeks if week["marked"]] == [one.peak_week.isoformat()]
    assert "bands" not in weeks[0]
    assert len(weeks[-1]["bands"]) == 4
    compared = one.evidence["compared"]
    assert len(compared) == 28
    assert all(week["monday"] < f"{AS_OF.year}-06-01" for week in compared)
    assert {other["level"] for other in one.evidence["others"]} & {"category", "district_area"}


def test_a_slow_rise_is_told_when_no_week_stands_out():
    chance = np.random.default_rng(4)
    counts = calm(mean=3)
    growth = np.linspace(1, 2.4, 24)
    counts[0, 0, -24:] = chance.poisson(3 * growth)
    counts[0, 0] = np.minimum(counts[0, 0], 9)
    told = slow_in(counts, RunSettings(alpha=0.0001))
    assert told
    assert told[0].kind is DeviationKind.SLOW_RISE
    assert told[0].key.holds(SeriesKey(Level.DISTRICT_CATEGORY, "ordning", "klotter", "d0"))
    assert told[0].observed > told[0].high_95
    assert told[0].first_week < told[0].last_week


def test_calm_towns_have_few_slow_rises():
    assert sum(len(slow_in(calm(seed, mean=3))) for seed in range(6)) <= 3


def test_what_a_rise_tells_already_is_no_slow_rise():
    counts = calm(mean=3)
    counts[0, 0, -4:] += 12
    assert not slow_in(counts)


def test_nothing_is_slow_where_nothing_is_often():
    assert slow_in(calm(mean=0.1)) == []
