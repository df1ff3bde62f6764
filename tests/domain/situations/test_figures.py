"""Drawings are drawn once."""

import time
from datetime import date

import pytest

from samsyn.domain.situations.rendering import figures
from samsyn.drawing.charts import Chart, Week, WeeklyBars, weekly_bars
from samsyn.drawing.table import Column, Table


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR = tmp_path
    return tmp_path / "charts"


class Pen:
    """Draws, and counts how often."""

    __name__ = "pen"

    def __init__(self):
        self.drawn = 0

    def __call__(self, spec):
        self.drawn += 1
        return Chart(f"<svg>{spec}</svg>", spec, "", Table("T", (Column("n"),), ((1,), ("å",))))


def test_the_same_is_drawn_once(folder):
    pen = Pen()
    first, again = figures.drawn(pen, "a"), figures.drawn(pen, "a")
    assert first == again
    assert pen.drawn == 1
    assert figures.drawn(pen, "b") != first
    assert len(list(folder.glob("*/*.json"))) == 2


def test_a_damaged_file_is_drawn_anew(folder):
    pen = Pen()
    first = figures.drawn(pen, "a")
    [path] = folder.glob("*/*.json")
    for damage in ("", "{}", "[", '{"is":"Weather"}'):
        path.write_text(damage)
        assert figures.drawn(pen, "a") == first
    assert pen.drawn == 5


def test_another_edition_of_the_drawing_draws_anew(monkeypatch):
    pen = Pen()
    figures.drawn(pen, "a")
    monkeypatch.setattr(figures, "_edition", lambda: "another")
    figures.drawn(pen, "a")
    assert pen.drawn == 2


def test_a_chart_comes_back_as_it_was():
    bars = WeeklyBars("Rapporter", (Week(date(2026, 10, 5), (3,)),))
    assert figures.drawn(weekly_bars, bars) == figures.drawn(weekly_bars, bars)
    assert figures.drawn(weekly_bars, bars).table.rows[0][1] == 3


def test_old_drawings_are_forgotten(folder):
    figures.drawn(Pen(), "a")
    assert figures.forget(time.time() - 60) == 0
    assert figures.forget(time.time() + 60) == 1
    assert not list(folder.glob("*/*.json"))


def test_no_partial_file_is_left(folder):
    figures.drawn(Pen(), "a")
    assert [path.suffix for path in folder.glob("*/*")] == [".json"]


def test_the_engine_can_be_warmed():
    figures.warm()
