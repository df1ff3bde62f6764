"""R's figures: the comparisons of ``tools.bench`` on the files beside the tests.

The R calls stand in ``tools/bench/reference_early_warning.py``; the files were made
with R 4.2.2 and surveillance 1.20.3 from synthetic series.
"""

from pathlib import Path

import numpy as np
import pytest
from tools.bench import reference
from tools.bench.comparison import (
    Comparison,
    Verdict,
    inform,
    judge,
    numbers,
    read_columns,
    relative_difference,
)
from tools.bench.reference_early_warning import COMPARISONS, FLEXIBLE, Weekly, compare_flexible

from samsyn.analysis.early_warning import FarringtonSettings, adjust, farrington

DATA = Path(__file__).parent / "data"
QUICK = [one for one in COMPARISONS if "bench/" not in one.name and one not in COMPARISONS[:4]]
HERE = [comparison for comparison in COMPARISONS if not comparison.missing(DATA)]


@pytest.mark.parametrize("comparison", HERE, ids=[comparison.name for comparison in HERE])
def test_ours_are_rs_figures(comparison):
    outcome = comparison.compare(DATA)
    assert outcome.verdict is Verdict.OK, outcome
    assert outcome.rows > 0


def test_the_files_beside_the_tests_are_all_used():
    assert {need for comparison in HERE for need in comparison.needs} == {
        path.name for path in DATA.iterdir() if path.suffix in {".csv", ".gz"}
    } - {"outbreaks.csv"}


@pytest.mark.reference
@pytest.mark.parametrize("comparison", QUICK, ids=[comparison.name for comparison in QUICK])
def test_ours_are_rs_figures_in_the_whole_reference_data(golden, comparison):
    assert comparison.compare(golden).verdict is not Verdict.MISS


def test_a_week_of_r_by_hand():
    # farringtonFlexible(sts, list(range = 394, b = 5, w = 3, noPeriods = 10,
    #   pastWeeksNotIncluded = 26, weightsThreshold = 2.58, alpha = .01,
    #   thresholdMethod = "delta", limit54 = c(5, 4))), series s0000, 2025-07-14
    weekly = Weekly.read(DATA / "weekly_counts.csv")
    alarms = farrington(
        [weekly.counts["s0000"]],
        weekly.mondays,
        [393],
        settings=FarringtonSettings(threshold="delta", mode="r_compat"),
    )
    assert str(alarms.mondays[0]) == "2025-07-14"
    assert alarms.observed[0, 0] == 3.0
    assert alarms.expected[0, 0] == pytest.approx(0.828571428573625, rel=1e-12)
    assert alarms.upper[0, 0] == pytest.approx(3.72312021265007, rel=1e-12)
    assert alarms.score[0, 0] == pytest.approx(0.750178605857979, rel=1e-12)
    assert alarms.p[0, 0] == pytest.approx(0.0333722651090237, rel=1e-12)
    assert not alarms.alarm[0, 0]


def test_the_compiled_path_gives_rs_alarms():
    name = "ff_synthetic_nb_P10.csv.gz"
    weekly, theirs = Weekly.read(DATA / "weekly_counts.csv"), read_columns(DATA / name)
    chosen = list(dict.fromkeys(theirs["series"]))[:3]
    rows = [i for i, series in enumerate(theirs["series"]) if series in chosen]
    weeks = np.unique(np.array(theirs["week_start"], "datetime64[D]"))
    alarms = farrington(
        [weekly.counts[series] for series in chosen],
        weekly.mondays,
        np.searchsorted(weekly.mondays, weeks)[-3:],
        settings=FLEXIBLE[name],
        engine="numba",
    )
    p = numbers(theirs["pvalue"])[rows].reshape(3, -1)[:, -3:]
    assert alarms.p == pytest.approx(p, rel=1e-9)


def test_p_adjust_by_hand():
    # R: p.adjust(c(.01, .02, .03, .5), "BH"), "BY", "holm"
    p = [0.01, 0.02, 0.03, 0.5]
    assert adjust(p) == pytest.approx([0.04, 0.04, 0.04, 0.5])
    assert adjust(p, "BY") == pytest.approx([1 / 12, 1 / 12, 1 / 12, 1.0])
    assert adjust(p, "Holm") == pytest.approx([0.04, 0.06, 0.06, 0.5])


def test_a_figure_that_is_off_is_a_miss(tmp_path):
    name = "ff_synthetic_delta_P10.csv.gz"
    weekly = (DATA / "weekly_counts.csv").read_text().splitlines()
    cells = weekly[300].split(",")
    cells[1] = str(int(cells[1]) + 9)
    (tmp_path / "weekly_counts.csv").write_text(
        "\n".join([*weekly[:300], ",".join(cells), *weekly[301:]])
    )
    (tmp_path / name).write_bytes((DATA / name).read_bytes())
    assert compare_flexible(name, FLEXIBLE[name], tmp_path).verdict is Verdict.MISS


def test_the_runner_reports_a_line_a_file(tmp_path, capsys, monkeypatch):
    (tmp_path / "padjust.csv").write_bytes((DATA / "padjust.csv").read_bytes())
    (tmp_path / "stray.csv").write_text("a\n1\n")
    monkeypatch.setattr(reference, "TOPICS", reference.TOPICS[:1])
    assert reference.main([str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(
        line.startswith("ok") and "padjust.csv" in line and "40 rows" in line for line in lines
    )
    assert any(line.startswith("not run") and "lacks" in line for line in lines)
    assert "not read     stray.csv" in lines
    assert lines[-1] == "1 comparisons, 0 missed"


def test_the_runner_fails_on_a_miss_and_on_nothing(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(reference, "TOPICS", reference.TOPICS[:1])
    assert reference.main([str(tmp_path)]) == 1
    (tmp_path / "padjust.csv").write_text("p_raw,BH,BY,holm\n.01,.5,.5,.5\n")
    assert reference.main([str(tmp_path)]) == 1
    assert "miss" in capsys.readouterr().out


def test_a_comparison_that_breaks_is_a_miss_that_says_why(tmp_path):
    (tmp_path / "padjust.csv").write_text("p_raw\n.01\n")
    broken = next(comparison for comparison in COMPARISONS if comparison.name == "padjust.csv")
    outcome = reference.run(broken, tmp_path)
    assert outcome.verdict is Verdict.MISS
    assert "KeyError" in outcome.note
    assert "miss" in reference.line(broken, outcome)


def test_the_runner_wants_a_directory(tmp_path):
    with pytest.raises(SystemExit):
        reference.main([str(tmp_path / "nowhere")])


def test_every_topic_is_known_to_the_runner():
    assert all(isinstance(comparison, Comparison) for comparison in reference.comparisons())


def test_relative_differences():
    inf, nan = np.inf, np.nan
    ours = [1.1, nan, nan, inf, -inf, 0.0, 2.0]
    theirs = [1.0, nan, 1.0, inf, inf, 0.0, nan]
    expected = [0.1, 0.0, inf, 0.0, inf, 0.0, inf]
    assert relative_difference(ours, theirs) == pytest.approx(expected)
    assert relative_difference(1e-5, 0.0, smallest=1e-2) == pytest.approx(1e-3)


def test_verdicts():
    assert judge(3, [1e-10], 1e-9).verdict is Verdict.OK
    assert judge(3, [1e-8], 1e-9).verdict is Verdict.MISS
    assert judge(0, [], 1e-9).verdict is Verdict.MISS
    assert inform(3, [5.0]).verdict is Verdict.INFORMATIVE
