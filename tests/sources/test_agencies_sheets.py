"""What agencies' sheets do that nobody documents: each is read as it was meant, or asked about."""

from datetime import date
from functools import partial

import pytest

from samsyn.sources.mapping import About, MappingError, Precision
from samsyn.sources.values import STOCKHOLM
from tests.sources.files import workbook
from tests.sources.mapped import KNOWN
from tests.sources.test_titles_and_sums import read as read_with

DAY = Precision.DAY
read = partial(read_with, known=KNOWN)


def lines(*rows):
    return "\n".join(rows)


def told(mapped, kind):
    everything = (*mapped.notes, *mapped.problems, *mapped.skipped)
    return [one.sentence for one in everything if one.kind is kind]


def counted(rows):
    """(place, category, how many) of each."""
    return [row[2:] for row in rows]


# --- sheets -----------------------------------------------------------------------------------

OF_MONTHS = [["Månad", "Klotter", "Rån"], ["2026-01", 3, 4], ["2026-02", 1, 2]]


def test_sheets_that_are_called_as_places_are_of_those_places():
    rows, mapped = read(workbook({"Centrum": OF_MONTHS, "Meling": OF_MONTHS}))
    assert counted(rows)[:2] == [("Centrum", "klotter", 3), ("Centrum", "ran", 4)]
    assert counted(rows)[4:6] == [("Meling", "klotter", 3), ("Meling", "ran", 4)]
    assert told(mapped, About.PLACE)


def test_a_sheet_of_all_the_others_together_is_a_sum():
    together = [OF_MONTHS[0], ["2026-01", 6, 8], ["2026-02", 2, 4]]
    rows, mapped = read(workbook({"Centrum": OF_MONTHS, "Norra": OF_MONTHS, "Totalt": together}))
    assert {row[2] for row in rows} == {"Centrum", "Norra"}
    assert [one.sheet for one in mapped.notes if one.kind is About.SUM] == ["Totalt"]


def test_sheets_that_are_called_otherwise_say_no_place():
    rows, _ = read(workbook({"Blad1": OF_MONTHS, "Blad2": [*OF_MONTHS[:2], ["2026-03", 1, 1]]}))
    assert {row[2] for row in rows} == {""}


EVENTS = [
    ["Datum", "Plats", "Typ"],
    ["2026-10-01", "Centrum", "Klotter"],
    ["2026-10-02", "Meling", "Rån"],
]


def test_a_sheet_that_is_a_copy_of_another_is_left_out_and_said():
    rows, mapped = read(workbook({"Lista": EVENTS, "Lista (2)": EVENTS}))
    assert len(rows) == 2
    assert [one.sheet for one in mapped.notes if one.kind is About.SHEET] == ["Lista (2)"]


def test_rows_that_are_on_two_sheets_are_said():
    other = [*EVENTS[:2], ["2026-10-03", "Meling", "Rån"]]
    _, mapped = read(workbook({"Original": EVENTS, "Rättad": other}))
    [said] = told(mapped, About.REPEATED)
    assert "Original" in said


# --- rows that were taken back ----------------------------------------------------------------


OF_THE_RECORD = ("Återkallad", "Utgår", "Utgått", "Makulerad", "Struken", "Ogiltig",
                 "Sammanslagen med A-1", "Ersatt av A-2", "Felregistrerad",
                 "dubblett, se rad 2")  # fmt: skip
OF_THE_CASE = ("Avförd", "Avfört", "Falsklarm", "Onödigt larm", "avbruten", "Ersatt av annat")


@pytest.mark.parametrize(
    ("word", "column"),
    [
        *((word, "Status") for word in (*OF_THE_RECORD, *OF_THE_CASE)),
        *((word, "Anmärkning") for word in OF_THE_RECORD),
    ],
)
def test_rows_that_were_taken_back_are_left_out_whatever_column_says_it(word, column):
    rows, mapped = read(
        lines(f"Datum;Plats;Typ;{column}", "2026-10-01;Centrum;Klotter;",
              f"2026-10-02;Meling;Rån;{word}")
    )  # fmt: skip
    assert counted(rows) == [("Centrum", "klotter", 1)]
    assert told(mapped, About.STATUS)


@pytest.mark.parametrize(
    "text",
    [
        "Struken bil utanför skolan, klotter på dörren",
        "Falsklarm hade gått tidigare men nu brann det på riktigt",
    ],
)
def test_a_description_that_begins_with_such_a_word_is_none(text):
    rows, _ = read(lines("Datum;Plats;Typ;Anmärkning", f"2026-10-02;Meling;Rån;{text}"))
    assert len(rows) == 1


@pytest.mark.parametrize("label", ["Makulerad", "Makulerat", "Struken", "Utgår", "Annullerad",
                                   "Dubblett", "Ogiltig"])  # fmt: skip
