"""What the guard's benchmark is held to."""

import json

from tools.bench import guard
from tools.bench.guard_bars import BARS, Bar


def test_a_bar_is_reached_from_its_own_side():
    assert Bar(least=0.95).holds(0.95)
    assert not Bar(least=0.95).holds(0.949)
    assert Bar(most=0.15).holds(0.15)
    assert not Bar(most=0.15).holds(0.151)
    assert Bar(least=0.95).holds(None)


def test_every_share_of_a_set_but_other_numbers_has_a_bar():
    measured = set(guard.shares([]))
    assert measured - set(BARS) == {"other numbers"}


def test_a_set_that_misses_its_bar_fails_the_benchmark(tmp_path, monkeypatch, capsys):
    case = {"text": "Lampan är trasig.", "tier": "must_flag", "types": ["NAME"], "spans": []}
    clean = {"text": "Lampan är trasig.", "tier": "must_pass", "types": [], "spans": []}
    monkeypatch.setattr(guard, "times", lambda texts: {})
    monkeypatch.setattr(guard, "made", lambda count, seed: {})
    for cases, code in (([case, clean], 1), ([clean], 0)):
        file = tmp_path / f"{len(cases)}.jsonl"
        file.write_text("\n".join(map(json.dumps, cases)), "utf-8")
        assert guard.main(["--set", str(file)]) == code
    assert "2: must flag" in capsys.readouterr().out
