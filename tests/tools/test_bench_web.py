"""What the web benchmark says of a figure."""

import pytest
from tools.bench.web_figures import MISSED, SLOWED, USUAL_MS, Bar, Figure, table


@pytest.mark.parametrize(
    ("cpu_ms", "slowed", "verdict"),
    [
        (15.0, 1, "ok"),
        (15.1, 1, MISSED),
        (15.1, 2, SLOWED),
        (30.0, 2, SLOWED),
        (30.1, 2, MISSED),
        (15.1, 0.5, MISSED),
    ],
)
def test_a_slow_machine_is_told_from_a_slow_page(cpu_ms, slowed, verdict):
    one = Figure(what="x", bar=Bar(cpu_ms=15), cpu_ms=cpu_ms, machine_ms=USUAL_MS * slowed)
    assert one.verdict == verdict


def test_what_waits_for_a_disk_is_not_excused():
    slow = USUAL_MS * 9
    assert Figure(what="x", bar=Bar(rate=2000), rate=1999, machine_ms=slow).verdict == MISSED
    assert Figure(what="x", bar=Bar(wall_ms=500), wall_ms=501, machine_ms=slow).verdict == MISSED


def test_statements_do_not_grow_on_a_slow_machine():
    one = Figure(what="x", bar=Bar(sql=5, cpu_ms=15), sql=6, cpu_ms=1, machine_ms=USUAL_MS * 9)
    assert one.verdict == MISSED


def test_what_was_not_measured_misses():
    assert Figure(what="x", bar=Bar(cpu_ms=15)).verdict == MISSED
    assert Figure(what="x").verdict == ""


def test_a_figure_is_the_same_after_its_way_between_processes():
    one = Figure(what="x", bar=Bar(cpu_ms=15), cpu_ms=20, machine_ms=12.0)
    assert Figure.from_plain(one.as_plain()) == one
    assert SLOWED in table([one])
