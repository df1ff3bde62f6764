"""Lists whose numbers or days could be taken for others: what is no count, which year is meant."""

import io
from datetime import date

import pytest
import xlsxwriter

from samsyn.sources.errors import UnreadableFileError
from samsyn.sources.mapping import (
    About,
    Holds,
    MappingError,
    Precision,
    Target,
    suggest_mapping,
)
from samsyn.sources.tables import read_table
from samsyn.sources.values import CellProblem, Value, read_count, read_date
from tests.sources.mapped import utc
from tests.sources.test_odd_sheets import KNOWN, read


def days(rows):
    return [row[1] for row in rows]


def said(remarks, kind):
    return [(one.row, one.column) for one in remarks if one.kind is kind]


@pytest.mark.parametrize(
    "heading", ["Antal ungdomar", "Antal patruller", "Hur många personer", "Antal inblandade bilar"]
)
def test_people_and_vehicles_are_no_events(heading):
    rows, remarks, _ = read(f"Datum;Vad;Var;{heading}\n2026-09-01;Klotter;Centrum;14\n")
    assert [row[-1] for row in rows] == [1]
    assert (None, heading) in said(remarks, About.COLUMN)


def test_a_number_of_something_unknown_is_said():
    rows, remarks, _ = read("Datum;Vad;Var;Antal klagomål\n2026-09-01;Klotter;Centrum;2\n")
    assert [row[-1] for row in rows] == [2]
    assert (None, "Antal klagomål") in said(remarks, About.COUNT)


def test_a_column_of_counts_stays_one_where_most_are_hidden():
    lines = ["Månad;Typ;Område;Antal", "2026-01;Klotter;Centrum;<5", "2026-02;Klotter;Centrum;<5"]
    lines += ["2026-03;Klotter;Centrum;färre än 5", "2026-04;Klotter;Centrum;12"]
    rows, remarks, _ = read("\n".join(lines))
    assert [(row[0], row[-1]) for row in rows] == [(5, 12)]
    assert [row for row, _ in said(remarks, About.COUNT)] == [2, 3, 4]


@pytest.mark.parametrize("cell", ["12 %", "500 kr", "3:-", "1 200 SEK"])
def test_shares_and_money_are_no_counts(cell):
    assert isinstance(read_count(cell), CellProblem)
    assert read_count("3 st") == Value(3)


@pytest.mark.parametrize(
    ("lines", "first"),
    [
        (["03-11-25", "19-11-25", "28-02-26"], date(2025, 11, 3)),
        (["26.10.05", "26.10.17", "26.11.02"], date(2026, 10, 5)),
        (["031125", "191125", "280226"], date(2025, 11, 3)),
        (["02-11-26"], date(2026, 11, 2)),
    ],
)
def test_two_figures_are_the_year_that_makes_one_list(lines, first):
    rows, remarks, _ = read("Datum;Typ\n" + "".join(f"{one};Klotter\n" for one in lines))
    assert days(rows)[0] == first
    assert max(days(rows)).year - first.year <= 1
    assert said(remarks, About.DATE) == [(None, "Datum")]


@pytest.mark.parametrize("lines", [["26-10-05"], ["25-10-26", "24-11-02"], ["250105", "260203"]])
def test_year_first_is_usual_where_it_fits(lines):
    rows, remarks, _ = read("Datum;Typ\n" + "".join(f"{one};Klotter\n" for one in lines))
    assert [day.year - 2000 for day in days(rows)] == [int(one[:2]) for one in lines]
    assert not said(remarks, About.DATE)


@pytest.mark.parametrize(
    "title", ["Läsåret 2025/26", "Skolåret 25/26", "Incidenter 2025/2026", "läsår 2025-2026"]
)
def test_a_school_year_is_of_two_years(title):
    rows, remarks, _ = read(
        f"{title};;\nDatum;Typ;Plats\n9/11;Klotter;Centrum\nv. 3;Klotter;Centrum\n"
    )
    assert days(rows) == [date(2025, 11, 9), date(2026, 1, 12)]
    assert len(said(remarks, About.YEAR)) == 2


def test_two_years_with_a_dash_alone_name_none():
    rows, remarks, _ = read("Klotter 2025-26;;\nDatum;Typ;Plats\n9/11;Klotter;Centrum\n")
    assert not rows
    assert said(remarks, About.DATE) == [(3, "Datum")]


