"""Sheets as strangers write them, a kind each: what is read right, and what is said of the rest."""

import io
from datetime import UTC, date, datetime

import pytest
import xlsxwriter

from samsyn.sources.mapping import Known, Precision, apply_mapping, suggest_mapping
from samsyn.sources.mapping.parted import joined_parts
from samsyn.sources.tables import read_table
from samsyn.sources.values import STOCKHOLM, DatePrecision, DateStyle, Value, read_clock, read_date
from tests.sources.files import workbook

KNOWN = Known(
    {"klotter": ("Klotter",), "skadegorelse": ("Skadegörelse",), "skrap": ("Nedskräpning",)},
    ("Centrum", "Risbron", "Per Ols"),
)


def read(data, name="ark.csv"):
    """Each row as (row, first day, precision, place, category, how many), and the remarks."""
    data = data.encode() if isinstance(data, str) else data
    table = joined_parts(read_table(data, name))
    mapped = apply_mapping(table, suggest_mapping(table, KNOWN), KNOWN)
    rows = [
        (one.row, one.occurred_from.astimezone(STOCKHOLM).date(), one.precision, one.place,
         one.category, one.count)
        for one in mapped.rows
    ]  # fmt: skip
    return rows, [*mapped.problems, *mapped.skipped, *mapped.notes], mapped


WEEK = Precision.WEEK
MONDAY = date(2026, 9, 28)


def test_headings_of_two_rows_name_category_and_area():
    grid = [
        ["Klotter och skadegörelse 2026"],
        ["Vecka", "Klotter", "", "Skadegörelse", ""],
        ["", "Centrum", "Per Ols", "Centrum", "Risbron"],
        ["v. 40", 1, 2, 0, "-"],
        ["v. 41", 4, 0, 1, 2],
    ]
    merges = [("Blad1", 1, 1, 1, 2, "Klotter"), ("Blad1", 1, 3, 1, 4, "Skadegörelse")]
    rows, _, mapped = read(workbook({"Blad1": grid}, merges=merges), "ark.xlsx")
    assert rows[:4] == [
        (4, MONDAY, WEEK, "Centrum", "klotter", 1),
        (4, MONDAY, WEEK, "Per Ols", "klotter", 2),
        (4, MONDAY, WEEK, "Centrum", "skadegorelse", 0),
        (4, MONDAY, WEEK, "Risbron", "skadegorelse", 0),
    ]
    assert [one.cell for one in mapped.rows[:4]] == ["B4", "C4", "D4", "E4"]


def test_a_heading_that_names_neither_is_asked_about():
    rows, _, mapped = read(
        "Vecka;Klotter Centrum;Klotter Risbron;Övrigt\n2026-W40;1;2;3\n2026-W41;1;2;3\n"
    )
    assert rows[:2] == [
        (2, MONDAY, WEEK, "Centrum", "klotter", 1), (2, MONDAY, WEEK, "Risbron", "klotter", 2),
    ]  # fmt: skip
    assert rows[2][3:] == ("Övrigt", "", 3)
    [kinds] = [{note.kind.value for note in mapped.rows[2].notes}]
    assert kinds == {"category"}


@pytest.mark.parametrize(
    ("written", "monday"),
    [
        ("43/2026", date(2026, 10, 19)),
        ("10/2026", date(2026, 3, 2)),
        ("2026-10", date(2026, 3, 2)),
        ("2026-W43", date(2026, 10, 19)),
        ("v43-26", date(2026, 10, 19)),
        ("202643", date(2026, 10, 19)),
    ],
)
def test_a_number_and_a_year_in_a_column_of_weeks_are_a_week(written, monday):
    rows, _, _ = read(f"Vecka;Område;Kategori;Antal\n{written};Centrum;Klotter;1\n")
    assert [row[1:3] for row in rows] == [(monday, WEEK)]


