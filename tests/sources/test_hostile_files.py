"""Bombs, disguises and damage: a clear sentence, little memory, little time."""

from __future__ import annotations

import gzip
import io
import pickle
import resource
import struct
import time
import zipfile
import zlib

import pytest

from samsyn.sources import child
from samsyn.sources.child import ChildLimits, read_in_child, read_within
from samsyn.sources.errors import (
    LimitExceededError,
    SourceError,
    UnreadableFileError,
    UnsafeFileError,
)
from samsyn.sources.tables import Limits, Table, read_table
from tests.sources.files import (
    ODS_CELL,
    archive,
    open_document,
    open_document_rows,
    sample,
    workbook,
)

SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{}</sheetData></worksheet>"
)


def workbook_with(sheet_xml, extra=None):
    """A real workbook whose only sheet is replaced."""
    members = {}
    with zipfile.ZipFile(io.BytesIO(workbook({"Blad1": [["A", "B"], [1, 2]]}))) as packed:
        for name in packed.namelist():
            members[name] = packed.read(name)
    members["xl/worksheets/sheet1.xml"] = sheet_xml
    return archive({**members, **(extra or {})})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "bild"),
        (b"\xff\xd8\xff\xe0....", "bild"),
        (b"MZ\x90\x00", "program"),
        (b"\x7fELF\x02", "program"),
        (b"SQLite format 3\x00", "databas"),
        (b"Rar!\x1a\x07", "arkiv"),
        (b"<html><table><tr><td>1</td></tr></table>", "webbsida"),
        (b"  \n<!DOCTYPE html><html>", "webbsida"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
        (b'{"type": "FeatureCollection"}', "JSON"),
        (b"{\\rtf1\\ansi}", "textdokument"),
        (b"a\x00b\x00\x01\x02;c" * 50, "inte en text"),
        (archive({"word/document.xml": "<a/>"}), "dokument"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text"}), "dokument"),
        (archive({"data.csv": "A;B\n1;2"}), "zip-arkiv"),
        (b"PK\x03\x04 half a zip", "skadad"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "går inte att läsa"),
        (b"\x1f\x8b\x08\x00" + b"\xff" * 40, "skadad"),
        # without the time: two processes collecting tests must name it alike
        (gzip.compress(b"A;B\n1;2\n", mtime=0)[:-9], "avhuggen"),
    ],
)
def test_what_is_no_table_is_named(data, words):
    with pytest.raises(UnreadableFileError, match=words) as caught:
        read_table(data, "uppladdad.csv")
    assert caught.value.sentence.startswith("uppladdad.csv: ") or "packade" in caught.value.sentence


def test_a_workbook_named_csv_is_read_as_what_it_is():
    assert len(read_table(workbook({"B": [["A", "B"], [1, 2]]}), "lista.csv").rows) == 1


def test_a_damaged_workbook():
    with pytest.raises(SourceError):
        read_table(workbook_with("<worksheet><sheetData><row><c"), "x")


def test_a_gzip_bomb_is_not_unpacked():
    bomb = gzip.compress(b"\x00" * 60_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UnsafeFileError, match="packas upp"):
        read_table(bomb, "x.gz", Limits(unpacked_bytes=1_000_000))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000  # kilobytes


def test_gzip_in_gzip_is_refused():
    with pytest.raises(UnsafeFileError, match="flera lager"):
        read_table(gzip.compress(gzip.compress(b"A;B\n1;2\n")), "x")


def test_a_zip_bomb_is_not_unpacked():
    bomb = workbook_with(SHEET.format("<row/>" * 3_000_000))
    assert len(bomb) < 100_000
    with pytest.raises(UnsafeFileError, match="packas upp"):
        read_table(bomb, "x.xlsx", Limits(unpacked_bytes=5_000_000))


def test_a_zip_that_lies_about_its_size_is_refused():
    data = bytearray(workbook_with(SHEET.format("<row/>" * 200_000)))
    real = struct.pack("<I", len(SHEET.format("<row/>" * 200_000)))
    assert data.count(real) >= 2
    with pytest.raises(UnsafeFileError):
        read_table(bytes(data.replace(real, struct.pack("<I", 300))), "x.xlsx")


def test_a_zip_with_thousands_of_members_is_refused():
    with pytest.raises(UnsafeFileError):
        read_table(archive({f"xl/{number}": "" for number in range(5_001)}), "x.xlsx")


def test_an_encrypted_zip_asks_for_one_without_password():
    data = bytearray(workbook({"B": [["A", "B"], [1, 2]]}))
    place = data.find(b"PK\x01\x02")
    while place >= 0:  # the flag of encryption on every member of the directory
        data[place + 8] |= 1
        place = data.find(b"PK\x01\x02", place + 4)
    with pytest.raises(UnreadableFileError, match="lösenord"):
        read_table(bytes(data), "x.xlsx")


