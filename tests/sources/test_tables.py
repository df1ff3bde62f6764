"""Tables out of files: encodings, separators, where labels and rows lie."""

from __future__ import annotations

import csv
import gzip
import io
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.sources.errors import LimitExceededError, SourceError, UnreadableFileError
from samsyn.sources.tables import Choice, Limits, read_table
from tests.sources.files import beside, open_document, open_document_rows, sample, workbook

SMALL = "Datum;Plats;Antal\n2024-03-26;Västanfors;2\n2024-03-27;Åvestbo;1\n"
ROWS = (("2024-03-26", "Västanfors", "2"), ("2024-03-27", "Åvestbo", "1"))


def cells(table):
    return tuple(row.cells for row in table.rows)


def read(text, **choice):
    return read_table(text.encode(), "prov.csv", Limits(), Choice(**choice))


# --- encodings ---------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "cp850",
     "mac-roman"],
)  # fmt: skip
def test_every_encoding_gives_the_same_rows(encoding):
    assert cells(read_table(SMALL.encode(encoding), "x")) == ROWS


def test_the_encoding_is_told():
    assert read_table(SMALL.encode("utf-8-sig"), "x").encoding == "utf-8-sig"
    assert read_table(SMALL.encode("cp1252"), "x").encoding == "cp1252"
    assert read_table(SMALL.encode("cp850"), "x").encoding == "cp850"


def test_utf8_read_as_windows_by_an_earlier_program_is_mended():
    broken = SMALL.encode("utf-8").decode("cp1252")
    twice = broken.encode("utf-8").decode("cp1252", errors="ignore")
    for text in (broken, twice):
        table = read_table(text.encode("utf-8"), "x")
        assert cells(table) == ROWS
        assert any("Felkodade tecken" in note.sentence for note in table.notes)


def test_all_swedish_letters_and_dashes_are_mended():
    letters = "åäöÅÄÖéü–’”"
    broken = letters.encode("utf-8").decode("cp1252", errors="replace").replace("�", "\x9d")
    table = read_table(f"A;B\n{broken};1\n{broken};2\n".encode(), "x")
    assert table.rows[0].cells[0] == letters


def test_decomposed_letters_are_composed():
    table = read_table(unicodedata.normalize("NFD", SMALL).encode(), "x")
    assert cells(table) == ROWS


def test_one_broken_byte_does_not_turn_the_whole_file_into_windows():
    more = SMALL + "2024-03-28;Åvestbo Västervåla ååååååååååå;1\n"
    data = more.encode() + b"2024-03-29;\xff;1\n"
    table = read_table(data, "x")
    assert table.encoding == "utf-8"
    assert table.rows[0].cells[1] == "Västanfors"
    assert any("gick förlorade" in note.sentence for note in table.notes)


def test_control_characters_are_dropped():
    assert read("A;B\nx\x07y;1\n\u200bz;2\n").rows[0].cells == ("xy", "1")


def test_a_damaged_utf16_file_is_refused():
    with pytest.raises(UnreadableFileError, match="skadad"):
        read_table(b"\xff\xfe" + "Datum".encode("utf-16-le") + b"\x00\xd8", "x")


# --- separators --------------------------------------------------------------


@pytest.mark.parametrize("separator", [";", "\t", ",", "|"])
def test_separators(separator):
    table = read(SMALL.replace(";", separator))
    assert (table.separator, cells(table)) == (separator, ROWS)


def test_the_separator_that_excel_announces():
    table = read("sep=,\nA,B\n1;5,x\n2;5,y\n")
    assert table.separator == ","
    assert table.rows[0][:2] == (2, ("1;5", "x"))  # the row a spreadsheet shows


def test_decimal_commas_do_not_outvote_semicolons():
    table = read("Nord;Öst\n6651919,70;544298,91\n6650225,38;545848,80\n")
    assert table.separator == ";"
    assert table.rows[0].cells == ("6651919,70", "544298,91")


