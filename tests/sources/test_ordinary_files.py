"""Ordinary, right files: nothing of them is left out, filled or asked about by a rule that is meant
for others."""

from functools import partial

import pytest

from samsyn.sources.mapping import About
from tests.sources.files import workbook
from tests.sources.mapped import KNOWN
from tests.sources.test_agencies_sheets import lines, told
from tests.sources.test_titles_and_sums import read as read_with

read = partial(read_with, known=KNOWN)


def total(data):
    rows, mapped = read(data)
    assert not mapped.problems
    return sum(row[-1] for row in rows), len(rows)


# --- sheets -----------------------------------------------------------------------------------

MONTHS = [["Månad", "Område", "Antal"], ["jan", "Centrum", 0], ["feb", "Meling", 1]]
WIDE = [["Område", "jan", "feb", "mar"], ["Centrum", 0, 1, 0], ["Meling", 0, 0, 0]]
DAYS = [["Datum", "Händelse", "Plats"], ["1 mars", "Klotter", "Centrum"]]
WEEK = [["Område", "Mån", "Tis", "Ons", "Tor", "Fre", "Lör", "Sön"],
        ["Centrum", 1, 0, 2, 0, 3, 4, 0]]  # fmt: skip


@pytest.mark.parametrize(
    ("sheets", "rows"),
    [
        ({"2025": MONTHS, "2026": MONTHS}, 4),
        ({"2025": WIDE, "2026": WIDE}, 12),
        ({"v12 2026": WEEK, "v13 2026": WEEK}, 14),
        ({"Larm 2025": DAYS, "Larm 2026": DAYS}, 2),
        ({"Blad1": [["Klotter mars 2026"], *WIDE[:1], *WIDE[1:]],
          "Blad2": [["Klotter mars 2025"], *WIDE]}, 12),
    ],
)  # fmt: skip
def test_equal_sheets_of_other_times_are_no_copies(sheets, rows):
    found, mapped = read(workbook(sheets))
    assert len(found) == rows
    assert not told(mapped, About.REPEATED)
    assert not mapped.stop


EVENTS = [["Datum", "Händelse"], ["2026-03-01", "Klotter"], ["2026-03-02", "Skadegörelse"]]


@pytest.mark.parametrize("name", ["Alla händelser", "Total", "Kommunen", "Samtliga"])
def test_a_sheet_of_events_is_no_sum_whatever_it_is_called(name):
    other = [EVENTS[0], ["2026-03-03", "Klotter"]]
    rows, _ = read(workbook({name: EVENTS, "Åtgärder": other}))
    assert len(rows) == 3


COUNTED = [["Månad", "Brott", "Antal"], ["jan 2026", "Klotter", 3]]


def test_a_sheet_that_is_called_a_sum_and_is_none_comes_in_and_is_asked_about():
    other = [COUNTED[0], ["jan 2026", "Skadegörelse", 1]]
    rows, mapped = read(workbook({"Kommunen": COUNTED, "Centrum": other}))
    assert len(rows) == 2
    assert mapped.stop


@pytest.mark.parametrize("name", ["Summering", "Sammanställning", "Översikt", "Fagersta", "Totalt"])
def test_a_sheet_that_is_the_others_together_is_a_sum_whatever_it_is_called(name):
    def of(n):
        return [["Månad", "Antal"], ["jan 2026", n], ["feb 2026", 2 * n]]

    rows, mapped = read(workbook({"Centrum": of(1), "Meling": of(2), name: of(3)}))
    assert sum(row[-1] for row in rows) == 9
    assert [one.sheet for one in mapped.notes if one.kind is About.SUM] == [name]
    assert not mapped.stop


@pytest.mark.parametrize("name", ["Mars (2)", "Mars rättad", "Kopia av Mars"])
def test_a_sheet_that_is_another_with_some_changes_is_asked_about(name):
    first = [*EVENTS, ["2026-03-03", "Klotter"]]
    changed = [*first, ["2026-03-04", "Klotter"]]
    _, mapped = read(workbook({"Mars": first, name: changed}))
    assert mapped.stop


def test_a_copy_is_left_out_on_whichever_side_it_stands():
    rows, mapped = read(workbook({"Kopia av Mars": EVENTS, "Mars": EVENTS}))
    assert len(rows) == 2
    assert [one.sheet for one in mapped.notes if one.kind is About.SHEET] == ["Kopia av Mars"]