def test_a_column_that_says_yes_to_being_taken_back(label):
    rows, mapped = read(
        lines(f"Datum;Plats;Typ;{label}", "2026-10-01;Centrum;Klotter;Nej",
              "2026-10-02;Meling;Rån;Ja", "2026-10-03;Meling;Rån;")
    )  # fmt: skip
    assert counted(rows) == [("Centrum", "klotter", 1), ("Meling", "ran", 1)]
    assert told(mapped, About.STATUS)


def test_statuses_that_are_not_known_are_named_once():
    _, mapped = read(
        lines("Datum;Plats;Typ;Status", "2026-10-01;Centrum;Klotter;Öppen",
              "2026-10-02;Meling;Rån;Avvisad", "2026-10-03;Meling;Rån;Avvisad")
    )  # fmt: skip
    [said] = told(mapped, About.STATUS)
    assert "Avvisad 2" in said
    assert "Öppen" not in said


# --- numbers that are no counts ---------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    ["Klotter ackumulerat 2026", "Klotter, rullande 12 månader 2026", "Klotter R12 2026",
     "Anmälda brott per 1 000 invånare 2026", "Klotter per 1000 inv 2026",
     "Klotter, andel i procent 2026", "Index klotter 2026 (2015=100)", "Klotter kumulativt 2026"],
)  # fmt: skip
def test_a_title_of_other_than_counts_is_asked_about(title):
    _, mapped = read(lines(title, "Område;jan;feb;mar", "Centrum;2;5;9", "Meling;1;1;2"))
    assert mapped.stop


def test_a_row_without_place_that_is_the_others_together_is_a_sum():
    rows, mapped = read(
        lines("Område;Typ;Period;Antal", "Centrum;Klotter;2026-01;2", "Meling;Klotter;2026-01;3",
              ";Klotter;2026-01;5")
    )  # fmt: skip
    assert counted(rows) == [("Centrum", "klotter", 2), ("Meling", "klotter", 3)]
    assert [one.row for one in mapped.skipped if one.kind is About.SUM] == [4]


def test_a_row_without_place_that_is_not_is_said():
    rows, mapped = read(
        lines("Område;Typ;Period;Antal", "Centrum;Klotter;2026-01;2", "Meling;Klotter;2026-01;3",
              ";Klotter;2026-01;4")
    )  # fmt: skip
    assert len(rows) == 3
    assert told(mapped, About.PLACE)


def test_a_pivots_empty_cells_are_what_stands_above():
    rows, mapped = read(
        lines("Stadsdel;Typ;2026-01;2026-02", "Centrum;Klotter;1;2", ";Rån;1;1",
              "Meling;Klotter;4;2", ";Rån;3;1")
    )  # fmt: skip
    assert [row[2] for row in rows] == ["Centrum"] * 4 + ["Meling"] * 4
    assert told(mapped, About.PLACE)


HOW_MANY = ("Summa av Antal", "Ant", "Ant.", "St", "Stycken", "Anmälda brott", "Händelser",
            "Antal av ärendenr", "Hur många?")  # fmt: skip


@pytest.mark.parametrize(
    ("label", "when"),
    [
        *((label, when) for label in HOW_MANY for when in ("2026-09", "2026-09-03")),
        *((label, "2026-09") for label in ("Summa", "Totalt", "Total")),
    ],
)
def test_the_one_column_of_numbers_says_how_many(label, when):
    rows, mapped = read(
        lines(f"Datum;Plats;Typ;{label}", f"{when};Centrum;Klotter;3", f"{when};Meling;Rån;2")
    )
    assert [row[-1] for row in rows] == [3, 2]
    assert told(mapped, About.COUNT)


def test_a_month_with_a_column_of_numbers_that_is_not_known_is_refused():
    with pytest.raises(MappingError):
        read(lines("Månad;Plats;Typ;Värde", "2026-09;Centrum;Klotter;3", "2026-09;Meling;Rån;2"))


def test_columns_of_plans_and_means_are_no_areas():
    table = lines("Månad;Utfall;Budget;Prognos;Mål", "2026-01;3;4;5;6", "2026-02;3;4;5;6")
    with pytest.raises(MappingError):
        read(table)


def test_a_cell_that_the_workbook_could_not_reckon_is_no_one():
    rows, mapped = read(
        workbook({"Lista": [["Datum", "Plats", "Typ", "Antal"],
                            ["2026-10-01", "Centrum", "Klotter", 3],
                            ["2026-10-02", "Meling", "Rån", "#REF!"],
                            ["2026-10-02", "Meling", "Rån", "#SAKNAS!"]]})
    )  # fmt: skip
    assert [row[-1] for row in rows] == [3]
    assert [one.row for one in mapped.problems] == [3, 4]


def test_a_row_with_more_cells_than_headings_is_said_to_have_them():
    rows, mapped = read(
        lines("Datum,Plats,Typ,Antal", "2026-10-01,Centrum,Klotter,1,234",
              "2026-10-02,Meling,Rån,2")
    )  # fmt: skip
    assert [row[-1] for row in rows] == [2]
    assert [one.row for one in mapped.skipped] == [2]


