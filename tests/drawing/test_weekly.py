"""Weekly bars: read back from the SVG that a page shows."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.drawing import svg
from samsyn.drawing.charts import Expected, Week, WeeklyBars, weekly_bars
from samsyn.drawing.charts import weekly as weekly_module
from samsyn.drawing.state import ValueState
from tests.drawing.samples import (
    HOSTILE,
    MONDAY,
    USUAL,
    attributes,
    bars,
    check_page_svg,
    check_painted_by_role,
    check_shown,
    classes,
    mondays,
    nodes,
    texts,
    weeks,
)

AREAS = ("Ordningsstörning och otrygghet", "Hot och våld", "ANDT")


def stacked(*rows: tuple[int, ...], **rest: object) -> WeeklyBars:
    days = mondays(len(rows))
    made = tuple(Week(day, row) for day, row in zip(days, rows, strict=True))
    return WeeklyBars("Per område", made, AREAS[: len(rows[0])], **rest)  # type: ignore[arg-type]


def bar_heights(drawn: str, paint: str) -> list[float]:
    """Heights of the filled rectangles of one paint, legend swatches left out."""
    found = []
    for node in nodes(drawn, "path"):
        size = re.fullmatch(r"M[\d.]+,[\d.]+h([\d.]+)v([\d.]+)h-[\d.]+Z", node.get("d", ""))
        if size and paint in (node.get("class", "") + node.get("fill", "")):
            found.append(float(size[2]))
    return found


def test_a_bar_is_as_tall_as_its_count() -> None:
    drawn = weekly_bars(bars(2, 4, 8)).svg
    short, middle, tall = bar_heights(drawn, "c-fill-primary")
    assert middle == pytest.approx(2 * short, rel=0.01)
    assert tall == pytest.approx(4 * short, rel=0.01)


def test_weeks_are_drawn_by_date_whatever_order_they_came_in() -> None:
    forward = bars(1, 2, 3, 4)
    backward = replace(forward, weeks=forward.weeks[::-1])
    assert weekly_bars(forward).svg == weekly_bars(backward).svg
    labels = [text for text in texts(weekly_bars(forward).svg) if text.startswith("v.")]
    assert [label[:5] for label in labels] == ["v.\xa036", "v.\xa037", "v.\xa038", "v.\xa039"]


def test_the_year_stands_below_the_first_week_and_at_new_year() -> None:
    days = mondays(4, date(2026, 12, 14))
    chart = weekly_bars(WeeklyBars("x", tuple(Week(day, (1,)) for day in days)))
    labels = [text for text in texts(chart.svg) if text.startswith("v.")]
    assert labels == ["v.\xa0512026", "v.\xa052", "v.\xa053", "v.\xa012027"]


def test_long_series_keep_room_between_labels_and_name_the_latest_week() -> None:
    days = mondays(104)
    made = WeeklyBars("x", tuple(Week(day, (1,)) for day in days))
    labels = [text for text in texts(weekly_bars(made).svg) if text.startswith("v.")]
    assert len(labels) <= made.width / 37
    assert labels[-1].startswith(f"v.\xa0{days[-1].isocalendar().week}")


def test_a_missing_week_is_a_marked_gap_and_not_a_zero() -> None:
    known = bars(3, 0, 3)
    lost = replace(known.weeks[1], counts=(), state=ValueState.MISSING)
    missing = replace(known, weeks=(known.weeks[0], lost, known.weeks[2]))
    zero, gap = weekly_bars(known), weekly_bars(missing)
    assert "Uppgift saknas" not in texts(zero.svg)
    assert "Uppgift saknas" in texts(gap.svg)
    assert len(bar_heights(gap.svg, "-missing)")) == 1
    assert [row[1] for row in zero.table.rows] == [3, 0, 3]
    assert [row[1] for row in gap.table.rows] == [3, None, 3]
    assert gap.table.rows[1][-1] == "uppgift saknas"


def test_a_withheld_week_shows_no_number_anywhere() -> None:
    week = replace(weeks(3)[0], counts=(), state=ValueState.WITHHELD)
    chart = weekly_bars(replace(bars(7), weeks=(week,)))
    assert "För litet för att visa" in texts(chart.svg)
    assert bar_heights(chart.svg, "c-fill-primary") == []
    assert chart.table.rows[0][1] is None
    assert chart.table.rows[0][-1] == "för litet för att visa"


def test_a_preliminary_week_is_hatched() -> None:
    known = bars(3, 2)
    filling = replace(known.weeks[1], state=ValueState.PRELIMINARY)
    chart = weekly_bars(replace(known, weeks=(known.weeks[0], filling)))
    assert len(bar_heights(chart.svg, "c-fill-primary")) == 1
    assert len(bar_heights(chart.svg, "-preliminary)")) == 1
    assert chart.table.rows[1][1:] == (2, "0–5", "preliminär")
    assert "Preliminär: v.\xa037." in chart.description


def test_a_preliminary_stack_keeps_its_areas_under_the_hatch() -> None:
    made = stacked((1, 2), (3, 4))
    filling = replace(made.weeks[1], state=ValueState.PRELIMINARY)
    chart = weekly_bars(replace(made, weeks=(made.weeks[0], filling)))
    assert len(bar_heights(chart.svg, "-series-1)")) == 2
    assert len(bar_heights(chart.svg, "-preliminary-over)")) == 1


def test_an_alarm_is_marked_by_shape_and_number_and_words() -> None:
    made = bars(2, 9, 3)
    alarmed = replace(made.weeks[1], alarm=True)
    chart = weekly_bars(replace(made, weeks=(made.weeks[0], alarmed, made.weeks[2])))
    assert "c-fill-alarm" in classes(chart.svg)
    assert "Avviker" in texts(chart.svg)
    assert "9" in texts(chart.svg)
    assert chart.table.rows[1][-1] == "avviker"
    assert "Avviker: v.\xa037." in chart.description
    calm = weekly_bars(made)
    assert "c-fill-alarm" not in classes(calm.svg)


def test_the_bands_enclose_each_other_and_carry_natural_frequencies() -> None:
    chart = weekly_bars(bars(1, 2, 3))
    assert {"Vanligt 80 veckor av 100", "Vanligt 95 veckor av 100"} <= set(texts(chart.svg))
    wide, narrow = (bar_heights(chart.svg, f"c-fill-band-{level}")[0] for level in (95, 80))
    assert wide > narrow > 0
    assert chart.description.endswith("v.\xa038: 3 rapporter, vanligt är 0–5.")


def test_without_bands_and_states_there_is_no_legend() -> None:
    made = WeeklyBars("x", weeks(1, 2, expected=None))
    assert "Antal" not in texts(weekly_bars(made).svg)


def test_a_column_that_says_nothing_of_any_week_is_left_out() -> None:
    bare = WeeklyBars("x", weeks(1, 2, expected=None))
    alarmed = replace(bare, weeks=(bare.weeks[0], replace(bare.weeks[1], alarm=True)))
    headings = [
        [column.label for column in weekly_bars(made).table.columns]
        for made in (bare, alarmed, bars(1, 2))
    ]
    assert headings == [
        ["Vecka", "Antal"],
        ["Vecka", "Antal", "Anmärkning"],
        ["Vecka", "Antal", "Vanligt 95 veckor av 100"],
    ]


def test_few_reports_never_fill_the_chart() -> None:
    made = WeeklyBars("x", weeks(1, 0, 1, expected=None))
    assert made.top == 4
    assert max(bar_heights(weekly_bars(made).svg, "c-fill-primary")) < made.height / 3


def test_stacks_add_up_and_are_told_apart_without_colour() -> None:
    chart = weekly_bars(stacked((1, 2, 3), (4, 0, 2)))
    patterns = {node.get("id", "") for node in nodes(chart.svg, "pattern")}
    assert {name.partition("-")[2] for name in patterns} == {"series-1", "series-2", "series-3"}
    assert [column.label for column in chart.table.columns[1:5]] == [*AREAS, "Totalt"]
    assert [row[1:5] for row in chart.table.rows] == [(1, 2, 3, 6), (4, 0, 2, 6)]


def test_the_marks_of_the_patterns_differ() -> None:
    marks = [svg.PATTERNS[f"series-{number}"].marks for number in range(1, 7)]
    assert len(set(marks)) == len(marks)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"weeks": (Week(MONDAY + timedelta(days=1), (1,)),)}, "not a Monday"),
        ({"weeks": (Week(MONDAY, (1,)), Week(MONDAY, (2,)))}, "given twice"),
        ({"weeks": (Week(MONDAY, (1, 2)),)}, "one count for each area"),
        ({"areas": ()}, "Between 1 and 6"),
        ({"areas": tuple("abcdefg")}, "Between 1 and 6"),
        ({"areas": ("a", "a")}, "name of its own"),
        ({"areas": ("Avviker",)}, "name of its own"),
    ],
)
def test_what_cannot_be_drawn_is_refused(change: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(bars(1), **change)  # type: ignore[arg-type]


def test_no_weeks_at_all_is_said() -> None:
    chart = weekly_bars(WeeklyBars("x", ()))
    assert chart.description == "Inga veckor att visa."
    assert chart.table.rows == ()
    check_page_svg(chart.svg)


def test_only_missing_weeks_is_said() -> None:
    chart = weekly_bars(WeeklyBars("x", (Week(MONDAY, state=ValueState.MISSING),)))
    assert "Inga uppgifter." in chart.description
    check_page_svg(chart.svg)


@pytest.mark.parametrize("hostile", [HOSTILE[:5], HOSTILE[5:]])
def test_hostile_names_are_shown_as_they_are(hostile: tuple[str, ...]) -> None:
    week = Week(MONDAY, (1,) * len(hostile))
    chart = weekly_bars(WeeklyBars(hostile[0], (week,), hostile, unit=hostile[1]))
    check_page_svg(chart.svg)
    check_shown(chart.svg, *hostile)


def test_a_page_can_repaint_everything() -> None:
    made = bars(2, 9, 3, 4)
    late = replace(made.weeks[3], state=ValueState.PRELIMINARY, alarm=True)
    gone = replace(made.weeks[2], counts=(), state=ValueState.MISSING)
    chart = weekly_bars(replace(made, weeks=(*made.weeks[:2], gone, late)))
    check_page_svg(chart.svg)
    check_painted_by_role(chart.svg)


def test_two_charts_on_a_page_share_no_id() -> None:
    one, other = weekly_bars(bars(1, 2)).svg, weekly_bars(bars(1, 3)).svg
    ids = [{value for name, value in attributes(drawn) if name == "id"} for drawn in (one, other)]
    assert not ids[0] & ids[1]


def test_the_same_values_give_the_same_bytes() -> None:
    assert weekly_bars(bars(1, 2)).svg == weekly_bars(bars(1, 2)).svg


@pytest.mark.parametrize("width", [340, 640, 900])
def test_the_drawing_is_as_wide_as_asked(width: int) -> None:
    root = ET.fromstring(weekly_bars(bars(1, 2, 3, width=width)).svg)
    assert float(root.attrib["width"]) == pytest.approx(width, abs=2)


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.sampled_from(list(ValueState)), st.booleans()),
        min_size=1,
        max_size=12,
    )
)
def test_table_and_drawing_agree(rows: list[tuple[int, ValueState, bool]]) -> None:
    made = []
    for day, (count, state, alarm) in zip(mondays(len(rows)), rows, strict=True):
        shown = state in (ValueState.KNOWN, ValueState.PRELIMINARY)
        made.append(Week(day, (count,) if shown else (), state, USUAL, alarm))
    chart = weekly_bars(WeeklyBars("x", tuple(made)))
    check_page_svg(chart.svg)
    drawn = bar_heights(chart.svg, "c-fill-primary") + bar_heights(chart.svg, "-preliminary)")
    known = [week.total for week in made if week.total]
    # A band's bars and the legend's swatches are painted otherwise; zeros have no height.
    assert len([height for height in drawn if height > 0.05]) <= len(known)
    assert [row[1] for row in chart.table.rows] == [week.total for week in made]


@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=8),
    st.floats(0, 60, allow_nan=False),
    st.booleans(),
)
def test_everything_fits_below_the_top(counts: list[int], high: float, alarm: bool) -> None:
    usual = Expected(0, 0, min(high, 3), 0, high)
    made = tuple(replace(week, expected=usual, alarm=alarm) for week in weeks(*counts))
    top = WeeklyBars("x", made).top
    assert top >= max(*counts, high, 4)
    assert not alarm or top > max(counts)


def test_reserved_words_are_those_of_the_legend() -> None:
    assert weekly_module.ALARM.label in weekly_module._RESERVED
