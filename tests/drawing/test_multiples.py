"""Small multiples: one scale, gaps where nothing is known, sums that add up."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.drawing.charts import Panel, SmallMultiples, small_multiples
from tests.drawing.samples import (
    HOSTILE,
    check_page_svg,
    check_painted_by_role,
    check_shown,
    classes,
    mondays,
    nodes,
    texts,
)

PANELS = (
    Panel("Hot och våld", (1, 2, None, 4, 5)),
    Panel("ANDT", (0, 0, 3, None, None)),
)
SHEET = SmallMultiples("Områden", mondays(5), PANELS)


def lines(svg: str) -> list[str]:
    """The `d` of each value line, panel by panel."""
    return [
        node.get("d", "")
        for node in nodes(svg, "path")
        if "c-stroke-primary" in node.get("class", "")
        and not node.get("stroke-dasharray", "").startswith("3")
        and "L" in node.get("d", "")
    ]


def test_each_area_is_named_and_ends_with_its_latest_number() -> None:
    shown = texts(small_multiples(SHEET).svg)
    assert {"Hot och våld", "ANDT", "5", "3"} <= set(shown)


def test_the_panels_keep_their_order() -> None:
    shown = texts(small_multiples(SHEET).svg)
    assert shown.index("Hot och våld") < shown.index("ANDT")


def test_an_unknown_week_breaks_the_line() -> None:
    first = lines(small_multiples(SHEET).svg)[0]
    assert first.count("M") == 2
    whole = replace(SHEET, panels=(Panel("a", (1, 2, 3, 4, 5)),))
    assert lines(small_multiples(whole).svg)[0].count("M") == 1


def test_a_value_alone_between_gaps_is_a_dot() -> None:
    alone = replace(SHEET, panels=(Panel("a", (1, None, 2, None, 3)),))
    few = replace(SHEET, panels=(Panel("a", (1, 1, 2, 2, 3)),))
    circles = [
        [n for n in nodes(small_multiples(m).svg, "path") if "c-fill-primary" in n.get("class", "")]
        for m in (alone, few)
    ]
    assert len(circles[0]) == 3
    assert len(circles[1]) == 1


def test_cumulative_lines_add_up_and_an_unknown_week_adds_nothing() -> None:
    summed = small_multiples(replace(SHEET, cumulative=True))
    assert [row[1] for row in summed.table.rows] == [1, 3, "uppgift saknas", 7, 12]
    assert "12" in texts(summed.svg)
    assert "Hot och våld, sammanlagt: 12 rapporter." in summed.description


def test_one_report_is_said_of_one() -> None:
    alone = replace(SHEET, panels=(Panel("a", (0, 0, 0, 0, 1)),))
    assert small_multiples(alone).description == "a, senast: 1 rapport."


@given(st.lists(st.one_of(st.none(), st.integers(0, 99)), min_size=1, max_size=20))
def test_sums_end_at_the_sum(values: list[int | None]) -> None:
    made = SmallMultiples("x", mondays(len(values)), (Panel("a", tuple(values)),), cumulative=True)
    known = [value for value in made.line(tuple(values)) if value is not None]
    assert known == sorted(known)
    assert (known[-1] if known else 0) == sum(value or 0 for value in values)
    assert [v is None for v in made.line(tuple(values))] == [v is None for v in values]


def test_a_reference_is_dashed_named_and_tabled() -> None:
    panel = Panel("a", (1, 2, 3, 4, 5), (2, 2, 2, 2, 2))
    chart = small_multiples(replace(SHEET, panels=(panel,)))
    assert {"I år", "Föregående år"} <= set(texts(chart.svg))
    assert [column.label for column in chart.table.columns] == ["Vecka", "a", "a, föregående år"]
    assert "c-stroke-axis" in classes(chart.svg)
    assert "Föregående år" not in texts(small_multiples(SHEET).svg)


def test_all_panels_share_one_scale() -> None:
    small, large = Panel("liten", (1, 1, 1, 1, 1)), Panel("stor", (50, 50, 50, 50, 50))
    svg = small_multiples(replace(SHEET, panels=(small, large))).svg
    heights = [float(line.partition(",")[2].partition("L")[0]) for line in lines(svg)]
    assert heights[0] > 5 * heights[1]  # y grows downward: the small one lies near the floor


def test_a_panel_without_any_value_is_said_to_lack_it() -> None:
    none = replace(SHEET, panels=(Panel("a", (None,) * 5),))
    chart = small_multiples(none)
    assert chart.description == "a, senast: uppgift saknas."
    check_page_svg(chart.svg)


@pytest.mark.parametrize(("width", "columns"), [(300, 1), (640, 2), (1300, 2)])
def test_as_many_panels_side_by_side_as_there_is_room_for(width: int, columns: int) -> None:
    assert replace(SHEET, width=width).columns == columns


def test_long_names_get_wider_panels() -> None:
    long = tuple(Panel(f"{n} {'mycket långt namn ' * 3}", (1,) * 5) for n in range(4))
    short = tuple(Panel(str(n), (1,) * 5) for n in range(4))
    assert replace(SHEET, panels=long).columns < replace(SHEET, panels=short).columns


@pytest.mark.parametrize(
    ("panels", "words"),
    [
        ((Panel("a", (1, 2)),), "one value for each week"),
        ((Panel("a", (1, 2, 3, 4, 5), (1,)),), "one value for each week"),
        ((PANELS[0], PANELS[0]), "name of its own"),
    ],
)
def test_what_does_not_fit_is_refused(panels: tuple[Panel, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(SHEET, panels=panels)


def test_hostile_names_are_shown_as_they_are() -> None:
    panels = tuple(Panel(hostile, (1, 2), (2, None)) for hostile in HOSTILE)
    made = SmallMultiples(HOSTILE[0], mondays(2), panels, reference_label=HOSTILE[1])
    chart = small_multiples(made)
    check_page_svg(chart.svg)
    check_painted_by_role(chart.svg)
    check_shown(chart.svg, *HOSTILE)
