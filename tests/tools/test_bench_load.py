"""What the load's figures say."""

import pytest
from tools.bench.load_figures import BARS_MS, DONE, Waits, is_met, lines, share

WELL = {**{what: [0.05] * 20 for what in BARS_MS}, **{what: [3.0] for what in DONE}}


def test_all_is_met():
    assert is_met(Waits(WELL, []))
    assert any("p95 50 ms" in line for line in lines(Waits(WELL, [])))


@pytest.mark.parametrize("what", BARS_MS)
def test_one_in_twenty_may_be_slow_and_no_more(what):
    slow = BARS_MS[what] / 1e3 + 0.001
    assert is_met(Waits({**WELL, what: [0.05] * 19 + [slow]}, []))
    assert not is_met(Waits({**WELL, what: [0.05] * 18 + [slow] * 2}, []))


@pytest.mark.parametrize("what", [*BARS_MS, *DONE])
def test_what_was_not_done_misses(what):
    assert not is_met(Waits({name: told for name, told in WELL.items() if name != what}, []))


def test_an_error_misses():
    assert not is_met(Waits(WELL, ["en sida: 503"]))


def test_shares_are_by_rank():
    assert share([n / 1e3 for n in range(1, 101)], 0.95) == pytest.approx(95)
