"""What detection is measured by, on series where the answer is known."""

from pathlib import Path

import numpy as np
import pytest
from tools.bench import detection
from tools.bench.detection import first_alarm, quality
from tools.bench.detection_workloads import (
    CURRENT,
    WEEKS,
    Workload,
    municipal,
    negative_binomial,
    plant,
    scenarios,
    simulated,
)

DATA = Path(__file__).parent / "data"


def small():
    """Two series, four tested weeks of ten, one outbreak in each."""
    planted = np.zeros((2, 10), bool)
    planted[0, 7:9] = True
    planted[1, 9] = True
    return Workload(
        name="small",
        counts=np.ones((2, 10)),
        mondays=np.datetime64("2025-01-06") + 7 * np.arange(10),
        at=np.arange(6, 10),
        planted=planted,
        series=np.array([0, 1]),
        first=np.array([7, 9]),
        last=np.array([8, 9]),
    )


def test_quality_by_hand():
    alarm = np.array([[True, False, True, False], [False, True, False, False]])
    found = quality(small(), alarm)
    assert found.fpr == pytest.approx(100 * 2 / 5)
    assert found.pod == pytest.approx(50.0)
    assert found.ppv == pytest.approx(100 / 3)
    assert found.prompt == 0.0
    assert found.delay == 1.0
    assert found.alarms == pytest.approx(1000 * 3 / 8)
    assert found.outbreaks == 2


def test_no_alarm_finds_nothing():
    found = quality(small(), np.zeros((2, 4), bool))
    assert (found.fpr, found.pod) == (0.0, 0.0)
    assert np.isnan(found.ppv)
    assert np.isnan(found.delay)


def test_first_alarm():
    assert first_alarm(np.array([False, True, True])) == 1.0
    assert first_alarm(np.array([False])) == float("inf")


def test_some_of_the_series_keep_their_outbreaks():
    part = small().of_series(np.array([1]))
    assert part.counts.shape == (1, 10)
    assert list(part.series) == [0]
    assert list(part.first) == [9]


def test_the_municipal_series_are_read():
    found = municipal(DATA, "weekly_counts.csv")
    assert found.counts.shape == (60, 417)
    assert found.at.tolist() == list(range(365, 417))
    assert np.all(found.series < 60)
    assert np.all(found.first >= 365)
    assert np.all(found.planted[found.series, found.first])
    assert np.all(found.planted[found.series, found.last])


def test_there_are_42_scenarios():
    means = [mean for mean, _ in scenarios()]
    assert len(means) == 42
    assert all(mean.shape == (WEEKS,) and np.all(mean > 0.0) for mean in means)
    assert sum(np.ptp(mean) == 0.0 for mean in means) == 7  # no trend, no season


@pytest.mark.parametrize("dispersion", [1.0, 3.0])
def test_simulated_counts_have_the_variance_asked(dispersion):
    counts = negative_binomial(np.full(100_000, 5.0), dispersion, np.random.default_rng(1))
    assert counts.mean() == pytest.approx(5.0, rel=0.02)
    assert counts.var() == pytest.approx(5.0 * dispersion, rel=0.04)


def test_an_outbreak_is_added_and_marked():
    values, marks = np.zeros(WEEKS), np.zeros(WEEKS, bool)
    last = plant(values, marks, 600, 50.0, np.random.default_rng(2))
    assert values[:600].sum() == 0.0
    assert values[600 : last + 1].sum() == values.sum() > 30
    assert np.array_equal(np.flatnonzero(marks), np.arange(600, last + 1))
    assert plant(values, marks, 10, 0.0, np.random.default_rng(3)) == 9
    assert not marks[10]


def test_the_simulation_is_repeatable_and_tests_the_end():
    one, again = (simulated(1, np.random.default_rng(4)) for _ in range(2))
    assert np.array_equal(one.counts, again.counts)
    assert one.counts.shape == (42, WEEKS)
    assert np.all(one.first >= CURRENT)
    assert np.all(one.last >= one.first)
    assert np.all(one.planted[one.series, one.last])


def test_the_page_is_written(tmp_path, capsys, monkeypatch):
    few = municipal(DATA, "weekly_counts.csv", tested=6).of_series(np.arange(12))
    monkeypatch.setattr(detection, "workloads", lambda directory, quick: [few])
    output = tmp_path / "detection.md"
    assert detection.main([str(DATA), "--output", str(output)]) == 0
    text = output.read_text()
    assert text == capsys.readouterr().out[: len(text)]
    assert "## weekly_counts.csv" in text
    assert "12 series, 6 weeks, " in text
    rows = [line for line in text.splitlines() if line.startswith(("| Farr", "| R's", "| EARS"))]
    assert len(rows) == 12
    assert all(line.count("|") == 8 for line in rows)


def test_a_quick_look_writes_nothing(tmp_path, monkeypatch):
    few = municipal(DATA, "weekly_counts.csv", tested=2).of_series(np.arange(3))
    monkeypatch.setattr(detection, "workloads", lambda directory, quick: [few])
    monkeypatch.setattr(detection, "PAGE", tmp_path / "detection.md")
    assert detection.main([str(DATA), "--quick"]) == 0
    assert not detection.PAGE.exists()
    assert detection.main([str(DATA)]) == 0
    assert detection.PAGE.exists()


def test_without_the_data_the_scenarios_remain(tmp_path, monkeypatch):
    monkeypatch.setattr(detection, "REPEATS_QUICK", 1)
    assert [one.name for one in detection.workloads(tmp_path, quick=True)] == ["42 scenarios"]
