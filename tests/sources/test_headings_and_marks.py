"""Headings between the rows, and crosses under categories: read right, or said."""

from dataclasses import replace
from datetime import date

import pytest

from samsyn.sources.mapping import About, Holds, Precision, apply_mapping, suggest_mapping
from samsyn.sources.mapping.headed import dated_by_headings
from samsyn.sources.mapping.parted import joined_parts
from samsyn.sources.tables import HEADED, HEADED_TIME, read_table
from samsyn.sources.values import STOCKHOLM
from tests.sources.files import workbook
from tests.sources.mapped import KNOWN


def table_in(data, name="ark.csv"):
    data = data.encode() if isinstance(data, str) else data
    return dated_by_headings(joined_parts(read_table(data, name)))


def read(data, name="ark.csv", mapping=None):
    table = table_in(data, name)
    return apply_mapping(table, mapping or suggest_mapping(table, KNOWN), KNOWN)


def told(mapped, kind):
    every = [*mapped.problems, *mapped.skipped, *mapped.notes]
    return [(one.row, one.column) for one in every if one.kind is kind]


def days(mapped):
    return [one.occurred_from.astimezone(STOCKHOLM).date() for one in mapped.rows]


AREAS = (
    "Datum;Händelse;Beskrivning;Antal\n"
    "Centrum;;;\n2026-03-02;Klotter;på väggen;1\n2026-03-03;Klotter;vid bänken;2\n"
    "Nyhamra;;;\n2026-03-04;Nedskräpning;glas;1\n"
    "Totalt;;;4\n* preliminära siffror;;;\n"
)


class TestAreas:
    def test_the_rows_below_lie_in_it(self):
        mapped = read(AREAS)
        assert [(one.row, one.place) for one in mapped.rows] == [
            (3, "Centrum"), (4, "Centrum"), (6, "Nyhamra"),
        ]  # fmt: skip
        assert told(mapped, About.SECTION) == [(2, ""), (5, ""), (8, "")]
        assert told(mapped, About.SUM) == [(7, "")]

    def test_of_a_narrow_table_too(self):
        mapped = read("Datum;Händelse;Antal\nCentrum;;\n2026-03-02;Klotter;1\n")
        assert [(one.place, one.count) for one in mapped.rows] == [("Centrum", 1)]

    def test_the_rows_own_place_is_the_finer(self):
        mapped = read(
            "Plats;Datum;Händelse;Beskrivning\nCentrum;;;\nvid ån;2026-03-02;Klotter;vägg\n"
            "Meling;;;\n;2026-03-04;Klotter;glas\n"
        )
        assert [one.places for one in mapped.rows] == [("vid ån", "Centrum"), ("Meling",)]

    def test_a_list_that_does_not_read_them_says_so(self):
        table = table_in(AREAS)
        mapping = suggest_mapping(table_in(AREAS.replace("Centrum;;;\n", "")), KNOWN)
        mapped = apply_mapping(table, mapping, KNOWN)
        assert (None, HEADED) in told(mapped, About.COLUMN)

    def test_a_list_that_reads_them_reads_a_file_without(self):
        mapping = suggest_mapping(table_in(AREAS), KNOWN)
        without = "Datum;Händelse;Beskrivning;Antal\n2026-03-02;Klotter;på väggen;1\n"
        [row] = read(without, mapping=mapping).rows
        assert row.place == ""

    def test_each_sheet_has_its_own(self):
        head = ["Datum", "Händelse", "Beskrivning", "Antal"]
        first = [head, ["Centrum", "", "", ""], ["2026-03-02", "Klotter", "vägg", 1]]
        second = [head, ["2026-04-02", "Klotter", "mur", 1]]
        mapped = read(workbook({"Mars": first, "April": second}), "ark.xlsx")
        assert [(one.sheet, one.place) for one in mapped.rows] == [
            ("Mars", "Centrum"),
            ("April", ""),
        ]