def test_what_stands_beside_a_year_in_a_sheets_name_is_read():
    book = [["Månad", "Antal"], ["jan", 1], ["feb", 2]]
    rows, _ = read(workbook({"Centrum 2025": book, "Meling 2026": book}))
    assert [(row[0].year, row[2]) for row in rows] == [
        (2025, "Centrum"), (2025, "Centrum"), (2026, "Meling"), (2026, "Meling"),
    ]  # fmt: skip
    rows, _ = read(workbook({"Klotter 2026": book, "Skadegörelse 2026": book}))
    assert [row[3] for row in rows] == ["klotter"] * 2 + ["skadegorelse"] * 2


# --- what was done is not taken back ----------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "cells"),
    [
        ("Felanmält av", ("Boende", "Personal")),
        ("Borttaget den", ("2026-03-04", "2026-03-05")),
        ("Borttaget av", ("Driften", "Driften")),
        ("Borttaget", ("Ja", "Nej")),
        ("Ersatt", ("Ja", "Nej")),
        ("Avbrutet", ("Ja", "Nej")),
        ("Makulerad", ("Ej", "Nej, kontrollerad")),
        ("Makulerad", ("F", "0")),
        ("Status", ("Felanmäld", "Avslutad")),
        ("Status", ("Borttaget", "Sanerat")),
        ("Status", ("Borttaget av driften", "Ersatt")),
        ("Resultat", ("Avbrutet", "Fullbordat")),
        ("Kommentar", ("Raderat med sten av entreprenör", "Ersatt av ny skylt")),
        ("Kommentar", ("Ersatt med ny ruta", "Borttagen")),
        ("Kommentar", ("Borttaget av fastighetsskötare", "Borttaget den 4 mars")),
        ("Kommentar", ("Avbruten av väktare", "Avbrutet")),
        ("Kommentar", ("Felanmält till Vattenfall", "Felanmäld")),
        ("Kommentar", ("Utgår från gymnasiet", "Avförd av polis")),
    ],
)
def test_what_was_cleaned_replaced_or_reported_still_happened(label, cells):
    rows = [f"2026-03-0{n};Klotter;Centrum;{cell}" for n, cell in enumerate(cells, 1)]
    assert total(lines(f"Datum;Ärende;Plats;{label}", *rows)) == (2, 2)


def test_a_column_of_noughts_and_ones_needs_no_remark():
    _, mapped = read(
        lines("Datum;Händelse;Plats;Makulerad", "2026-03-01;Klotter;Centrum;0",
              "2026-03-02;Klotter;Meling;1")
    )  # fmt: skip
    assert [one for one in told(mapped, About.STATUS) if "känns igen" in one] == []


# --- names that begin as sums or means do -----------------------------------------------------


@pytest.mark.parametrize(
    "place",
    ["Max Centrum", "Mål och Mat", "Min plats", "Mål ungdomsgård", "Alla helgons kyrka",
     "Max hamburgare", "Indexhallen"],
)  # fmt: skip
def test_a_place_that_begins_as_a_mean_is_a_place(place):
    data = lines("Månad;Plats;Antal", f"mars 2026;{place};4", "mars 2026;Centrum;6")
    assert total(data) == (10, 2)


@pytest.mark.parametrize("kind", ["Alla övriga brott", "Alla andra brott", "Budgetbrott"])
def test_a_category_that_begins_as_a_sum_is_a_category(kind):
    long = lines("Månad;Brott;Antal", "mars 2026;Klotter;4", f"mars 2026;{kind};9")
    assert total(long) == (13, 2)
    wide = lines(f"Månad;Klotter;Rån;{kind}", "2026-03;1;2;3", "2026-04;1;2;3")
    assert total(wide) == (12, 6)


@pytest.mark.parametrize("place", ["Kommunen", "Hela området", "Alla skolor"])
def test_an_event_everywhere_is_an_event(place):
    data = lines("Datum;Plats;Händelse;Antal", "2026-03-01;Centrum;Klotter;1",
                 f"2026-03-01;{place};Klotter;1", f"2026-03-03;{place};Nedskräpning;1")  # fmt: skip
    assert total(data) == (3, 3)


# --- what is no number of events --------------------------------------------------------------


@pytest.mark.parametrize(
    "label",
    ["Summa", "Total", "Summa kr", "Summa skadebelopp (kr)", "Total tid", "Summa timmar",
     "Samtliga inblandade", "Totalt antal elever", "Summa av kostnad"],
)  # fmt: skip
def test_a_sum_of_money_hours_or_people_is_not_how_many(label):
    data = lines(f"Datum;Händelse;Plats;{label}", "2026-03-01;Klotter;Centrum;1200",
                 "2026-03-02;Skadegörelse;Meling;3400")  # fmt: skip
    assert total(data) == (2, 2)