@pytest.mark.parametrize("written", ["10/2026", "2026-10"])
def test_elsewhere_they_are_a_month(written):
    found = read_date(written)
    assert isinstance(found, Value)
    assert found.value.precision is DatePrecision.MONTH


STYLE = DateStyle(year=2026)
OCTOBER = [date(2026, 10, day) for day in range(1, 32)]


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("3 okt -26", 3, 3),
        ("3 okt-26", 3, 3),
        ("3:e okt. '26", 3, 3),
        ("lördag 3/10", 3, 3),
        ("helgen 17-18/10", 17, 18),
        ("under helgen den 17-18 oktober 2026", 17, 18),
        ("dagarna 17-19/10", 17, 19),
        ("3-4 okt -26", 3, 4),
    ],
)
def test_days_as_people_write_them(written, first, last):
    found = read_date(written, STYLE)
    assert isinstance(found, Value), found
    span = found.value
    assert (span.first, span.last, span.clock) == (OCTOBER[first - 1], OCTOBER[last - 1], None)


@pytest.mark.parametrize("written", ["helgen 17/10", "helgen v. 42", "ikväll", "i helgen"])
def test_days_that_are_not_said_are_none(written):
    assert not isinstance(read_date(written, STYLE), Value)


@pytest.mark.parametrize(
    ("written", "since", "until"),
    [
        ("mellan 20 och 22", 1200, 1320),
        ("mellan kl. 21.30 och kl 23", 1290, 1380),
        ("från 22 till 02", 1320, 1560),
        ("mellan 20-22", 1200, 1320),
    ],
)
def test_clocks_with_two_ends(written, since, until):
    found = read_clock(written)
    assert isinstance(found, Value)
    assert (found.value.since, found.value.until) == (since, until)


def test_a_date_and_a_clock_in_pieces_are_put_together_and_said():
    rows, said, mapped = read(
        "År;Månad;Dag;Tim;Min;Plats;Händelse\n"
        "2026;10;3;21;30;Centrum;Klotter\n2026;10;14;7;5;Risbron;Skadegörelse\n"
    )
    assert [row[1:3] for row in rows] == [
        (date(2026, 10, 3), Precision.EXACT), (date(2026, 10, 14), Precision.EXACT),
    ]  # fmt: skip
    assert mapped.rows[1].occurred_from == datetime(2026, 10, 14, 5, 5, tzinfo=UTC)
    assert {one.kind.value for one in said} >= {"date", "time"}


def test_a_day_that_is_none_is_said_though_it_stood_in_pieces():
    rows, said, _ = read("År;Månad;Dag;Händelse\n2026;2;31;Klotter\n2026;2;3;Klotter\n")
    assert [row[0] for row in rows] == [3]
    assert any(one.row == 2 and "2026-02-31" in one.sentence for one in said)


def test_a_workbook_of_1904_is_read_by_its_own_calendar():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"date_1904": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, ["Datum", "Plats", "Händelse"])
    sheet.write_datetime(1, 0, datetime(2026, 10, 3))
    sheet.write_row(1, 1, ["Centrum", "Klotter"])
    book.close()
    rows, _, _ = read(out.getvalue(), "ark.xlsx")
    assert rows == [(2, date(2026, 10, 3), Precision.DAY, "Centrum", "klotter", 1)]


def test_a_column_of_codes_called_case_is_the_case_number():
    lines = "".join(f"K-{n};2026-10-0{n};Centrum;Klotter\n" for n in range(1, 6))
    _, _, mapped = read(f"Ärende;Datum;Plats;Typ\n{lines}")
    assert [one.source_id for one in mapped.rows] == [f"K-{n}" for n in range(1, 6)]
    words = "".join(f"Det var klotter {n};2026-10-0{n};Centrum;Klotter\n" for n in range(1, 6))
    _, _, mapped = read(f"Ärende;Datum;Plats;Typ\n{words}")
    assert {one.source_id for one in mapped.rows} == {""}