def test_columns_of_parts_shares_and_means_are_said_and_left_out():
    table = (
        "Vecka;Klotter;varav tunnlar;Skadegörelse;Skadegörelse, andel;Snitt;Fg år;Antal besökare\n"
        "v. 40 2026;4;2;1;20 %;2;9;310\nv. 41 2026;1;1;0;0 %;1;3;290\n"
    )
    rows, remarks, _ = read(table)
    assert [row[-2:] for row in rows] == [
        ("klotter", 4), ("skadegorelse", 1), ("klotter", 1), ("skadegorelse", 0),
    ]  # fmt: skip
    assert {column for row, column in said(remarks, About.SUM) if row is None} == {
        "varav tunnlar", "Skadegörelse, andel", "Snitt", "Fg år", "Antal besökare",
    }  # fmt: skip


def test_rows_of_parts_and_means_are_said_and_left_out():
    lines = [
        "Månad;Typ;Område;Antal",
        "2026-08;Klotter;Centrum;9",
        "2026-08;varav på skolor;Centrum;4",
    ]
    lines += [
        "2026-08;Klotter;Risbron;0",
        "2026-08;Klotter;Snitt;4",
        "2026-08;Klotter;Centrum totalt;9",
    ]
    rows, remarks, _ = read("\n".join(lines))
    assert [(row[0], row[-1]) for row in rows] == [(2, 9), (4, 0)]
    assert [row for row, _ in said(remarks, About.SUM)] == [3, 5, 6]


def test_a_mean_below_a_table_is_no_row_of_it():
    rows, remarks, _ = read(
        "Vecka;Klotter;Skadegörelse\nv. 40 2026;2;1\nv. 41 2026;5;0\nMedelvärde;3,5;0,5\n"
    )
    assert [row[-1] for row in rows] == [2, 1, 5, 0]
    assert said(remarks, About.SUM) == [(4, "")]


def test_an_end_in_the_hour_that_comes_twice_is_said():
    _, _, mapped = read("Datum;Start;Slut;Typ\n2026-10-24;22:30;02:15;Klotter\n")
    assert said(mapped.rows[0].notes, About.TIME) == [(2, "Datum")]


def test_months_by_years_take_the_year_of_the_column():
    text = "Klotter i kommunen;;\nMånad;2025;2026\njanuari;4;7\nfebruari;0;-\nSumma;4;7\n"
    rows, _, mapped = read(text)
    assert [(row[1], row[-1]) for row in rows] == [
        (date(2025, 1, 1), 4), (date(2026, 1, 1), 7), (date(2025, 2, 1), 0), (date(2026, 2, 1), 0),
    ]  # fmt: skip
    assert [one.cell for one in mapped.rows] == ["B3", "C3", "B4", "C4"]
    table = read_table(text.encode(), "ark.csv")
    assert (suggest_mapping(table, KNOWN).wide, suggest_mapping(table, KNOWN).holds) == (
        Target.YEAR, Holds.COUNTS,
    )  # fmt: skip


def test_this_year_beside_last_is_no_list_of_events():
    text = "Period;Typ;Område;Antal 2025;Antal 2026\n2026-01;Klotter;Centrum;4;7\n"
    with pytest.raises(MappingError, match="Antal 2025"):
        read(text)


def test_hours_worked_are_no_clock():
    rows, _, _ = read(
        "Datum;Tim;Uppdrag;Plats\n2026-10-01;2;Klotter;Centrum\n2026-10-02;4;Klotter;Centrum\n"
    )
    assert {row[2] for row in rows} == {Precision.DAY}
    rows, _, _ = read("Datum;Tim;Händelse\n2026-10-01;22;Klotter\n2026-10-02;4;Klotter\n")
    assert {row[2] for row in rows} == {Precision.EXACT}


def test_a_round_begins_and_ends_by_the_clock():
    _, _, mapped = read("Datum;Start;Slut;Typ\n2026-10-09;23:50;00:10;Klotter\n")
    [row] = mapped.rows
    assert (row.occurred_from, row.occurred_to) == (
        utc("2026-10-09T21:50"),
        utc("2026-10-09T22:10"),
    )


def test_the_day_of_the_damage_goes_before_the_day_it_was_told():
    header = "Skadenr;Anmälningsdatum;Skadedatum;Skadeorsak\n"
    rows, _, mapped = read(header + "0042;2026-02-16;2026-02-03;Klotter\n")
    assert days(rows) == [date(2026, 2, 3)]
    assert mapped.rows[0].source_id == "0042"


@pytest.mark.parametrize(
    ("text", "first", "last", "clock"),
    [
        ("Lördag kväll 10/10 2026", date(2026, 10, 10), date(2026, 10, 10), "kväll"),
        ("lör-sön 10-11/10 2026", date(2026, 10, 10), date(2026, 10, 11), None),
        ("tis v. 43 2026", date(2026, 10, 20), date(2026, 10, 20), None),
        ("16-okt 2026", date(2026, 10, 16), date(2026, 10, 16), None),
        ("kv 3 -26", date(2026, 7, 1), date(2026, 9, 30), None),
    ],
)
def test_days_with_their_weekday_and_part(text, first, last, clock):
    reading = read_date(text)
    assert isinstance(reading, Value)
    found = reading.value
    assert (found.first, found.last, found.clock, reading.note) == (first, last, clock, "")