def test_quotes_hold_separators_quotes_and_line_breaks():
    table = read('A;B\n"x; ""y""";1\n"rad ett\nrad två";2\nz;3\n')
    assert cells(table) == (('x; "y"', "1"), ("rad ett\nrad två", "2"), ("z", "3"))
    assert [row.number for row in table.rows] == [2, 3, 4]


def test_one_column():
    table = read("Namn på plats\nTorget\nBadet\n")
    assert (table.header, cells(table)) == (("Namn på plats",), (("Torget",), ("Badet",)))


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings(ending):
    assert cells(read(SMALL.replace("\n", ending))) == ROWS


def test_an_unclosed_quote_names_its_row():
    with pytest.raises(UnreadableFileError, match="rad 3"):
        read('A;B\n1;2\n"öppen;3\n4;5\n6;7\n')


def test_a_trailing_separator_makes_no_column():
    assert read("A;B;\n1;2;\n3;4;\n").header == ("A", "B")


def test_the_apostrophe_against_formulas_is_taken_away():
    table = read("A;B\n'=SUMMA(1);1\n'-5;2\n'sagt;3\n")
    assert [row.cells[0] for row in table.rows] == ["=SUMMA(1)", "-5", "'sagt"]


# --- layout ------------------------------------------------------------------


def test_titles_and_blank_rows_above_the_labels():
    above = "Rapport 2024;;\nUttag: 2024-07-01;;\n\n"
    table = read(above + "Datum;Plats;Antal\n2024-01-01;A;1\n;;\n2024-01-02;B;2\n")
    assert table.header == ("Datum", "Plats", "Antal")
    assert table.header_row == 4
    assert [row.number for row in table.rows] == [5, 7]
    assert "2024" in table.title


def test_sums_sections_footnotes_and_repeated_labels_are_left_out_and_said():
    table = read(
        "Datum;Plats;Typ;Antal\n2023;;;\n2023-01-01;A;x;1\nDatum;Plats;Typ;Antal\n2023-01-02;B;y;2\n"
        "Summa;;;3\n1) Avser egna hus;;;\n"
    )
    assert [row.number for row in table.rows] == [3, 5]
    told = [(one.kind, one.row) for one in table.left_out]
    assert told == [("section", 2), ("heading", 4), ("sum", 6), ("section", 7)]


def test_a_table_without_labels_gets_letters():
    table = read("Ale kommun;2731;8547\nAlingsås kommun;4293;10100\nArboga kommun;1;2\n")
    assert table.header == ("Kolumn A", "Kolumn B", "Kolumn C")
    assert table.header_row is None
    assert len(table.rows) == 3


def test_years_may_stand_among_the_labels():
    table = read("Kommun;2022;2023;2024\nAle;1;2;3\nArboga;4;5;6\n")
    assert table.header == ("Kommun", "2022", "2023", "2024")


def test_labels_are_unique_and_free_of_footnote_marks():
    table = read("Typ¹;Antal*;Antal;\n a;1;2;x\nb;3;4;y\n")
    assert table.header == ("Typ", "Antal", "Antal (2)", "Kolumn D")


def test_the_header_row_can_be_pointed_out():
    assert read("A;B\nC;D\n1;2\n", header_row=2).header == ("C", "D")
    assert len(read("A;B\nC;D\n1;2\n", header_row=0).rows) == 3
    with pytest.raises(UnreadableFileError, match="Rad 9"):
        read("A;B\nC;D\n1;2\n", header_row=9)


@pytest.mark.parametrize("text", ["", " \n\n", "\ufeff", ";;\n;;\n"])
def test_empty_files(text):
    with pytest.raises(UnreadableFileError, match="tom"):
        read(text)


def test_labels_alone_are_no_table():
    with pytest.raises(UnreadableFileError):
        read("Datum;Plats\n;\n")


