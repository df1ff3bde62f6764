"""Whole files, entered as a careful person would; and the mapping that a file suggests."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.sources.mapping import (
    About,
    Mapped,
    MappingError,
    Precision,
    Target,
    apply_mapping,
    suggest_mapping,
)
from samsyn.sources.tables import read_table
from samsyn.sources.values import DateOrder
from tests.sources.files import beside, sample
from tests.sources.mapped import CELLS, KNOWN, table_of, targets, utc


def by_row(mapped):
    return {row.row: row for row in mapped.rows}


@pytest.fixture(scope="module")
def housing():
    table = read_table(sample("bostadsbolag_storningar_cp1252.csv"), "bostadsbolag.csv")
    return apply_mapping(table, suggest_mapping(table, KNOWN), KNOWN)


def test_all_eighty_come_in(housing):
    assert (len(housing.rows), housing.problems) == (80, ())
    assert [(one.row, one.kind) for one in housing.skipped] == [
        (86, About.SUM), (87, About.SECTION), (88, About.SECTION),
    ]  # fmt: skip


# Row number, then what a careful person would enter: when (local clock, by hand to UTC),
# place, category, how many, and whether the person would make a remark.
BY_HAND = [
    # 01/01/2024;23.45;ÅVESTBO-VÄSTERVÅLA;Obehörig i trapphus;2;12 400,50
    (5, "2024-01-01 22:45", "Åvestbo-Västervåla", "", 2, "”Obehörig i trapphus” är ingen känd"),
    # 2024-03-26;15.45;Per Ols;-;1;12 400,50
    (6, "2024-03-26 14:45", "Per Ols", "", 1, "säger inte vad"),
    # 13/02/2024;04.00;Kolarbyn;Misstänkt narkotika;;1 250,00
    (8, "2024-02-13 03:00", "Kolarbyn", "", 1, "”Misstänkt narkotika” är ingen känd"),
    # 2024-04-26;09:30;Västanfors;Nedskräpning;..;0
    (10, "2024-04-26 07:30", "Västanfors", "nedskrapning", 1, ""),
    # 2024-06-21;00.45;Centrum;-;1;350,00
    (13, "2024-06-20 22:45", "Centrum", "", 1, "säger inte vad"),
    # 23/06/2024;00:00;CENTRUM;Störande ljud;3;
    (31, "2024-06-22 22:00", "Centrum", "", 3, "”Störande ljud” är ingen känd"),
    # 06/04/2024;15:05;Risbron;Klotter;3;1 250,00      (the sixth of April, not the fourth of June)
    (36, "2024-04-06 13:05", "Risbron", "klotter", 3, ""),
    # 08/02/2024;00.05;Per Ols;-;1;350,00
    (40, "2024-02-07 23:05", "Per Ols", "", 1, "säger inte vad"),
    # 25/04/2024;01.30;CENTRUM;-;;350,00
    (42, "2024-04-24 23:30", "Centrum", "", 1, "säger inte vad"),
]


@pytest.mark.parametrize(("row", "when", "place", "category", "count", "remark"), BY_HAND)
def test_a_housing_companys_row(housing, row, when, place, category, count, remark):
    entered = by_row(housing)[row]
    assert (entered.occurred_from, entered.occurred_to) == (utc(when), utc(when))
    assert entered.precision is Precision.EXACT
    assert (entered.place, entered.category, entered.count) == (place, category, count)
    told = [one.sentence for one in entered.notes]
    assert any(remark in sentence for sentence in told) if remark else told == []


def test_the_housing_companys_words_are_kept_and_its_money_is_said_not_to_be(housing):
    assert by_row(housing)[5].word == "Obehörig i trapphus"
    unread = [one.column for one in housing.notes if one.kind is About.COLUMN]
    assert unread == ["Åtgärdskostnad (kr)"]


def test_stated_numbers_are_kept_and_missing_ones_count_as_one(housing):
    """Summed by hand: 58 rows state 89 in all, 22 state nothing (the file's own sum is wrong)."""
    assert sum(row.count for row in housing.rows) == 89 + 22
    [told] = [one.sentence for one in housing.notes if one.kind is About.COUNT]
    assert told.startswith("Antalet saknas på 22 rader")


@pytest.fixture(scope="module")
def cases():
    table = read_table(sample("arendesystem_export_utf8bom.csv"), "ärenden.csv")
    return apply_mapping(table, suggest_mapping(table, KNOWN), KNOWN)


def test_the_case_that_stands_twice_comes_in_once(cases):
    assert (len(cases.rows), cases.problems) == (150, ())
    assert [(row.row, row.kind) for row in cases.skipped] == [(152, About.REPEATED)]
    assert "rad 6" in cases.skipped[0].sentence
    assert Counter(row.source_id for row in cases.rows).most_common(1)[0][1] == 1


def test_an_ordinary_case(cases):
    """FAG-24000;2024-02-08 01:30;…;Belysning;Skola;Klotter på skolvägg;6651919,70;544298,91"""
    entered = by_row(cases)[2]
    assert entered.source_id == "FAG-24000"
    assert entered.occurred_from == utc("2024-02-08 00:30")
    assert (entered.category, entered.description) == ("belysning", "Klotter på skolvägg")
    assert entered.latitude == pytest.approx(60.002178, abs=1e-5)
    assert entered.longitude == pytest.approx(15.794270, abs=1e-5)
    assert entered.notes == ()


def test_swapped_axes_are_put_right_and_said(cases):
    """FAG-24018 … 546713,87;6650961,25"""
    swapped = [row for row in cases.rows if any("omkastade" in note.sentence for note in row.notes)]
    assert [row.source_id for row in swapped] == [
        "FAG-24018", "FAG-24037", "FAG-24090", "FAG-24101", "FAG-24119",
    ]  # fmt: skip
    for row in swapped:
        assert 59.9 < row.latitude < 60.1
        assert 15.7 < row.longitude < 15.9


def test_cases_without_a_position_come_in_without_one(cases):
    without = [row.source_id for row in cases.rows if row.latitude is None]
    assert without == ["FAG-24025", "FAG-24045", "FAG-24046", "FAG-24067", "FAG-24113",
                       "FAG-24142", "FAG-24144"]  # fmt: skip


def test_quoted_texts_are_whole(cases):
    rows = by_row(cases)
    assert rows[5].description == "Otryggt vid busstationen; ungdomar samlas"
    assert rows[6].description == 'Sprayburkar "hittade" i parken'


def test_the_reporters_mail_is_dropped_and_that_is_said(cases):
    assert not any("@" in str(row) for row in cases.rows)
    assert ("Anmälarens e-post", About.PERSONAL) in [(one.column, one.kind) for one in cases.notes]


def test_a_telephone_number_in_a_text_is_left_for_the_guard_to_stop(cases):
    assert by_row(cases)[9].description == "Ring Anna på 070-000 00 00"


@pytest.mark.reference
def test_a_month_of_real_police_records():
    data = beside("crime-points/ukpolice_west_yorkshire_2016-07.csv.gz")
    started = time.process_time()
    table = read_table(data, "2016-07.csv.gz")
    reading = time.process_time() - started
    mapping = suggest_mapping(table, KNOWN)
    started = time.process_time()
    mapped = apply_mapping(table, mapping, KNOWN)
    seconds = reading + time.process_time() - started
    assert (len(mapped.rows), mapped.problems, mapped.skipped) == (27_176, (), ())
    assert {row.precision for row in mapped.rows} == {Precision.MONTH}
    assert {row.occurred_from for row in mapped.rows} == {utc("2016-06-30 22:00")}
    assert {row.occurred_to for row in mapped.rows} == {utc("2016-07-31 22:00")}
    assert sum(1 for row in mapped.rows if row.duplicate_of) == 2_289
    assert sum(1 for row in mapped.rows if row.latitude is None) == 1_347
    assert Counter(row.word for row in mapped.rows)["Anti-social behaviour"] == 7_429
    # the bar is 20,000 rows a second on an idle machine; this fails at a third of it
    assert len(mapped.rows) / seconds > 7_000


@pytest.mark.reference
def test_thefts_with_a_start_and_an_end():
    table = read_table(beside("crime-points/nyc_vehicle_thefts_2014_2016.csv.gz"), "nyc.csv.gz")
    mapped = apply_mapping(table, suggest_mapping(table, KNOWN), KNOWN)
    assert len(mapped.rows) > 27_000
    first = mapped.rows[0]
    assert first.occurred_to - first.occurred_from == utc("2014-01-01 16:30") - utc(
        "2013-12-31 10:00"
    )
    assert {problem.sentence for problem in mapped.problems} == {
        "Slutet ligger före början. Rätta en av tiderna."
    }


def test_a_rescue_services_workbook():
    table = read_table(sample("raddningstjanst_insatser.xlsx"), "insatser.xlsx")
    mapped = apply_mapping(table, suggest_mapping(table, KNOWN), KNOWN)
    assert (len(mapped.rows), mapped.problems) == (60, ())
    first = mapped.rows[0]
    assert (first.occurred_from, first.places[-1]) == (utc("2024-11-09 07:15"), "Risbron")
    assert "intern" not in str(mapped.rows)


def test_a_weekly_sheet_takes_its_year_from_the_title_and_knows_calm():
    table = read_table(sample("est_lagesbild_veckor.xlsx"), "est.xlsx")
    mapping = suggest_mapping(table, KNOWN)
    mapped = apply_mapping(table, mapping, KNOWN)
    assert mapped.rows[0].occurred_from == utc("2024-03-31 22:00")
    calm = [(row.sheet, row.row) for row in mapped.skipped if row.kind is About.NIL_REPORT]
    assert calm == [
        ("v.14", 23), ("v.16", 15), ("v.16", 17), ("v.18", 5), ("v.18", 8), ("v.18", 9),
        ("v.18", 12),
    ]  # fmt: skip


def test_columns_that_say_how_many_of_what_are_a_wide_table():
    table = table_of(
        ("Vecka", "År", "Område", "Antal skadegörelser", "Antal klotter"),
        ("10", "2026", "Centrum", "2", "0"),
        ("11", "2026", "Risbron", "-", ".."),
    )
    mapped = apply_mapping(table, suggest_mapping(table, KNOWN), KNOWN)
    found = [(row.cell, row.place, row.category, row.count) for row in mapped.rows]
    assert found == [
        ("D2", "Centrum", "skadegorelse", 2), ("E2", "Centrum", "klotter", 0),
        ("D3", "Risbron", "skadegorelse", 0),
    ]  # fmt: skip
    assert mapped.rows[0].occurred_from == utc("2026-03-01 23:00")


def test_fixmystreet_columns():
    found = targets(
        (
            "Report ID",
            "Title",
            "Detail",
            "User Name",
            "Category",
            "Created",
            "Latitude",
            "Longitude",
        ),
        ("12", "Klotter", "Stort", "Eva Ek", "Klotter", "2024-01-02T10:00:00", "59.99", "15.81"),
        ("13", "Glas", "Litet", "Bo Bok", "Nedskräpning", "2024-01-03T10:00:00", "59.98", "15.82"),
    )
    assert found["User Name"] is Target.PERSONAL
    assert found["Report ID"] is Target.SOURCE_ID
    assert found["Created"] is Target.DATE
    assert (found["Latitude"], found["Longitude"]) == (Target.NORTH, Target.EAST)
    assert found["Category"] is Target.CATEGORY
    assert found["Detail"] is Target.DESCRIPTION


def test_the_day_it_happened_goes_before_the_day_it_was_written():
    found = targets(("Skapad", "Händelsedatum", "Typ"), ("2024-01-02", "2024-01-01", "Klotter"))
    assert found["Händelsedatum"] is Target.DATE
    assert "Skapad" not in found


def test_values_tell_whether_an_area_is_a_place_or_a_subject():
    assert targets(("Datum", "Område"), ("2024-01-01", "Risbron"))["Område"] is Target.PLACE
    assert targets(("Datum", "Område"), ("2024-01-01", "Klotter"))["Område"] is Target.CATEGORY


@pytest.mark.parametrize(
    "label", ["E-post", "Telefonnr", "Namn", "Personnummer", "Anmälare", "Regnr"]
)
def test_columns_about_persons_by_their_label(label):
    assert targets(("Datum", label), ("2024-01-01", "x"))[label] is Target.PERSONAL


def test_columns_about_persons_by_their_values():
    found = targets(
        ("Datum", "Övrigt"), ("2024-01-01", "eva@example.com"), ("2024-01-02", "640823-3234")
    )
    assert found["Övrigt"] is Target.PERSONAL


def test_dates_are_found_under_any_label():
    rows = [(f"2024-01-0{day}", "Klotter") for day in range(1, 6)]
    assert targets(("Kolumn A", "Kolumn B"), *rows)["Kolumn A"] is Target.DATE


def test_the_order_of_day_and_month_is_read_off_the_column():
    american = table_of(("Datum", "Typ"), ("05/04/2024", "x"), ("03/26/2024", "y"))
    assert suggest_mapping(american).order is DateOrder.MONTH_FIRST


def test_values_nobody_can_place_are_left_to_a_person():
    mapping = suggest_mapping(table_of(("Datum", "Typ"), ("2024-01-01", "Xyzzy")), KNOWN)
    assert dict(mapping.categories) == {}
    assert mapping.default_category is None


@given(st.lists(st.text(max_size=12), min_size=1, max_size=5, unique=True), st.data())
def test_a_suggestion_never_fails_and_applies_or_says_why(header, data):
    rows = data.draw(st.lists(st.tuples(*[CELLS] * len(header)), max_size=5))
    table = table_of(header, *rows)
    mapping = suggest_mapping(table, KNOWN)
    try:
        assert isinstance(apply_mapping(table, mapping, KNOWN), Mapped)
    except MappingError as error:
        assert error.sentence.endswith(".")
