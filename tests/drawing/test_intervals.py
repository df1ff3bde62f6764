"""Districts beside the whole, and effects beside no change."""

import re
from dataclasses import replace

import pytest

from samsyn.drawing.charts import (
    DistrictDots,
    DistrictRow,
    EffectRow,
    EffectWhiskers,
    district_dots,
    effect_whiskers,
)
from samsyn.drawing.state import ValueState
from tests.drawing.samples import (
    HOSTILE,
    check_page_svg,
    check_painted_by_role,
    check_shown,
    nodes,
    texts,
)

ROWS = (
    DistrictRow("Åvestbo", 4.0, 8.0, 3.0, 14.0),
    DistrictRow("Centrum", 26.0, 19.0, 15.0, 24.0),
    DistrictRow("Meling", 7.0, 5.0, 2.0, 9.0),
    DistrictRow("Kolarbyn", state=ValueState.WITHHELD),
)
DOTS = DistrictDots("Distrikt", ROWS, mean=11.2)
EFFECTS = EffectWhiskers(
    "Effekt",
    (
        EffectRow("Skadegörelse", -12, -19, -4, "minskade"),
        EffectRow("Kontrollområde", 1, -6, 8, "går inte att avgöra"),
    ),
)


def across(node_transform: str) -> float:
    """The x of `translate(x,y)`."""
    found = re.match(r"translate\((-?[\d.]+)", node_transform)
    assert found
    return float(found[1])


def dots(svg: str, fill: str) -> list[float]:
    """Where the dots of the plot stand, those of the legend left out (they have no y in plot)."""
    points = [
        across(node.get("transform", ""))
        for node in nodes(svg, "path")
        if f"c-fill-{fill}" in node.get("class", "") and "A" in node.get("d", "")
    ]
    return points[: sum(row.shrunk is not None for row in ROWS)]


def test_districts_keep_the_order_given() -> None:
    shown = [text for text in texts(district_dots(DOTS).svg) if text in {r.label for r in ROWS}]
    assert shown == ["Åvestbo", "Centrum", "Meling", "Kolarbyn"]


def test_dots_stand_at_their_values() -> None:
    svg = district_dots(DOTS).svg
    shrunk, raw = dots(svg, "primary"), dots(svg, "surface")
    # The same scale for both: distances are as the values'.
    unit = (shrunk[1] - shrunk[2]) / (19 - 5)
    assert unit > 0
    assert (shrunk[0] - shrunk[2]) == pytest.approx(unit * (8 - 5), rel=0.02)
    assert (raw[1] - raw[0]) == pytest.approx(unit * (26 - 4), rel=0.02)
    assert (raw[2] - shrunk[2]) == pytest.approx(unit * (7 - 5), rel=0.05)


def test_the_mean_is_a_named_line() -> None:
    chart = district_dots(DOTS)
    assert "Hela kommunen: 11,2" in texts(chart.svg)
    assert [node for node in nodes(chart.svg, "line") if node.get("stroke-dasharray")]


def test_the_legend_tells_measured_from_shrunk() -> None:
    shown = texts(district_dots(DOTS).svg)
    assert {"Utjämnat värde", "Uppmätt värde", "Osäkerhet, 95 %"} <= set(shown)


def test_a_withheld_district_is_named_without_numbers() -> None:
    chart = district_dots(DOTS)
    assert "för litet för att visa" in texts(chart.svg)
    assert chart.table.rows[3] == ("Kolarbyn", None, None, None, "för litet för att visa")


def test_only_what_the_interval_carries_is_called_different() -> None:
    description = district_dots(DOTS).description
    assert "Tydligt över: Centrum." in description
    assert "Tydligt under: Meling." in description
    assert "Åvestbo" not in description


def test_nothing_different_is_said_too() -> None:
    calm = DistrictDots("x", ROWS[:1], mean=8)
    assert district_dots(calm).description.endswith(
        "Inget distrikt skiljer sig tydligt från helheten."
    )