def test_from_one_day_and_clock_to_another():
    _, _, mapped = read("När;Typ\n2026-10-12 22:30 - 2026-10-13 01:15;Klotter\n")
    [row] = mapped.rows
    assert (row.occurred_from, row.occurred_to) == (
        utc("2026-10-12T20:30"),
        utc("2026-10-12T23:15"),
    )


def test_what_is_hidden_in_a_workbook_is_said():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name in ("Larm", "Förra året"):
        sheet = book.add_worksheet(name)
        for number, row in enumerate(
            [
                ["Datum", "Typ", "Plats"],
                *[[f"2026-09-0{n}", "Klotter", "Centrum"] for n in (1, 2, 3)],
            ]
        ):
            sheet.write_row(number, 0, row)
    sheet.hide()
    book.worksheets()[0].set_row(2, None, None, {"hidden": True})
    book.worksheets()[0].set_column(2, 2, None, None, {"hidden": True})
    book.close()
    rows, remarks, _ = read(out.getvalue(), "ark.xlsx")
    assert [row[0] for row in rows] == [2, 3, 4]
    told = [(one.sheet, one.row, one.column) for one in remarks if "dol" in one.sentence]
    assert told == [("Förra året", None, ""), ("Larm", 3, ""), ("Larm", None, "Plats")]


def test_letters_of_an_old_mac_are_said():
    text = "Datum;Typ;Plats\n2026-10-01;Skadegörelse på äldreboende;Åkern\n"
    _, remarks, _ = read(text.encode("mac_roman"))
    assert said(remarks, About.ENCODING) == [(None, "")]


@pytest.mark.parametrize(
    "data", [b'[{"datum": "2026-09-01"},\n{"datum": "2026-09-02"}]', b"[1, 2]"]
)
def test_json_is_called_json(data):
    with pytest.raises(UnreadableFileError, match="JSON"):
        read_table(data, "ark.json")


def test_another_table_below_on_the_sheet_is_said_and_left_out():
    lines = ["Datum;Tid;Typ;Plats", *[f"2026-09-0{n};22:00;Klotter;Centrum" for n in (1, 2, 3)]]
    lines += ["", "Månad;Antal;Typ;", "september 2026;3;Klotter;", "augusti 2026;7;Klotter;"]
    rows, remarks, _ = read("\n".join(lines))
    assert [row[0] for row in rows] == [2, 3, 4]
    assert [row for row, _ in said(remarks, About.SECTION)] == [6, 7, 8]


def test_another_table_below_may_be_the_longer():
    lines = ["Datum;Typ;Plats;Text", *[f"2026-09-0{n};Klotter;Centrum;tak" for n in (1, 2)], ""]
    lines += ["Sammanställning", "Typ;Månad;Antal", *[f"Klotter;{n}/2026;1" for n in (7, 8, 9)]]
    rows, remarks, _ = read("\n".join(lines))
    assert [row[0] for row in rows] == [2, 3]
    assert [row for row, _ in said(remarks, About.SECTION)] == [5, 6, 7, 8, 9]


def test_a_blank_line_and_a_row_without_date_end_no_table():
    lines = ["Datum;Typ;Plats", *[f"2026-09-0{n};Klotter;Centrum" for n in (1, 2, 3)], ""]
    lines += ["okänt;Klotter;Centrum", "2026-09-09;Skadegörelse;Centrum"]
    rows, remarks, _ = read("\n".join(lines))
    assert [row[0] for row in rows] == [2, 3, 4, 7]
    assert said(remarks, About.DATE) == [(6, "Datum")]


def test_a_clock_beside_a_week_is_said_not_to_be_used():
    _, _, mapped = read("Vecka;Tid;Typ\nv. 40 2026;22:00;Klotter\nv. 41 2026;;Klotter\n")
    assert [said(row.notes, About.TIME) for row in mapped.rows] == [[(2, "Tid")], []]


@pytest.mark.parametrize("mark", ["-", "/", "."])
def test_one_date_tells_the_order_of_all(mark):
    lines = [f"05{mark}03{mark}2026", f"05{mark}17{mark}2026"]
    rows, _, _ = read("Date;Type\n" + "".join(f"{one};Klotter\n" for one in lines))
    assert days(rows) == [date(2026, 5, 3), date(2026, 5, 17)]
