"""Periods in headings of two rows, in titles and sheets' names; sums among areas; rows that were
taken back: read as a careful person would, and said."""

import io
from datetime import date, datetime

import pytest
import xlsxwriter

from samsyn.sources.mapping import (
    About,
    MappingError,
    Precision,
    apply_mapping,
    suggest_mapping,
)
from samsyn.sources.mapping.headed import dated_by_headings
from samsyn.sources.mapping.parted import joined_parts
from samsyn.sources.mapping.sheets import told_by_sheets
from samsyn.sources.mapping.titles import dated_by_titles, periods_in
from samsyn.sources.tables import TITLED, read_table
from samsyn.sources.values import STOCKHOLM
from tests.sources.files import workbook
from tests.sources.test_odd_sheets import KNOWN

MONTH, WEEK, DAY = Precision.MONTH, Precision.WEEK, Precision.DAY
JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))


def table_of(data):
    data = data.encode() if isinstance(data, str) else data
    return told_by_sheets(dated_by_titles(dated_by_headings(joined_parts(read_table(data, "ark")))))


def read(data, mapping=None, known=KNOWN):
    """Each row as (first day, precision, place, category, how many), and what came of the file."""
    table = table_of(data)
    mapped = apply_mapping(table, mapping or suggest_mapping(table, known), known)
    rows = [
        (one.occurred_from.astimezone(STOCKHOLM).date(), one.precision, one.place, one.category,
         one.count)
        for one in mapped.rows
    ]  # fmt: skip
    return rows, mapped


def said(remarks, kind):
    return [(one.sheet, one.row, one.column) for one in remarks if one.kind is kind]


