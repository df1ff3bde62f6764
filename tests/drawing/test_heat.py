"""The heat grid carries its numbers, and hot is more than dark."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.drawing.charts import HeatCell, HeatGrid, heat_grid, linear_step
from samsyn.drawing.state import ValueState
from tests.drawing.samples import (
    HOSTILE,
    check_page_svg,
    check_painted_by_role,
    check_shown,
    classes,
    nodes,
    texts,
)

DAYS = ("mån", "tis", "ons", "tor", "fre", "lör", "sön")
PARTS = ("natt", "dag", "kväll")


def grid(*rows: tuple[HeatCell, ...]) -> HeatGrid:
    return HeatGrid("När det händer", PARTS[: len(rows)], DAYS[: len(rows[0])], rows)


def cells(*values: int) -> tuple[HeatCell, ...]:
    return tuple(HeatCell(value) for value in values)


def test_every_cell_shows_its_number() -> None:
    chart = heat_grid(grid(cells(11, 22, 33), cells(44, 55, 0)))
    assert {"11", "22", "33", "44", "55", "0"} <= set(texts(chart.svg))
    assert {"mån", "tis", "ons", "natt", "dag"} <= set(texts(chart.svg))


def test_the_table_has_days_across_and_parts_down() -> None:
    table = heat_grid(grid(cells(1, 2), cells(3, 4))).table
    assert [column.label for column in table.columns] == ["Tid", "mån", "tis"]
    assert table.rows == (("natt", 1, 2), ("dag", 3, 4))


def test_rows_and_columns_keep_their_order() -> None:
    shown = texts(heat_grid(grid(cells(1, 2, 3, 4, 5, 6, 7), cells(0, 0, 0, 0, 0, 0, 0))).svg)
    assert [text for text in shown if text in DAYS] == list(DAYS)
    assert [text for text in shown if text in PARTS] == list(PARTS[:2])


def test_a_hot_cell_is_framed_named_and_bold() -> None:
    hot = HeatCell(9, hot=True)
    chart = heat_grid(grid((HeatCell(1), hot)))
    assert "c-stroke-alarm" in classes(chart.svg)
    assert "Fler än vanligt här" in texts(chart.svg)
    weights = {node.text: node.get("font-weight") for node in nodes(chart.svg, "text")}
    assert weights["9"] == "600"
    assert weights["1"] in (None, "400")
    assert "Fler än vanligt här: tis natt." in chart.description


def test_without_hot_cells_nothing_is_framed() -> None:
    assert "c-stroke-alarm" not in classes(heat_grid(grid(cells(1, 99))).svg)


def test_missing_and_withheld_are_patterns_without_numbers() -> None:
    rows = (HeatCell(state=ValueState.MISSING), HeatCell(state=ValueState.WITHHELD), HeatCell(4))
    chart = heat_grid(grid(rows))
    fills = {node.get("fill", "").partition("-")[2] for node in nodes(chart.svg, "path")}
    assert {"missing)", "withheld)"} <= fills
    assert chart.table.rows[0] == ("natt", "uppgift saknas", "för litet för att visa", 4)
    assert "0" not in texts(chart.svg)


def test_the_description_names_the_fullest_cell() -> None:
    chart = heat_grid(grid(cells(1, 2), cells(3, 4)))
    assert chart.description == "Flest tis dag: 4 av 10 rapporter."
    assert heat_grid(grid(cells(0, 0))).description == "Inga rapporter."


def test_headings_lose_their_capital_within_a_sentence() -> None:
    hot = (HeatCell(1), HeatCell(4, hot=True))
    made = HeatGrid("x", ("Kväll 18–24",), ("Torsdag", "Fredag"), (hot,))
    assert heat_grid(made).description == (
        "Flest fredag kväll 18–24: 4 av 5 rapporter. Fler än vanligt här: fredag kväll 18–24."
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rows": ("a", "b")}, "one cell for each"),
        ({"columns": ("a",)}, "one cell for each"),
        ({"columns": ("a", "a")}, "name of its own"),
    ],
)
def test_a_grid_that_does_not_fit_is_refused(change: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(grid(cells(1, 2)), **change)  # type: ignore[arg-type]


@pytest.mark.parametrize("state", [ValueState.MISSING, ValueState.WITHHELD])
def test_an_unshown_cell_has_no_value(state: ValueState) -> None:
    with pytest.raises(ValueError, match="has none"):
        HeatCell(3, state)
    with pytest.raises(ValueError, match="has a value"):
        HeatCell()


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_steps_rise_with_the_value_and_only_nothing_is_nought(value: int, top: int) -> None:
    step = linear_step(value, top)
    assert 0 <= step <= 5
    assert (step == 0) == (value == 0)
    assert linear_step(value + 1, top) >= step


def test_two_reports_never_reach_the_darkest_step() -> None:
    chart = heat_grid(grid(cells(0, 1, 2)))
    assert "c-fill-step-5" not in classes(chart.svg)
    assert "c-fill-step-2" in classes(chart.svg)


def test_hostile_labels_are_shown_as_they_are() -> None:
    row = tuple(HeatCell(1, hot=True) for _ in HOSTILE)
    made = HeatGrid(HOSTILE[0], HOSTILE, HOSTILE, (row,) * len(HOSTILE), hot_label=HOSTILE[1])
    chart = heat_grid(made)
    check_page_svg(chart.svg)
    check_painted_by_role(chart.svg)
    check_shown(chart.svg, *HOSTILE)