@pytest.mark.parametrize(
    ("title", "label"),
    [("Ack. antal brott 2026", "Antal"), ("Genomsnittligt antal per vecka 2026", "Antal"),
     ("Brott i tusental 2026", "Antal"), ("Brott 2026", "Antal ackumulerat"),
     ("Brott i % 2026", "Antal")],
)  # fmt: skip
def test_sums_over_time_and_means_are_asked_about(title, label):
    data = lines(title, "", f"Månad;Område;{label}", "jan;Centrum;4", "feb;Centrum;9",
                 "mars;Centrum;15")  # fmt: skip
    assert read(data)[1].stop


@pytest.mark.parametrize(
    "title",
    ["Anmälda brott per område 2026, exkl. andelslägenheter",
     "Händelser i skolan 2026, 100 % av skolorna har svarat"],
)  # fmt: skip
def test_titles_that_say_something_of_whom_are_not(title):
    _, mapped = read(lines(title, "", "Månad;Område;Antal", "jan;Centrum;4", "feb;Centrum;9"))
    assert not mapped.stop


def test_two_numbers_of_the_same_are_said():
    _, mapped = read(
        lines("Månad;Område;Antal", "mars 2026;Centrum;4", "mars 2026;Meling;6",
              "mars 2026;Centrum;5")
    )  # fmt: skip
    [said] = told(mapped, About.REPEATED)
    assert "rad 2 och 4" in said


def test_columns_from_the_years_beginning_are_asked_about():
    data = lines("Område;jan 2026;jan-feb 2026;jan-mar 2026", "Centrum;2;5;9", "Meling;1;1;3")
    assert read(data)[1].stop


def test_a_month_is_not_left_out_for_one_of_its_weeks_without_asking():
    _, mapped = read(
        lines("Period;Kategori;Antal", "mars 2026;Klotter;10", "v. 11 2026;Klotter;2",
              "april 2026;Klotter;3")
    )  # fmt: skip
    assert [one.row for one in mapped.problems] == [2]


def test_versions_of_things_that_stand_once_are_no_doubt():
    _, mapped = read(
        lines("Ärendenr;Datum;Händelse;Plats;Rev", "A-1;2026-03-01;Klotter;Centrum;2",
              "A-2;2026-03-02;Skadegörelse;Meling;1")
    )  # fmt: skip
    assert not mapped.stop


# --- weeks, and blanks ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "weeks", "last"),
    [
        ("Händelser 2026", ("v. 2-23", "v. 34-51"), (23, 51)),
        ("Händelser 2025", ("v 25-33", "v 34-40"), (33, 40)),
        ("Händelser 2026", ("v. 1-4", "v. 21-24", "v. 25-28", "v. 49-52"), (4, 24, 28, 52)),
        ("Händelser 2026", ("v. 22-25", "v. 26-29"), (25, 29)),
    ],
)
def test_weeks_that_end_in_other_weeks_are_no_years(title, weeks, last):
    rows = [f"{week};Centrum;4" for week in weeks]
    _, mapped = read(lines(title, "", "Vecka;Skola;Antal", *rows))
    found = [one.occurred_to.isocalendar() for one in mapped.rows]
    assert [(one.year, one.week) for one in found] == [(int(title[-4:]), week) for week in last]


def test_one_second_number_for_all_is_the_year():
    weeks = [f"v.{n}-24;Centrum;1" for n in (20, 21, 22, 23)]
    _, mapped = read(lines("Vecka;Område;Antal", *weeks))
    assert [one.occurred_from.year for one in mapped.rows] == [2024] * 4


@pytest.mark.parametrize(
    "rows",
    [
        ["Plats;Månad;Antal", "Centrum;jan 2026;4", "Centrum;feb 2026;4", "Meling;jan 2026;1",
         "Meling;feb 2026;3", ";mars 2026;5"],
        ["Område;Månad;Brott;Antal", "Centrum;mars 2026;Klotter;4", ";mars 2026;Rån;7",
         "Meling;mars 2026;Klotter;5"],
        ["Område;Kategori;jan 2026;feb 2026", "Centrum;Klotter;4;5", "Meling;Klotter;5;6",
         ";Skadegörelse;9;11"],
        ["Månad;Område;Kategori;Antal", "mars 2026;Centrum;Klotter;4",
         "mars 2026;;Skadegörelse;7", "mars 2026;Meling;Klotter;5", "mars 2026;;Skadegörelse;3"],
    ],
)  # fmt: skip
def test_a_blank_that_may_be_unknown_is_not_filled_and_is_said(rows):
    found, mapped = read(lines(*rows))
    assert "" in {row[2] for row in found}
    assert told(mapped, About.PLACE)


def test_months_from_the_newest_are_no_doubt():
    _, mapped = read(lines("Händelser 2026", "", "Område;mar;feb;jan", "Centrum;1;2;3"))
    assert not mapped.stop