def dated_workbook(rows):
    """XLSX bytes where dates are dates to the sheet, shown as months."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, months = book.add_worksheet("Blad1"), book.add_format({"num_format": "mmm-yy"})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, datetime(*cell.timetuple()[:3]), months)
            else:
                sheet.write(number, column, cell)
    book.close()
    return out.getvalue()


# --- headings of two rows ---------------------------------------------------------------------

BOTH = ("Klotter", "Skadegörelse")
OF_BOTH = [
    (JANUARY, MONTH, "Centrum", "klotter", 1), (JANUARY, MONTH, "Centrum", "skadegorelse", 2),
    (FEBRUARY, MONTH, "Centrum", "klotter", 3), (FEBRUARY, MONTH, "Centrum", "skadegorelse", 4),
    (JANUARY, MONTH, "Risbron", "klotter", 0), (JANUARY, MONTH, "Risbron", "skadegorelse", 5),
    (FEBRUARY, MONTH, "Risbron", "klotter", 6), (FEBRUARY, MONTH, "Risbron", "skadegorelse", 7),
]  # fmt: skip
NUMBERS = [["Centrum", 1, 2, 3, 4], ["Risbron", 0, 5, 6, 7]]


@pytest.mark.parametrize(
    "heading",
    [
        [["Område", "Januari 2026", "", "Februari 2026", ""], ["", *BOTH, *BOTH]],
        [["", "2026-01", "", "2026-02", ""], ["Område", *BOTH, *BOTH]],
        [["2026"], ["Område", "jan", "", "feb", ""], ["", *BOTH, *BOTH]],
        [["", JANUARY, "", FEBRUARY, ""], ["Område", *BOTH, *BOTH]],
    ],
)
def test_months_over_categories_are_both_read(heading):
    rows, mapped = read(dated_workbook([*heading, *NUMBERS]))
    assert rows == OF_BOTH
    assert [one.cell for one in mapped.rows[:4]] == [
        f"{column}{len(heading) + 1}" for column in "BCDE"
    ]


def test_months_over_categories_in_merged_cells():
    grid = [["Område", "Januari 2026", "", "Februari 2026", ""], ["", *BOTH, *BOTH], *NUMBERS]
    merges = [
        ("Blad1", 0, 1, 0, 2, "Januari 2026"), ("Blad1", 0, 3, 0, 4, "Februari 2026"),
        ("Blad1", 0, 0, 1, 0, "Område"),
    ]  # fmt: skip
    assert read(workbook({"Blad1": grid}, merges=merges))[0] == OF_BOTH


def test_categories_over_months():
    months = ("jan 2026", "feb 2026")
    grid = [["Område", "Klotter", "", "Skadegörelse", ""], ["", *months, *months], *NUMBERS]
    rows, _ = read(workbook({"Blad1": grid}))
    assert rows[:4] == [
        (JANUARY, MONTH, "Centrum", "klotter", 1), (FEBRUARY, MONTH, "Centrum", "klotter", 2),
        (JANUARY, MONTH, "Centrum", "skadegorelse", 3),
        (FEBRUARY, MONTH, "Centrum", "skadegorelse", 4),
    ]  # fmt: skip


def test_weeks_over_areas():
    grid = [
        ["Kategori", "v. 40 2026", "", "v. 41 2026", ""],
        ["", "Centrum", "Risbron", "Centrum", "Risbron"],
        ["Klotter", 1, 2, 3, 4],
        ["Skadegörelse", 0, 5, 6, 7],
    ]
    rows, _ = read(workbook({"Blad1": grid}))
    assert rows[:3] == [
        (date(2026, 9, 28), WEEK, "Centrum", "klotter", 1),
        (date(2026, 9, 28), WEEK, "Risbron", "klotter", 2),
        (date(2026, 10, 5), WEEK, "Centrum", "klotter", 3),
    ]


def test_sums_within_each_month_are_left_out():
    grid = [
        ["Område", "Januari 2026", "", "", "Februari 2026", "", ""],
        ["", *BOTH, "Totalt", *BOTH, "Totalt"],
        ["Centrum", 1, 2, 3, 3, 4, 7],
    ]
    rows, mapped = read(workbook({"Blad1": grid}))
    assert [row[-1] for row in rows] == [1, 2, 3, 4]
    assert [column for *_, column in said(mapped.notes, About.SUM)] == [
        "Januari 2026 Totalt", "Februari 2026 Totalt",
    ]  # fmt: skip


# --- months that are dates to the sheet -------------------------------------------------------


@pytest.mark.parametrize(
    "months",
    [
        [JANUARY, FEBRUARY, MARCH],
        [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)],
        [JANUARY, FEBRUARY],
    ],
)
@pytest.mark.parametrize("cells", [(1, 2, 3), ("<5", "-", 3), ("", "", 3)])
def test_dates_of_the_sheet_head_months(months, cells):
    cells = cells[-len(months) :]
    rows, _ = read(dated_workbook([["Område", *months], ["Centrum", *cells], ["Risbron", *cells]]))
    wanted = {date(day.year, day.month, 1) for day in months}
    assert {row[0] for row in rows} <= wanted
    assert {row[1] for row in rows} == {MONTH}
    assert [row[2:] for row in rows if row[-1] == 3] == [
        ("Centrum", "", 3), ("Risbron", "", 3),
    ]  # fmt: skip


def test_one_month_alone_is_a_column_where_it_is_named_as_one():
    rows, _ = read("Område;mars 2026\nCentrum;3\nRisbron;14\n")
    assert [row[:2] for row in rows] == [(MARCH, MONTH)] * 2
    with pytest.raises(MappingError, match="datum"):  # a day, or a month by its first day
        read(dated_workbook([["Område", MARCH], ["Centrum", 3], ["Risbron", 14]]))


def test_a_column_of_words_beside_months_is_no_column_of_numbers():
    months = [JANUARY, FEBRUARY, MARCH]
    rows, mapped = read(
        dated_workbook([["Område", "Ansvarig enhet", *months], ["Centrum", "Teknik", 1, 2, 3]])
    )
    assert [row[-1] for row in rows] == [1, 2, 3]
    assert mapped.problems == ()
    assert (None, None, "Ansvarig enhet") in said(mapped.notes, About.COLUMN)


def test_rows_that_begin_with_dates_stay_rows():
    rows, _ = read(dated_workbook([["Centrum", JANUARY, 4], ["Risbron", FEBRUARY, 2]]))
    assert [row[0] for row in rows] == [JANUARY, FEBRUARY]


# --- days as columns --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "title"),
    [("Mars 2026", ""), ("2026-03", ""), ("mars", "Klotter 2026"), ("Blad1", "Klotter mars 2026")],
)
def test_days_are_of_the_month_that_the_sheet_names(sheet, title):
    days = list(range(1, 32))
    grid = [["Område", *days], ["Centrum", *days], ["Risbron", *([0] * 31)]]
    rows, mapped = read(workbook({sheet: [[title], *grid] if title else grid}))
    assert len(rows) == 62
    assert all(day == date(2026, 3, n) and n == count for day, *_, count in rows[:31] for n in
               [day.day])  # fmt: skip
    assert {row[1] for row in rows} == {DAY}
    assert len(said(mapped.notes, About.DATE)) == 1


def test_months_of_different_lengths_are_read_together():
    def of(days):
        return [["Område", *range(1, days + 1), "Summa"], ["Centrum", *([1] * days), days]]

    rows, mapped = read(workbook({"Februari 2026": of(28), "Mars 2026": of(31)}))
    assert len(rows) == 59
    assert max(row[0] for row in rows[:28]) == date(2026, 2, 28)
    assert mapped.problems == ()
    assert {row[-1] for row in rows} == {1}


def test_a_day_that_the_month_lacks_is_said_where_it_holds_something():
    grid = [["Område", *range(1, 32)], ["Centrum", *([1] * 31)], ["Risbron", *([0] * 30), ""]]
    rows, mapped = read(workbook({"April 2026": grid}))
    assert len(rows) == 60
    assert {one.row for one in mapped.problems} == {2}


def test_days_of_no_month_are_asked_about():
    grid = [["Område", *range(1, 32)], ["Centrum", *([1] * 31)]]
    for name in ("Blad1", "Mars"):
        with pytest.raises(MappingError, match="månad"):
            read(workbook({name: grid}))


# --- a time that stands in the title alone ----------------------------------------------------


@pytest.mark.parametrize(
    ("title", "first", "precision"),
    [
        ("Skadegörelse vecka 12 2026", date(2026, 3, 16), WEEK),
        ("Veckorapport v. 12 år 2026", date(2026, 3, 16), WEEK),
        ("Skadegörelse mars 2026", MARCH, MONTH),
        ("Rapport 2026-03, skadegörelse", MARCH, MONTH),
        ("Skadegörelse 2026-03-14", date(2026, 3, 14), DAY),
        ("Skadegörelse mars 2026 (utskriven 2026-04-02)", MARCH, MONTH),
        ("Skadegörelse 2 mars 2026 - 8 mars 2026", date(2026, 3, 2), DAY),
    ],
)
def test_the_title_says_when_where_no_column_does(title, first, precision):
    rows, mapped = read(f"{title}\nOmråde;Antal\nCentrum;3\nRisbron;14\n")
    assert [row[:2] for row in rows] == [(first, precision)] * 2
    assert (None, None, TITLED) in said(mapped.notes, About.DATE)


def test_each_sheet_has_the_time_of_its_own_name():
    grid = [["Plats", "Händelse", "Beskrivning"], ["Centrum", "Klotter", "På väggen"]]
    rows, mapped = read(workbook({"Vecka 12 2026": grid, "Vecka 13 2026": grid}))
    assert [row[0] for row in rows] == [date(2026, 3, 16), date(2026, 3, 23)]
    assert [sheet for sheet, *_ in said(mapped.notes, About.DATE)] == [
        "Vecka 12 2026", "Vecka 13 2026",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "title", ["Skadegörelse 2026", "Skadegörelse", "Skadegörelse mars 2026 och april 2026",
              "Utskriven 2026-04-02"],
)  # fmt: skip
def test_a_title_in_doubt_is_not_used(title):
    with pytest.raises(MappingError, match="datum"):
        read(f"{title}\nOmråde;Antal\nCentrum;3\nRisbron;14\n")


def test_a_title_of_several_times_is_said():
    table = table_of("Skadegörelse mars 2026 och april 2026\nOmråde;Antal\nCentrum;3\n")
    assert any("flera tider" in note.sentence for note in table.notes)


def test_a_month_without_year_is_asked_about():
    rows, mapped = read("Skadegörelse mars\nOmråde;Antal\nCentrum;3\n")
    assert rows == []
    assert mapped.problems[0].kind is About.DATE


def test_a_title_changes_nothing_where_a_column_says_when():
    rows, _ = read("Skadegörelse vecka 12 2026\nDatum;Område\n2026-03-02;Centrum\n")
    assert [row[0] for row in rows] == [date(2026, 3, 2)]


def test_days_without_a_month_are_of_the_one_that_the_sheet_names():
    grid = [["Dag", "Plats", "Rapport"], [3, "Centrum", "Klotter"], [14, "Risbron", "Ruta"]]
    rows, mapped = read(workbook({"Mars 2026": grid}))
    assert [row[:2] for row in rows] == [(date(2026, 3, 3), DAY), (date(2026, 3, 14), DAY)]
    assert said(mapped.notes, About.DATE) == [(None, None, "Dag")]
    rows, mapped = read(workbook({"April 2026": [*grid, [31, "Centrum", "Klotter"]]}))
    assert [row[0].day for row in rows] == [3, 14]
    assert {one.row for one in mapped.problems} == {4}


def test_periods_are_found_in_running_words():
    found = periods_in("Kommunens lista: vecka 12 2026 (12 ärenden, 3 platser)")
    assert [(one.first, one.last) for one in found] == [(date(2026, 3, 16), date(2026, 3, 22))]


# --- sums among areas -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["Hela kommunen", "Kommunen totalt", "HELA KOMMUNEN", "Samtliga områden", "Alla"]
)
@pytest.mark.parametrize(("whole", "more"), [(7, False), (9, True)])
def test_all_areas_together_are_not_counted_beside_them(name, whole, more):
    lines = ["Vecka;Område;Antal", "2026 v. 12;Centrum;3", "2026 v. 12;Risbron;4"]
    rows, mapped = read("\n".join([*lines, f"2026 v. 12;{name};{whole}"]))
    assert [row[-1] for row in rows] == [3, 4]
    assert said(mapped.skipped, About.SUM) == [(None, 4, "Område")]
    assert ("på ingen rad" in mapped.skipped[0].sentence) is more


def test_a_sum_that_is_less_than_its_parts_is_asked_about():
    lines = ["Vecka;Område;Antal", "2026 v. 12;Centrum;3", "2026 v. 12;Risbron;4"]
    rows, mapped = read("\n".join([*lines, "2026 v. 12;Hela kommunen;5"]))
    assert [row[-1] for row in rows] == [3, 4]
    assert said(mapped.problems, About.SUM) == [(None, 4, "Område")]


def test_sums_are_of_their_own_week_and_category():
    rows, mapped = read(
        "Vecka;Område;Kategori;Antal\n2026 v. 12;Centrum;Klotter;3\n2026 v. 12;Risbron;Klotter;4\n"
        "2026 v. 12;Hela kommunen;Klotter;7\n2026 v. 12;Centrum;Skadegörelse;50\n"
        "2026 v. 12;Hela kommunen;Skadegörelse;50\n2026 v. 13;Hela kommunen;Klotter;6\n"
    )
    assert [row[2:] for row in rows] == [
        ("Centrum", "klotter", 3), ("Risbron", "klotter", 4), ("Centrum", "skadegorelse", 50),
        ("", "klotter", 6),
    ]  # fmt: skip
    assert len(mapped.skipped) == 2


def test_a_column_of_all_areas_is_no_area():
    rows, mapped = read("Vecka;Centrum;Risbron;Hela kommunen\n2026 v. 12;3;4;7\n2026 v. 13;1;0;2\n")
    assert [row[-1] for row in rows] == [3, 4, 1, 0]
    assert said(mapped.skipped, About.SUM) == [
        (None, 2, "Hela kommunen"), (None, 3, "Hela kommunen"),
    ]  # fmt: skip


def test_the_municipality_alone_has_its_own_numbers():
    rows, mapped = read(
        "Vecka;Område;Antal\n2026 v. 12;Hela kommunen;7\n2026 v. 13;Hela kommunen;9"
    )
    assert [row[2:] for row in rows] == [("", "", 7), ("", "", 9)]
    assert all({note.kind for note in one.notes} >= {About.SUM} for one in mapped.rows)


# --- rows that were taken back ----------------------------------------------------------------