def test_cases_in_several_versions_are_asked_about():
    _, mapped = read(
        lines("Ärende;Version;Datum;Plats;Typ;Antal", "A1;1;2026-10-01;Centrum;Klotter;2",
              "A1;2;2026-10-01;Centrum;Klotter;3", "A2;1;2026-10-02;Meling;Rån;1")
    )  # fmt: skip
    assert mapped.stop


# --- when -------------------------------------------------------------------------------------


def test_a_heading_with_a_year_is_still_a_heading():
    rows, _ = read(lines("Oktober 2026", "Område;Klotter;Rån;2025", "Centrum;2;1;3"))
    assert [row[2] for row in rows] == ["Centrum"] * len(rows)


def test_the_days_of_a_week_are_no_months():
    title = "Klotter vecka 40 2026"
    rows, _ = read(lines(title, "Plats;Mån;Tis;Ons;Tor;Fre;Lör;Sön", "Centrum;1;2;2;3;1;4;5"))
    assert [row[0] for row in rows] == [date(2026, 9, 28 + n) if n < 3 else date(2026, 10, n - 2)
                                        for n in range(7)]  # fmt: skip
    assert {row[1] for row in rows} == {DAY}


def test_the_days_of_no_week_are_asked_about():
    with pytest.raises(MappingError):
        read(lines("Klotter", "Plats;Mån;Tis;Ons;Tor;Fre;Lör;Sön", "Centrum;1;2;2;3;1;4;5"))


def test_before_six_is_the_night():
    _, mapped = read(lines("Datum;Tid;Plats;Typ", "2026-10-02;före kl 06;Meling;Rån"))
    [row] = mapped.rows
    local = [one.astimezone(STOCKHOLM).hour for one in (row.occurred_from, row.occurred_to)]
    assert local == [0, 6]


@pytest.mark.parametrize(
    "headings", ["v50;v51;v52;v1;v2;v3", "okt;nov;dec;jan;feb", "jan;feb;jan;feb"]
)
def test_columns_over_a_new_year_that_name_no_year_are_asked_about(headings):
    data = lines("Klotter 2026", f"Område;{headings}", f"Centrum{';1' * (headings.count(';') + 1)}")
    _, mapped = read(data)
    assert mapped.stop


@pytest.mark.parametrize("title", ["Läsåret 2025/2026", "Läsåret 25/26"])
def test_columns_of_a_school_year_are_not(title):
    data = lines(f"Klotter {title}", "Område;okt;nov;dec;jan;feb", "Centrum;1;2;3;4;5")
    rows, mapped = read(data)
    assert not mapped.stop
    assert [row[0] for row in rows] == [
        date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1),
        date(2026, 2, 1),
    ]  # fmt: skip


def test_months_after_a_year_are_of_that_year():
    rows, _ = read(lines("Brottstyp;2025 jan-sep;2026 jan-sep", "Klotter;3;4", "Rån;1;2"))
    assert [row[0] for row in rows] == [date(2025, 1, 1), date(2026, 1, 1)] * 2


@pytest.mark.parametrize(
    "grid",
    [
        [["", "Mars 2026", "", "", "April 2026"], ["Område", "v10", "v11", "v12", "v14"],
         ["Centrum", 1, 2, 3, 4]],
        [["", "Jan 2026", "", "Feb 2026", ""], ["Område", "2025", "2026", "2025", "2026"],
         ["Centrum", 1, 2, 3, 4]],
    ],
)  # fmt: skip
def test_headings_of_two_times_are_asked_about(grid):
    with pytest.raises(MappingError):
        read(workbook({"Blad1": grid}))


# --- what is said -----------------------------------------------------------------------------


@pytest.mark.parametrize("header", ["Brott;2025;2026", "År;Brott;Antal"])
def test_years_alone_are_said_to_be_too_long(header):
    cells = "Klotter;3;4" if header.startswith("Brott") else "2025;Klotter;4"
    with pytest.raises(MappingError, match="år"):
        read(lines(header, cells, cells.replace("Klotter", "Rån")))


def test_a_year_that_is_missing_is_said_once_a_row():
    _, mapped = read(lines("Område;jan;feb", "Centrum;3;4", "Meling;1;2"))
    assert len(mapped.problems) <= 4
    assert not [one for one in mapped.problems if "Datum saknas" in one.sentence]


def test_a_second_table_with_the_same_headings_is_not_called_another():
    data = lines("Område;Typ;Period;Antal", "Centrum;Klotter;2026-01;2", "", "",
                 "Område;Typ;Period;Antal", "Centrum;Klotter;2026-02;3")  # fmt: skip
    rows, _ = read(data)
    assert [row[-1] for row in rows] == [2, 3]
