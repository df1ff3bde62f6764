"""Files that tests make: workbooks, archives, and the shipped samples."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

HERE = Path(__file__).parent / "data"
# beside the checkout, or beside the folder that holds several
_ABOVE = Path(__file__).resolve().parents[2].parents
BESIDE = next((one / "shared" / "data" for one in _ABOVE[:2] if (one / "shared").is_dir()),
              _ABOVE[0] / "shared" / "data")  # fmt: skip


def sample(name: str) -> bytes:
    """A synthetic file kept with the tests."""
    return (HERE / name).read_bytes()


def beside(name: str) -> bytes:
    """A real file beside the checkout; the test is skipped where it is absent."""
    path = BESIDE / name
    if not path.exists():
        pytest.skip(f"the real file {name} is not beside this checkout")
    return path.read_bytes()


def workbook(sheets, hidden=(), merges=()):
    """XLSX bytes of {sheet: rows}; ``merges`` are (sheet, top, left, bottom, right, text)."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
        for where, *box, text in merges:
            if where == name:
                sheet.merge_range(*box, text)
    book.close()
    return out.getvalue()


def archive(members):
    """Zip bytes of {name: content}."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="Blad1">{}</table:table>
</office:spreadsheet></office:body></office:document-content>"""
ODS_CELL = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'


def open_document(rows):
    """ODS bytes of XML rows."""
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
            "content.xml": ODS.format(rows),
        }
    )


def open_document_rows(rows):
    """The XML of plain text rows."""
    return "".join(
        f"<table:table-row>{''.join(ODS_CELL.format('', cell) for cell in row)}</table:table-row>"
        for row in rows
    )