def test_rows_shorter_and_longer_than_the_labels():
    table = read("A;B\n1\n2;3;4\n5;6\n")
    assert table.header == ("A", "B", "Kolumn C")
    assert cells(table)[:2] == (("1", "", ""), ("2", "3", "4"))


def test_a_column_by_its_label():
    assert read(SMALL).column("Antal") == ["2", "1"]
    with pytest.raises(KeyError):
        read(SMALL).column("Pris")


# --- workbooks ---------------------------------------------------------------


def test_types_in_a_workbook_are_kept():
    rows = [["Datum", "Plats", "Antal"], [45377, "Västanfors", 2], ["26/3", "Åvestbo", ".."]]
    table = read_table(workbook({"Blad1": rows}), "x.xlsx")
    assert cells(table) == ((45377.0, "Västanfors", 2.0), ("26/3", "Åvestbo", ".."))
    assert (table.sheet, table.separator, table.encoding) == ("Blad1", None, None)


def test_an_open_document():
    rows = [["Datum", "Plats", "Antal"], ["2024-03-26", "Västanfors", "2"], ["v. 14", "Badet", "-"]]
    table = read_table(open_document(open_document_rows(rows)), "x.ods")
    assert table.header == ("Datum", "Plats", "Antal")
    assert cells(table) == tuple(map(tuple, rows[1:]))


def test_hidden_and_empty_sheets_are_passed_over():
    table = read_table(
        workbook(
            {"Försätt": [["Rapport"], ["Källa: vi"]], "Dold": [["A", "B"], [9, 9]],
             "Tom": [], "Data": [["A", "B"], [1, 2]]},
            hidden=("Dold",),
        ),
        "x.xlsx",
    )  # fmt: skip
    assert table.sheet == "Data"
    assert "Dold" not in table.sheets
    told = [(one.kind, one.sheet) for one in table.notes]
    assert told == [("sheet", "Försätt"), ("sheet", "Tom"), ("sheet", "Dold")]


def test_a_sheet_can_be_chosen():
    data = workbook({"v.14": [["A", "B"], [1, 2]], "v.16": [["A", "B"], [3, 4]]})
    assert read_table(data, "x", Limits(), Choice(sheet="v.16")).rows[0].cells == (3.0, 4.0)
    with pytest.raises(UnreadableFileError, match=r"v\.14, v\.16"):
        read_table(data, "x", Limits(), Choice(sheet="v.15"))


def test_values_merged_over_rows_stand_on_each():
    rows = [["Område", "Plats", "Antal"], ["", "A", 1], ["", "B", 2], ["Skola", "C", 3]]
    data = workbook({"Blad1": rows}, merges=[("Blad1", 1, 0, 2, 0, "Ordning")])
    assert read_table(data, "x").column("Område") == ["Ordning", "Ordning", "Skola"]


def test_two_rows_of_labels():
    table = read_table(sample("raddningstjanst_insatser.xlsx"), "x")
    assert table.header[:4] == ("Datum", "Tid", "Typ", "Adress")
    assert table.header_row == 5
    assert len(table.rows) == 60
    assert [one.row for one in table.left_out if one.kind == "sum"] == [67]


def test_group_labels_tell_equal_labels_apart():
    table = read("Flickor;;Pojkar;\nAntal;Andel;Antal;Andel\n1;2;3;4\n5;6;7;8\n")
    assert table.header == ("Flickor Antal", "Flickor Andel", "Pojkar Antal", "Pojkar Andel")


def test_labels_finished_on_the_row_below():
    table = read("Datum;Plats;Antal;\n;;Brand;Larm\n2024-01-01;A;1;2\n2024-01-02;B;3;4\n")
    assert table.header == ("Datum", "Plats", "Brand", "Larm")


def test_a_sheet_a_week():
    table = read_table(sample("est_lagesbild_veckor.xlsx"), "x")
    assert table.sheets == ("v.14", "v.16", "v.18")
    assert table.title == "Lägesbild EST Fagersta vecka 14 2024"
    assert date(2024, 4, 2) in table.column("Datum")


