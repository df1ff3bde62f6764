"""How two checkouts that are measured by turns are told apart."""

from pathlib import Path

import pytest
from tools.bench.web_against import Pair, pairs
from tools.bench.web_figures import Figure

OTHER, THIS = Path("other"), Path("this")


def page(cpu, sql=4, what="sida"):
    return Figure(what=what, sql=sql, cpu_ms=cpu)


def rate(n):
    return Figure(what="fil", cpu_ms=1.0, rate=n)


@pytest.mark.parametrize(
    ("theirs", "ours", "worse"),
    [
        (page(10), page(11.5), False),
        (page(10), page(11.6), True),
        (page(10, sql=4), page(5, sql=5), True),
        (page(10, sql=5), page(10, sql=4), False),
        (rate(100), rate(90), False),
        (rate(100), rate(89), True),
    ],
)
def test_where_it_is_worse(theirs, ours, worse):
    assert Pair("x", theirs, ours).is_worse is worse


def test_each_is_measured_by_turns_and_its_best_run_counts():
    seen = []
    cpu = {OTHER: (10, 20, 30), THIS: (30, 12, 14)}
    times = {root: iter([page(one) for one in some]) for root, some in cpu.items()}

    def measure(root):
        seen.append(root)
        return [next(times[root])]

    (found,) = pairs(measure, OTHER, THIS)
    assert seen == [OTHER, THIS, THIS, OTHER, OTHER, THIS]
    assert found.cpu == pytest.approx(1.2)


def test_what_only_one_has_is_left_out():
    answers = {OTHER: [page(1, what="gammal")], THIS: [page(1, what="ny")]}
    assert not list(pairs(lambda root: answers[root], OTHER, THIS))
