"""Spreadsheets read back by another library; no cell is ever a formula."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from samsyn.drawing.sheets import csv_bytes, escape, read_csv, unescape, xlsx_bytes
from samsyn.drawing.table import Cell, CellKind, Column, Table
from samsyn.drawing.texts import clean
from tests.drawing.samples import HOSTILE, NOON, TABLE

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "'=1", "''=1", "-")


def table(*cells: Cell, title: str = "T") -> Table:
    """One column, one row a cell."""
    return Table(title, (Column("Kolumn"),), tuple((cell,) for cell in cells))


def sheet(content: bytes, place: int = 0) -> Sequence[Sequence[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(place).to_python()


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode("utf-8")


def test_csv_is_what_a_swedish_excel_expects() -> None:
    content = csv_bytes(TABLE)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "Område;Antal;Per 1 000;Anmärkning"
    assert lines[1] == "Centrum;1234;5,25;"
    assert lines[2] == "Risbron;0;-2,0;"
    assert lines[-1] == ""


@pytest.mark.parametrize("formula", FORMULAS)
def test_csv_never_begins_a_cell_with_a_formula(formula: str) -> None:
    raw = csv_bytes(Table(formula, (Column(formula),), ((formula,),))).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(raw, newline=""), delimiter=";"):
        for cell in row:
            assert cell.startswith("'")
            assert unescape(cell) == formula


@given(st.lists(st.text(), min_size=1, max_size=6))
def test_texts_come_back_from_csv_exactly(texts: list[str]) -> None:
    assert read_csv(csv_bytes(table(*texts))) == [["Kolumn"], *([clean(t)] for t in texts)]


@given(st.text(st.sampled_from("'=+-@ \t\r\na"), max_size=6))
def test_escaping_is_undone_exactly(text: str) -> None:
    assert unescape(escape(text)) == text
    assert not escape(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**9), 10**9))
def test_numbers_stay_numbers_in_csv(value: float) -> None:
    shown = read_csv(csv_bytes(table(value)))[1][0]
    assert float(shown.replace(",", ".")) == value


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_texts_come_back_from_xlsx(hostile: str) -> None:
    content = xlsx_bytes([table(hostile, "x")], NOON)
    assert sheet(content)[1][0] == clean(hostile)


@pytest.mark.parametrize("text", [*FORMULAS, "http://x", "1234", "{=1}", "mailto:a@b"])
def test_xlsx_writes_text_as_text(text: str) -> None:
    content = xlsx_bytes([table(text)], NOON)
    xml = part(content, "xl/worksheets/sheet1.xml")
    assert "<f>" not in xml
    assert "hyperlink" not in xml
    assert sheet(content)[1][0] == text


@given(st.lists(st.one_of(st.integers(-(2**50), 2**50), st.none()), min_size=1, max_size=5))
def test_numbers_stay_numbers_in_xlsx(values: list[int | None]) -> None:
    made = Table("T", (Column("n", CellKind.NUMBER), Column("x")), tuple((v, "x") for v in values))
    read = [row[0] for row in sheet(xlsx_bytes([made], NOON))[1:]]
    assert read == ["" if value is None else float(value) for value in values]


def test_the_header_row_is_frozen_repeated_and_a_table() -> None:
    content = xlsx_bytes([TABLE], NOON)
    worksheet = part(content, "xl/worksheets/sheet1.xml")
    assert 'ySplit="1"' in worksheet
    assert 'state="frozen"' in worksheet
    assert "_xlnm.Print_Titles" in part(content, "xl/workbook.xml")
    described = part(content, "xl/tables/table1.xml")
    assert 'ref="A1:D4"' in described
    assert "autoFilter" in described
    assert sheet(content)[0] == ["Område", "Antal", "Per 1 000", "Anmärkning"]


def test_columns_are_as_wide_as_what_they_hold() -> None:
    wide = table("x" * 30)
    huge = table("x" * 500)
    narrow = table("x")
    widths = [
        float(
            part(xlsx_bytes([made], NOON), "xl/worksheets/sheet1.xml")
            .split('width="')[1]
            .split('"')[0]
        )
        for made in (narrow, wide, huge)
    ]
    assert widths[0] < widths[1] < widths[2] <= 61


def test_sheets_are_named_by_their_titles_as_excel_allows() -> None:
    titles = ("Per område", "Per område", "a/b:c*d?[e]", "x" * 40, "x" * 40, "", "History")
    content = xlsx_bytes([table("x", title=title) for title in titles], NOON)
    names = CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
    assert names[0] == "Per område"
    assert len({name.casefold() for name in names}) == len(titles)
    assert all(0 < len(name) <= 31 for name in names)
    assert "history" not in {name.casefold() for name in names}


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_any_titles_make_a_workbook(titles: list[str]) -> None:
    content = xlsx_bytes([table("x", title=title) for title in titles], NOON)
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names) == len(titles)


def test_two_columns_of_one_name_are_both_kept() -> None:
    made = Table("T", (Column("n"), Column("N"), Column("")), (("a", "b", "c"),))
    assert sheet(xlsx_bytes([made], NOON)) == [["n", "N (2)", "Kolumn 3"], ["a", "b", "c"]]


def test_a_table_without_rows_still_has_its_header() -> None:
    assert sheet(xlsx_bytes([table()], NOON))[0] == ["Kolumn"]
    assert read_csv(csv_bytes(table())) == [["Kolumn"]]


def test_the_longest_text_of_excel_is_cut_and_not_lost() -> None:
    assert len(str(sheet(xlsx_bytes([table("å" * 40_000)], NOON))[1][0])) == 32_767


def test_the_same_tables_give_the_same_bytes() -> None:
    first = xlsx_bytes([TABLE], NOON)
    assert xlsx_bytes([TABLE], NOON) == first
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_missing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one table"):
        xlsx_bytes([], NOON)
    with pytest.raises(ValueError, match="zone"):
        xlsx_bytes([TABLE], datetime(2026, 1, 1))
