"""The benchmarks: simulated verdicts, and every comparison with the reference data."""

import re

import numpy as np
import pytest
from tools.bench import (
    reference_confidentiality,
    reference_effects,
    reference_rates,
    verdicts,
)
from tools.bench.comparison import Verdict

from samsyn.analysis.effects import Answer
from tests.analysis.data_effects import HERE, SHARED

COMPARISONS = (
    *reference_rates.COMPARISONS,
    *reference_effects.COMPARISONS,
    *reference_confidentiality.COMPARISONS,
)


@pytest.mark.reference
@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda c: c.name)
def test_reference(comparison):
    if missing := comparison.missing(SHARED):
        pytest.skip(f"reference data beside the checkout lacks {', '.join(missing)}")
    outcome = comparison.compare(SHARED)
    assert outcome.verdict is Verdict.OK, outcome


def test_reference_notices_a_wrong_figure(tmp_path):
    text = (HERE / reference_rates.RATIOS).read_text(encoding="utf-8")
    changed = re.sub(r"1\.2367277992278", "1.2367377992278", text)
    assert changed != text
    (tmp_path / reference_rates.RATIOS).write_text(changed, encoding="utf-8")
    assert reference_rates.ratios(tmp_path).verdict is Verdict.MISS


@pytest.mark.parametrize("group", verdicts.GROUPS, ids=lambda g: g.name)
def test_false_worked_stays_rare(group):
    line = verdicts.measure(group, 60, (1, 2))
    assert sum(line.shares.values()) == pytest.approx(1)
    assert not line.misses(quick=True)


def test_true_effects_are_found_when_events_are_many():
    rng = np.random.default_rng(3)
    big = [e for e in (verdicts.simulate(verdicts.GROUPS[2], rng) for _ in range(60))
           if np.asarray(e.treated)[:36].mean() > 20]  # fmt: skip
    found = [verdicts.evaluate(e).answer is Answer.WORKED for e in big]
    assert np.mean(found) > 0.6


def test_luck_alone_looks_like_a_fall():
    high = next(g for g in verdicts.GROUPS if g.chosen_high and not g.fall)
    line = verdicts.measure(high, 150, (4, 5))
    assert line.naive > 3 * line.shares[Answer.WORKED]


def test_limits_are_clopper_pearson():
    from scipy.special import betainc

    low, high = verdicts.limits(3, 200)
    # At the limits, 3 or more (or fewer) of 200 have a chance of 2.5 %.
    assert betainc(3, 198, low) == pytest.approx(0.025)
    assert 1 - betainc(4, 197, high) == pytest.approx(0.025)
    assert verdicts.limits(0, 200)[0] == 0
    assert verdicts.limits(200, 200)[1] == 1


def test_run_prints_and_writes(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(verdicts, "GROUPS", verdicts.GROUPS[:2])
    page = tmp_path / "verdicts.md"
    # Thirty draws cannot prove 5 %: the bar is missed, and said to be.
    assert verdicts.main(["--draws", "30", "--write", str(page)]) == 1
    printed = capsys.readouterr().out
    assert "missed: plain: no effect" in printed
    assert "plain: -30 %" in page.read_text(encoding="utf-8")
    assert verdicts.main(["--quick", "--write", str(tmp_path / "none.md")]) == 0
    assert not (tmp_path / "none.md").exists()