def test_a_doctype_in_a_workbook_expands_nothing():
    entity = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    secret = '<!DOCTYPE w [<!ENTITY s SYSTEM "file:///etc/hostname">]>'
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c><c r="B1"><v>1</v></c></row>'
    for declaration, name in ((entity, "&b;"), (secret, "&s;")):
        sheet = SHEET.replace("<worksheet", declaration + "<worksheet").format(row.format(name) * 3)
        try:
            table = read_in_child(read_table, workbook_with(sheet), "x.xlsx")
        except SourceError:
            continue
        assert all("aaaa" not in str(row.cells) for row in table.rows)
        assert all(len(str(row.cells)) < 80 for row in table.rows)


def test_formulas_are_text_or_cached_values_never_run():
    table = read_table(b"A;B\n=cmd|'/c calc'!A1;1\n@SUM(1);2\n", "x")
    assert [row.cells[0] for row in table.rows] == ["=cmd|'/c calc'!A1", "@SUM(1)"]


# --- the child ---------------------------------------------------------------


def test_the_child_answers_like_the_reader():
    data = sample("bostadsbolag_storningar_cp1252.csv")
    assert read_in_child(read_table, data, "x") == read_table(data, "x")
    book = sample("raddningstjanst_insatser.xlsx")
    assert read_in_child(read_table, book, "x") == read_table(book, "x")


def test_errors_come_back_from_the_child_whole():
    with pytest.raises(UnreadableFileError, match="PDF"):
        read_in_child(read_table, b"%PDF", "x")
    error = LimitExceededError("För stor.")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.sentence) == (LimitExceededError, "För stor.")


@pytest.mark.parametrize(("row", "column"), [(1_048_576, "XFD"), (900_000, "CV"), (1_048_576, "B")])
def test_a_sheet_as_large_as_a_country_is_refused_in_little_memory(row, column):
    cell = '<row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
    data = workbook_with(SHEET.format(cell.format(1, "A") + cell.format(row, column)))
    started = time.monotonic()
    with pytest.raises(SourceError) as caught:
        read_in_child(read_table, data, "x.xlsx")
    assert time.monotonic() - started < 10
    assert caught.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("rows", "columns"), [(1, 2_000_000_000), (1_000_000_000, 1), (1_048_576, 16_384)]
)
def test_a_cell_repeated_a_billion_times_is_refused_in_little_memory(rows, columns):
    cell = ODS_CELL.format(f' table:number-columns-repeated="{columns}"', "a")
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    data = open_document(open_document_rows([["A", "B"], ["1", "2"]]) + row)
    started = time.monotonic()
    with pytest.raises(SourceError) as caught:
        read_in_child(read_table, data, "x.ods")
    assert time.monotonic() - started < 10
    assert caught.value.sentence.endswith(".")


def test_a_small_file_may_not_ask_for_much_memory():
    assert ChildLimits().memory <= 180_000_000  # address space, of which 150 MB can be resident


def test_time_runs_out_with_a_sentence():
    with pytest.raises(LimitExceededError, match="lång tid"):
        read_within(ChildLimits(seconds=0.001), read_table, b"A;B\n1;2\n", "x")


def test_memory_runs_out_with_a_sentence():
    rows = b"A;B\n" + b"1;2\n" * 150_000
    with pytest.raises(LimitExceededError, match="minne"):
        read_within(ChildLimits(memory=60_000_000), read_table, rows, "x")


def test_only_our_own_readers_run_in_the_child():
    with pytest.raises(ValueError, match="does not belong"):
        read_in_child(zlib.compress, b"x")


def test_a_fault_of_ours_is_told_without_the_files_words(monkeypatch):
    answer = pickle.dumps(("fault", "KeyError"))
    monkeypatch.setattr(child, "_run", lambda task, limits: answer)
    with pytest.raises(RuntimeError, match="KeyError"):
        read_in_child(read_table, b"x", "x")


def test_a_child_that_was_taken_over_cannot_hand_back_code(monkeypatch):
    class Evil:
        def __reduce__(self):
            return (print, ("taken over",))

    monkeypatch.setattr(child, "_run", lambda task, limits: pickle.dumps(("value", Evil())))
    with pytest.raises(pickle.UnpicklingError):
        read_in_child(read_table, b"x", "x")


def test_the_child_sees_no_secrets_of_the_server(monkeypatch):
    monkeypatch.setenv("SAMSYN_SECRET_KEY", "hemlig")
    seen = {}
    real = child.subprocess.run

    def spy(*args, **kwargs):
        seen.update(kwargs["env"])
        return real(*args, **kwargs)

    monkeypatch.setattr(child.subprocess, "run", spy)
    assert isinstance(read_in_child(read_table, b"A;B\n1;2\n", "x"), Table)
    assert "SAMSYN_SECRET_KEY" not in seen