class TestPeriods:
    @pytest.mark.parametrize(
        ("label", "cells"),
        [("Dag", ("3", "14", "2")), ("Datum", ("3/3", "14/3", "2/4")),
         ("Datum", ("den 3:e", "14:e", "2"))],
    )  # fmt: skip
    def test_they_complete_the_dates_below(self, label, cells):
        one, two, three = cells
        mapped = read(
            f"{label};Händelse;Plats;Beskrivning\nMars 2025;;;\n{one};Klotter;Centrum;vägg\n"
            f"{two};Klotter;Centrum;mur\nApril 2026;;;\n{three};Klotter;Meling;tunnel\n"
        )
        assert days(mapped) == [date(2025, 3, 3), date(2025, 3, 14), date(2026, 4, 2)]
        assert {one.precision for one in mapped.rows} == {Precision.DAY}
        assert told(mapped, About.DATE) == [(None, label)]
        assert [row for row, _ in told(mapped, About.SECTION)] == [2, 5]

    def test_a_day_that_the_month_has_not_is_a_fault_and_no_other_row_suffers(self):
        mapped = read(
            "Datum;Händelse;Plats;Text\nApril 2026;;;\n31;Klotter;Meling;a\n2;Klotter;Meling;b\n"
        )
        assert days(mapped) == [date(2026, 4, 2)]
        assert [one.row for one in mapped.problems] == [3]

    def test_where_no_column_is_of_dates_it_is_the_month(self):
        mapped = read(
            "Händelse;Plats;Beskrivning;Antal\nMars 2026;;;\nKlotter;Centrum;vägg;1\n"
            "April 2026;;;\nKlotter;Meling;mur;1\n"
        )
        assert {one.precision for one in mapped.rows} == {Precision.MONTH}
        assert days(mapped) == [date(2026, 3, 1), date(2026, 4, 1)]

    def test_a_month_without_more_is_a_row_among_months(self):
        mapped = read("Månad;Händelse;Plats;Text\nmars 2026;;;\napril 2026;Klotter;Meling;mur\n")
        assert [one.row for one in mapped.rows] == [2, 3]

    def test_whole_dates_need_none(self):
        table = table_in(
            "Datum;Händelse;Plats;Beskrivning\nMars 2026;;;\n2026-03-03;Klotter;Centrum;vägg\n"
        )
        assert HEADED_TIME not in table.header and not table.notes

    def test_an_area_within_a_month_ends_with_it(self):
        mapped = read(
            "Datum;Händelse;Text;Antal\nMars 2026;;;\nCentrum;;;\n3;Klotter;vägg;1\n"
            "Meling;;;\n4;Klotter;mur;1\nApril 2026;;;\n2;Klotter;tunnel;1\n"
        )
        assert days(mapped) == [date(2026, 3, 3), date(2026, 3, 4), date(2026, 4, 2)]
        assert [one.place for one in mapped.rows] == ["Centrum", "Meling", ""]


def test_events_of_a_month_are_said_to_lie_in_its_midst():
    data = "Månad;Händelse;Text\nmars 2026;Klotter;vägg\napril 2026;Klotter;mur\n"
    mapped = read(data)
    assert {one.precision for one in mapped.rows} == {Precision.MONTH}
    assert told(mapped, About.DATE) == [(None, "Månad")]
    counted = replace(suggest_mapping(table_in(data), KNOWN), holds=Holds.COUNTS)
    assert told(read(data, mapping=counted), About.DATE) == []


CROSSES = (
    "Datum;Plats;Klotter;Nedskräpning;Rån;Handläggs av\n2026-03-02;Centrum;x;;;vägg\n"
    "2026-03-03;Meling;;X;;glas\n2026-03-04;Centrum;x;x;;båda\n2026-03-05;Centrum;;;;ingen\n"
)


class TestMarks:
    def test_each_is_an_event_of_its_category(self):
        mapped = read(CROSSES)
        assert [(one.cell, one.category, one.count, one.place) for one in mapped.rows] == [
            ("C2", "klotter", 1, "Centrum"), ("D3", "nedskrapning", 1, "Meling"),
            ("C4", "klotter", 1, "Centrum"), ("D4", "nedskrapning", 1, "Centrum"),
        ]  # fmt: skip
        assert suggest_mapping(table_in(CROSSES), KNOWN).holds is Holds.EVENTS

    def test_a_row_without_any_is_said(self):
        assert [one.row for one in read(CROSSES).skipped] == [5]

    def test_what_stands_beside_is_said_to_be_unread(self):
        mapped = read(CROSSES)
        assert (None, "Handläggs av") in told(mapped, About.COLUMN)

    def test_one_that_is_no_category_is_asked_about(self):
        mapped = read(CROSSES.replace("Rån", "Sabotage").replace("x;x;;båda", ";x;x;båda"))
        assert [one.word for one in mapped.rows if not one.category] == ["Sabotage"]

    @pytest.mark.parametrize(("label", "holds"), [("Text", Holds.EVENTS), ("Enhet", Holds.COUNTS)])
    def test_ones_are_marks_where_rows_tell_of_single_events(self, label, holds):
        data = f"Datum;Klotter;Nedskräpning;{label}\n2026-03-02;1;;vid bron\n2026-03-03;;1;i ån\n"
        mapping = suggest_mapping(table_in(data), KNOWN)
        assert mapping.holds is holds
        mapped = read(data, mapping=mapping)
        assert [(one.row, one.category) for one in mapped.rows] == [
            (2, "klotter"), (3, "nedskrapning"),
        ]  # fmt: skip

    def test_numbers_are_none(self):
        data = "Datum;Klotter;Nedskräpning;Text\n2026-03-02;1;3;a\n2026-03-03;2;x;b\n"
        assert suggest_mapping(table_in(data), KNOWN).holds is Holds.COUNTS