# --- the shipped samples and real files --------------------------------------


def test_a_housing_companys_file():
    table = read_table(sample("bostadsbolag_storningar_cp1252.csv"), "x")
    assert (table.encoding, table.separator, table.header_row) == ("cp1252", ";", 4)
    assert len(table.rows) == 80


def test_a_gzipped_case_file():
    data = gzip.compress(sample("arendesystem_export_utf8bom.csv"))
    table = read_table(data, "x.csv.gz")
    assert len(table.rows) == 151
    assert table.rows[3].cells[6] == "Otryggt vid busstationen; ungdomar samlas"
    assert table.rows[4].cells[6] == 'Sprayburkar "hittade" i parken'


@pytest.mark.reference
def test_real_files():
    assert len(read_table(beside("bra/sol_dbfil_ar.txt"), "x").rows) == 19
    assert read_table(beside("bra/sol_dbfil_manad.txt"), "x").header[4] == "Antal"
    by_district = read_table(beside("val/2018_R_per_valdistrikt_lan19.xlsx"), "x")
    assert by_district.header[:2] == ("LÄNSKOD", "KOMMUNKOD")
    police = read_table(beside("crime-points/ukpolice_west_yorkshire_2016-07.csv.gz"), "x")
    assert len(police.rows) == 27_176


# --- properties --------------------------------------------------------------

LETTERS = st.characters(
    codec="utf-8",
    exclude_categories=("Cc", "Cf", "Cs", "Zs", "Zl", "Zp"),
    exclude_characters="Ã",  # the sign of broken text, which is mended
)
WORDS = st.text(LETTERS, min_size=1, max_size=12)
PLAIN = WORDS.map(lambda word: unicodedata.normalize("NFC", "a" + word.replace("\ufeff", "")))


@given(
    st.lists(st.tuples(PLAIN, PLAIN, st.integers(0, 99)), min_size=1, max_size=12),
    st.sampled_from([";", ",", "\t"]),
    st.sampled_from(["utf-8-sig", "utf-16"]),
)
def test_what_was_written_comes_back(rows, separator, encoding):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(["Plats", "Text", "Antal"])
    writer.writerows(rows)
    table = read_table(out.getvalue().encode(encoding), "x")
    assert table.header == ("Plats", "Text", "Antal")
    assert cells(table) == tuple((place, text, str(count)) for place, text, count in rows)


@given(st.binary(max_size=400))
def test_any_bytes_give_a_table_or_our_own_error(data):
    try:
        table = read_table(data, "okänd")
    except SourceError as error:
        assert error.sentence.endswith(".")
    else:
        assert all(len(row.cells) == len(table.header) for row in table.rows)


@given(st.text("ab;,\t\n\"'12=x ", max_size=120))
def test_any_text_gives_a_table_or_our_own_error(text):
    try:
        read_table(text.encode(), "okänd")
    except SourceError as error:
        assert error.sentence.startswith(("okänd: ", "Filen är tom"))


# --- limits ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(bytes=10), "större än"),
        (Limits(rows=1), "fler än"),
        (Limits(columns=2), "kolumner"),
        (Limits(cells=5), "kolumner"),
        (Limits(cell_length=4), "tecken"),
    ],
)
def test_limits(limits, words):
    with pytest.raises(LimitExceededError, match=words):
        read_table(SMALL.encode(), "x", limits)


def test_a_cell_that_is_too_long_is_told_from_a_quotation_mark_left_open():
    with pytest.raises(LimitExceededError, match="En cell på rad 2 har fler än 131 072 tecken"):
        read_table(b"a;b\n1;" + b"x" * 300_000 + b"\n2;y\n", "fil.csv")
    with pytest.raises(UnreadableFileError, match="öppnas på rad 2"):
        read_table(b'a;b\n1;"' + b"x\n" * 150_000, "fil.csv")
