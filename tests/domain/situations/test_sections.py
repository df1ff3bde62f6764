"""The sections, made of counts by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.domain.observations.queries.counts import PlaceCount, TopPlaces
from samsyn.domain.situations import wording
from samsyn.domain.situations.enums import Colour, Direction, Trend
from samsyn.domain.situations.reading import NOTHING, summed
from samsyn.domain.situations.sections import (
    areas,
    districts,
    overall,
    places,
    raised,
    times,
    uncertainty,
)
from samsyn.domain.situations.sections.registry import OVERALL, drafted, happened_in, section
from samsyn.domain.situations.values.content import (
    Areas,
    Judgement,
    Numbers,
    Overall,
    Paragraph,
    Points,
    Rows,
)
from samsyn.domain.situations.values.periods import Period
from samsyn.drawing.state import ValueState
from tests.domain.situations.basis import (
    CATEGORIES,
    DAMAGE,
    EAST,
    LAYER,
    LITTER,
    OCTOBER,
    ROBBERY,
    THREAT,
    TODAY,
    WEST,
    basis,
    material,
    reference,
    said,
)
from tests.domain.situations.section_parts import HEARD, PUBLIC, block, table

RED = Judgement(Colour.RED, Trend.RISING, "Därför.")


counted = st.dictionaries(
    st.sampled_from([DAMAGE, LITTER, THREAT, ROBBERY]),
    st.tuples(*[st.integers(0, 60)] * 3),
)


@given(counted)
@settings(max_examples=40)
def test_the_areas_add_up_to_the_whole(counts):
    made = basis(categories=counts)
    figures = [areas.area_figures(made, area) for area in made.known.areas]
    assert sum(one.count for one in figures) == made.material.total[0]
    for n, label in ((0, "perioden före"), (1, "samma veckor ett år före")):
        assert {one.comparisons[n].label for one in figures} == {label}
        assert sum(one.comparisons[n].count for one in figures) == made.material.total[n + 1]


@given(st.lists(st.tuples(*[st.integers(0, 99)] * 3), max_size=5))
def test_sums_go_period_by_period(counts):
    assert summed(counts) == tuple(sum(one[n] for one in counts) for n in range(3))
    assert summed([]) == NOTHING


def test_a_month_and_what_it_is_compared_with():
    made = overall.overall(basis(categories={DAMAGE: (60, 30, 58), LITTER: (2, 1, 2)}))
    assert said(made) == (
        "62 rapporter gäller 1–31 oktober 2026. "
        "Det är fler än perioden före (31): troligen 1,2–3,1 gånger så många. "
        "Det är ingen tydlig skillnad mot samma veckor ett år före (60). "
        "Perioden före är 1–30 september 2026. "
        "Ett år före är 2 oktober–1 november 2025: samma veckodagar, 52 veckor tidigare."
    )
    assert [one.value for one in block(made, Numbers).items] == ["62", "31", "60", "0"]


def test_few_reports_are_said_to_be_few():
    made = overall.overall(basis(categories={DAMAGE: (3, 0, 1)}))
    assert "tre rapporter gäller" in said(made).lower()
    assert (
        "Det är för få för att avgöra om det skiljer sig från perioden före (inga) "
        "eller samma veckor ett år före (1)."
    ) in said(made)
    assert "signifikant" not in said(made)


def test_without_history_nothing_is_compared():
    made = overall.overall(basis(categories={DAMAGE: (30, 0, 0)}, first_day=OCTOBER.first))
    assert "Det finns inget underlag från perioden före eller samma veckor ett år före" in said(
        made
    )
    assert [one.value for one in block(made, Numbers).items][1:3] == ["–", "–"]


def test_history_that_begins_within_the_period_before_is_none():
    one = material(first_day=date(2026, 9, 2), categories={DAMAGE: (5, 5, 0)})
    assert one.known((5, 5, 0)) == (None, None)
    assert material(first_day=date(2026, 9, 1)).known((5, 5, 0)) == (5, None)


def test_nothing_came():
    made = overall.overall(basis())
    assert said(made).startswith("Inga rapporter gäller 1–31 oktober 2026.")
    assert made.figure is not None


def test_weeks_before_the_data_are_missing_and_the_running_one_preliminary():
    running = Period(date(2026, 11, 9), date(2026, 11, 22))
    one = material(period=running, first_day=date(2026, 10, 14))
    assert overall.week_state(one, date(2026, 10, 5)) is ValueState.MISSING
    assert overall.week_state(one, date(2026, 10, 12)) is ValueState.KNOWN
    assert overall.week_state(one, date(2026, 11, 16)) is ValueState.PRELIMINARY
    assert overall.week_state(material(first_day=None), TODAY) is ValueState.MISSING


def test_the_weeks_hold_twelve_before_the_period():
    made = basis(weeks={(date(2026, 10, 12), DAMAGE): 4, (date(2026, 10, 12), LITTER): 3})
    bars = overall.bars(made)
    assert len(bars.weeks) == 12 + 5
    assert bars.weeks[0].monday == date(2026, 9, 28) - timedelta(weeks=12)
    assert {week.monday: week.total for week in bars.weeks}[date(2026, 10, 12)] == 7


def test_peoples_words_stand_a_paragraph_a_line():
    made = overall.overall(basis(summary="Ett.\n\n  Två.  \n"))
    assert said(made).startswith("Ett. Två. Inga rapporter")


def test_the_judgement_of_the_whole_comes_first():
    made = overall.overall(basis(judgements={OVERALL: RED}))
    assert made.blocks[0] == Overall(RED)
    assert overall.overall(basis()).blocks[0] == Overall(None)


def test_an_area_says_what_of_what_and_where_the_reports_are():
    counts = {DAMAGE: (40, 21, 39), LITTER: (0, 2, 0)}
    made = basis(categories=counts, judgements={"ordning": RED})
    one = areas.area_figures(made, CATEGORIES[1])
    assert (one.count, one.judgement) == (40, RED)
    assert one.categories.table.rows == (("Skadegörelse", 40, 21, 39), ("Skräp", 0, 2, 0))
    assert one.sentences[0].evidence == happened_in(OCTOBER, area="ordning")
    assert one.categories.evidence[0].category == "skadegörelse"
    assert [one.direction for one in one.comparisons] == [Direction.TOO_FEW, Direction.ALIKE]


def test_an_area_without_reports_has_no_table():
    one = areas.area_figures(basis(), CATEGORIES[1])
    assert one.categories is None
    assert one.sentences[0].text == "Inga rapporter."


def test_readers_see_bands_of_what_is_sensitive():
    made = basis(**PUBLIC, categories={DAMAGE: (9, 0, 0)})
    one = areas.area_figures(made, CATEGORIES[2])
    assert one.count is None
    assert one.comparisons == ()
    assert one.categories.table.rows == (
        ("Rån", "5–9", None, None),
        ("Övriga känsliga kategorier, vardera", "0–4", None, None),
    )
    assert set(one.categories.evidence) == {None}


def test_readers_are_told_why_only_where_they_see_the_numbers():
    judged = {"ordning": RED, "våld": RED}
    both = {
        audience: {one.key: one.judgement for one in block(areas.areas(made), Areas).items}
        for audience, made in {
            "group": basis(judgements=judged),
            "public": basis(**PUBLIC, judgements=judged),
        }.items()
    }
    assert both["group"] == judged
    assert both["public"]["ordning"] == RED
    assert both["public"]["våld"].colour == RED.colour
    assert both["public"]["våld"].motivation == wording.WHY_KEPT


def test_readers_are_told_what_the_numbers_leave_out():
    made = overall.overall(basis(**PUBLIC, categories={DAMAGE: (9, 0, 0)}))
    assert "Alla antal är utan de två känsliga kategorierna" in said(made)
    assert len(block(made, Numbers).items) == 3


def test_the_group_is_told_what_not_to_pass_on():
    made = areas.areas(basis(categories={ROBBERY: (1, 0, 0), DAMAGE: (3, 0, 0)}))
    assert said(made).startswith("Rån: antal visas bara för EST-gruppen")
    assert not said(areas.areas(basis(categories={DAMAGE: (3, 0, 0)})))


def test_lines_have_the_year_before_where_it_is_known():
    week = date(2026, 10, 12)
    counts = {(week, DAMAGE): 4, (week - timedelta(weeks=52), DAMAGE): 2}
    panels = areas.multiples(basis(weeks=counts), [CATEGORIES[1]]).panels
    at = list(OCTOBER.mondays(12)).index(week)
    assert (panels[0].values[at], panels[0].reference[at]) == (4, 2)
    [young] = areas.multiples(basis(first_day=date(2026, 3, 1)), [CATEGORIES[1]]).panels
    assert young.reference == ()


def test_an_ended_area_stays_while_it_holds_reports():
    ended = CATEGORIES[1].__class__(
        pk=3, key="gammalt", name="Gammalt", valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1)
    )
    child = CATEGORIES[1].__class__(
        pk=31, key="barn", name="Barn", area=ended, valid_from=date(2020, 1, 1)
    )
    known = reference(categories={**CATEGORIES, 3: ended, 31: child})
    names = [one.name for one in overall.areas_of(basis(known))]
    assert "Gammalt" not in names
    held = basis(known, categories={31: (1, 0, 0)})
    assert "Gammalt" in [one.name for one in overall.areas_of(held)]


def test_raised_points_and_red_areas():
    made = raised.raised(basis(raised="- Ett\n\n• Två", judgements={"våld": RED}))
    assert said(made) == "Ett Två Rött läge bedöms för Våld."
    assert raised.raised(basis()).blocks == ()


PLACED = TopPlaces((PlaceCount(1, "A", 5, 12), PlaceCount(2, "B", 2, 3)))


def test_places_by_number_and_recurrence():
    made = places.places(basis(places=PLACED))
    assert said(made) == (
        "Flest rapporter gäller A: fem. Återkommande, med rapporter under minst fyra av de tolv "
        "veckorna före: A."
    )
    assert table(made).rows == (("A", 5, 12, "återkommande"), ("B", 2, 3, ""))


def test_places_that_share_the_top_are_both_named():
    shared = TopPlaces((PlaceCount(1, "A", 3, 0), PlaceCount(2, "B", 3, 0)))
    assert (
        said(places.places(basis(places=shared))) == "Flest rapporter gäller A och B: tre vardera."
    )


def test_places_that_are_not_shown_are_told_of():
    made = places.places(basis(places=TopPlaces(PLACED.rows, 3)))
    assert "Tabellen visar två platser. Ytterligare tre platser har minst två rapporter." in said(
        made
    )
    assert table(made).title == "Platser med flest rapporter"


def test_no_place_stands_out():
    made = places.places(basis())
    assert said(made) == "Ingen namngiven plats har mer än en rapport."
    assert len(made.blocks) == 1


def test_a_time_is_named_only_with_enough_behind_it():
    few = times.times(basis(hours={(4, "evening"): 4, (0, "morning"): 1}))
    assert said(few) == "Fem rapporter är för få för att visa någon tid som sticker ut."
    many = times.times(basis(hours={(4, "evening"): 9, (0, "morning"): 6, (0, "unknown"): 2}))
    assert said(many) == (
        "Flest rapporter gäller fredag kväll: 9 av 15. Två rapporter saknar tid på dygnet."
    )


def test_times_that_tie_are_all_named():
    hours = {(5, "night"): 7, (4, "evening"): 7}
    assert said(times.times(basis(hours=hours))) == (
        "Flest rapporter gäller fredag kväll och lördag natt: 7 av 14 vardera."
    )


def test_without_hours_there_is_no_grid():
    made = times.times(basis(hours={(0, "unknown"): 3}))
    assert made.figure is None
    assert said(made).startswith("Ingen rapport har en känd tid")


IN_DISTRICTS = {
    (WEST, DAMAGE): 7,
    (EAST, ROBBERY): 2,
    (EAST, DAMAGE): 1,
    (0, DAMAGE): 3,
}


def test_districts_in_the_order_of_their_codes_with_totals():
    made = districts.districts(
        basis(districts=IN_DISTRICTS, categories={DAMAGE: (11, 1, 9), ROBBERY: (2, 0, 0)})
    )
    assert table(made).rows == (
        ("Väster", 7, 0, 7),
        ("Öster", 1, 2, 3),
        ("Utanför eller okänt", 3, 0, 3),
    )
    assert said(made) == "10 av 13 rapporter kan läggas i ett område (Valdistrikt)."
    assert block(made, Rows).evidence[0].district == "01"
    assert "Väster: 7" in made.figure.description
    assert made.figure.source == "Valmyndigheten"


@given(
    st.dictionaries(
        st.tuples(st.sampled_from([0, WEST, EAST]), st.sampled_from([DAMAGE, LITTER, ROBBERY])),
        st.integers(0, 40),
    )
)
@settings(max_examples=25)
def test_every_row_of_districts_adds_up(counts):
    made = districts._table(basis(districts=counts), list(reference().primary_districts))
    assert all(sum(row[1:-1]) == row[-1] for row in made.table.rows)
    assert sum(row[-1] for row in made.table.rows) == sum(counts.values())


def test_without_a_layer_there_is_no_section():
    assert districts.districts(basis(reference(layers={}, districts={}))) is None


def test_borders_that_are_drawn_say_so():
    drawn = LAYER.__class__(pk=1, name="Valdistrikt", primary=True, illustrative=True)
    drawn.valid_from = LAYER.valid_from
    made = basis(reference(layers={1: drawn}))
    assert "ungefärliga" in districts.districts(made).figure.source
    assert "ungefärliga" in said(uncertainty.uncertainty(made))


def test_sections_stand_in_their_order_and_in_swedish():
    made = drafted(basis(categories={DAMAGE: (3, 1, 1)}))
    assert [one.key for one in made] == [
        *("overall", "areas", "raised", "places", "times", "coming"),
        *("districts", "coverage", "uncertainty"),
    ]


def test_every_sentence_with_a_number_leads_to_its_reports():
    made = drafted(
        basis(
            categories={DAMAGE: (30, 10, 12), ROBBERY: (3, 0, 1)},
            districts=IN_DISTRICTS,
            hours={(4, "evening"): 9},
            places=PLACED,
            reporting=HEARD,
        )
    )
    method = {"Lägesbilden gör", "Perioder jämförs", "Två organisationer", "En organisation"}
    for sentence in _sentences(made):
        counted_things = any(letter.isdigit() for letter in sentence.text)
        if counted_things and not sentence.text.startswith(tuple(method)):
            assert sentence.evidence is not None, sentence.text


def _sentences(made):
    for one in made:
        for part in one.blocks:
            if isinstance(part, Paragraph):
                yield from part.sentences
            if isinstance(part, Points):
                yield from part.items
            if isinstance(part, Areas):
                for area in part.items:
                    yield from area.sentences


def test_a_key_is_registered_once():
    with pytest.raises(ValueError, match="overall"):
        section("overall", 5)(lambda basis: None)
