"""The gate: every step is run, and one that fails or takes too long is told of."""

import itertools
from types import SimpleNamespace

import pytest

from tools import check


@pytest.fixture
def gate(monkeypatch):
    """A gate of two steps whose codes and clock are set by hand."""
    codes, run = {"lint": 0, "types": 0}, []
    clock = SimpleNamespace(step=1.0)
    ticks = itertools.count()

    def stand_for(name):
        def step(extra):
            run.append((name, *extra))
            return codes[name]

        return step

    monkeypatch.setattr(check, "STEPS", {name: stand_for(name) for name in codes})
    monkeypatch.setattr(
        check, "time", SimpleNamespace(perf_counter=lambda: next(ticks) * clock.step)
    )
    monkeypatch.setenv("SAMSYN_TRUST_SIZE", "")
    return SimpleNamespace(codes=codes, run=run, clock=clock)


def test_every_step_is_budgeted():
    assert set(check.BUDGETS) == set(check.STEPS)


def test_all_steps_are_run_though_one_fails(gate, capsys):
    gate.codes["lint"] = 1
    assert check.main([]) == 1
    assert [name for name, *_ in gate.run] == ["lint", "types"]
    assert "Misslyckades: lint" in capsys.readouterr().out


def test_what_follows_two_dashes_goes_to_each(gate):
    assert check.main(["types", "--", "-x"]) == 0
    assert gate.run == [("types", "-x")]


def test_a_step_that_takes_too_long_fails(gate, capsys):
    gate.clock.step = check.BUDGETS["lint"] + 1.0
    assert check.main(["lint"]) == 1
    assert "mer än de" in capsys.readouterr().out


def test_a_release_has_no_budget(gate):
    gate.clock.step = 10_000.0
    assert check.main(["lint", "--release"]) == 0
    assert check.os.environ["SAMSYN_TRUST_SIZE"] == "release"


def test_an_unknown_step_is_refused(gate):
    with pytest.raises(SystemExit):
        check.main(["okänt"])


def _ended(monkeypatch, chosen, failing=()):
    """The steps as they ended, and which of them ran on the second core."""
    apart = []

    def beside(name, words):
        apart.append(name)
        return check.Done(int(name[1:] in failing), 1.0, "told\n")

    monkeypatch.setattr(check, "_run_beside", beside)
    monkeypatch.setattr(check, "_run", lambda name, extra: check.Done(int(name in failing), 1.0))
    return list(check._results(chosen, [])), apart


def test_what_may_stand_beside_is_run_there_once_and_told_in_its_turn(monkeypatch):
    ended, apart = _ended(monkeypatch, list(check.STEPS), failing=("browser", "lint"))
    assert [name for name, _ in ended] == list(check.STEPS)
    assert {name for name, code in ended if code} == {"lint", "browser"}
    assert apart == ["_types", "_postgres", "_browser"]


def test_a_step_whose_main_one_is_done_is_run_as_it_is(monkeypatch):
    ended, apart = _ended(monkeypatch, ["postgres", "sqlite"])
    assert (ended, apart) == ([("postgres", 0), ("sqlite", 0)], [])


def test_what_stands_beside_others_has_a_function():
    for others in check.BESIDE.values():
        assert all(hasattr(check, f"_{other}") for other in others)