def test_the_district_table_ends_with_the_whole() -> None:
    table = district_dots(DOTS).table
    assert table.rows[0] == ("Åvestbo", 4.0, 8.0, "3–14", "")
    assert table.rows[-1][:2] == ("Hela kommunen", 11.2)


def test_effects_stand_beside_no_change_with_their_verdict() -> None:
    chart = effect_whiskers(EFFECTS)
    shown = texts(chart.svg)
    assert {"ingen förändring", "minskade", "går inte att avgöra"} <= set(shown)
    assert "\N{MINUS SIGN}10" in shown


def test_effects_in_words_and_figures() -> None:
    chart = effect_whiskers(EFFECTS)
    first, second = chart.table.rows
    assert first == ("Skadegörelse", -12, "\N{MINUS SIGN}19 till \N{MINUS SIGN}4", "minskade")
    assert second[3] == "går inte att avgöra"
    assert chart.description.startswith("Skadegörelse: minskade, \N{MINUS SIGN}12 (")


def test_an_effect_keeps_within_its_width() -> None:
    long = EffectRow("En mycket lång beskrivning av ett utfall i ett område", -1, -2, 1, "minskade")
    chart = effect_whiskers(EffectWhiskers("x", (long,), width=400))
    root_width = float(re.search(r'width="([\d.]+)"', chart.svg)[1])  # type: ignore[index]
    assert root_width <= 660


def test_on_a_phone_the_names_stand_above_and_the_plot_has_the_width() -> None:
    chart = effect_whiskers(replace(EFFECTS, width=340))
    assert {"Skadegörelse", "minskade", "går inte att avgöra"} <= set(texts(chart.svg))
    grid = [
        across(node.get("transform", ""))
        for node in nodes(chart.svg, "line")
        if "c-stroke-grid" in node.get("class", "")
    ]
    assert max(grid) - min(grid) > 250
    check_painted_by_role(chart.svg)


@pytest.mark.parametrize("kind", [DistrictDots, EffectWhiskers])
def test_names_are_unique(kind: type) -> None:
    twice: dict[type, tuple[object, ...]] = {
        DistrictDots: ("x", (ROWS[0], ROWS[0]), 1.0),
        EffectWhiskers: ("x", (EFFECTS.rows[0], EFFECTS.rows[0])),
    }
    with pytest.raises(ValueError, match="name of its own"):
        kind(*twice[kind])


def test_hostile_districts_are_shown_as_they_are() -> None:
    rows = tuple(DistrictRow(hostile, 1, 2, 0, 3) for hostile in HOSTILE)
    chart = district_dots(DistrictDots(HOSTILE[0], rows, 2, HOSTILE[1], HOSTILE[2]))
    check_page_svg(chart.svg)
    check_painted_by_role(chart.svg)
    check_shown(chart.svg, *HOSTILE)


def test_hostile_effects_are_shown_as_they_are() -> None:
    rows = tuple(EffectRow(hostile, 1, 0, 2, hostile) for hostile in HOSTILE)
    chart = effect_whiskers(EffectWhiskers(HOSTILE[0], rows, HOSTILE[1], HOSTILE[2]))
    check_page_svg(chart.svg)
    check_painted_by_role(chart.svg)
    check_shown(chart.svg, *HOSTILE)


def test_no_rows_give_an_empty_drawing() -> None:
    check_page_svg(district_dots(DistrictDots("x", (), 1)).svg)
    check_page_svg(effect_whiskers(EffectWhiskers("x", ())).svg)


def test_measured_values_stand_alone_where_nothing_is_shrunk() -> None:
    rows = tuple(replace(row, shrunk=None) for row in ROWS)
    drawn = district_dots(DistrictDots("Få områden", rows, mean=6.0))
    said = " ".join(texts(drawn.svg))
    assert "Uppmätt värde" in said
    assert "Utjämnat värde" not in said
    assert [row[2] for row in drawn.table.rows] == [None] * 5
    assert len(nodes(drawn.svg, "path")) >= 3
