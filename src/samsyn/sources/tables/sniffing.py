"""What a file is, told from its bytes; names lie."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from samsyn.sources.archives import open_zip
from samsyn.sources.errors import LimitExceededError, UnreadableFileError
from samsyn.sources.tables.model import Limits


class TableFormat(Enum):
    """The formats that hold tables."""

    TEXT = "text"
    WORKBOOK = "workbook"


_FOREIGN: Final = (
    (b"%PDF", "en PDF"),
    (b"\x89PNG", "en bild"),
    (b"\xff\xd8\xff", "en bild"),
    (b"GIF8", "en bild"),
    (b"RIFF", "en bild eller ett ljud"),
    (b"MZ", "ett program"),
    (b"\x7fELF", "ett program"),
    (b"SQLite format 3", "en databas"),
    (b"PAR1", "en Parquet-fil"),
    (b"7z\xbc\xaf", "ett packat arkiv"),
    (b"Rar!", "ett packat arkiv"),
    (b"BZh", "ett packat arkiv"),
    (b"\xfd7zXZ", "ett packat arkiv"),
    (b"(\xb5/\xfd", "ett packat arkiv"),
    (b"{\\rtf", "ett textdokument"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WANTED: Final = "Spara tabellen som CSV, XLSX eller ODS och försök igen."


def check_size(data: bytes, limits: Limits) -> None:
    """Raise when there is nothing, or too much, to read."""
    if not data.strip(b"\x00\r\n\t "):
        raise UnreadableFileError("Filen är tom. Kontrollera att rätt fil är vald.")
    if len(data) > limits.bytes:
        raise LimitExceededError(
            f"Filen är större än {limits.bytes // 1_000_000} MB. Dela upp den i mindre filer."
        )


def sniff(data: bytes, limits: Limits) -> TableFormat:
    """The kind of table in ``data``; raises SourceError for what is no table."""
    if data[:4] == b"PK\x03\x04":
        return _sniff_zip(data, limits)
    if data[:8] == _OLE:
        return TableFormat.WORKBOOK
    for magic, what in _FOREIGN:
        if data.startswith(magic):
            raise UnreadableFileError(f"Filen är {what}, inte en tabell. {_WANTED}")
    _refuse_markup(data)
    return TableFormat.TEXT


def _refuse_markup(data: bytes) -> None:
    start = data[:1024].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head")):
        raise UnreadableFileError(f"Filen är en webbsida, även om den heter något annat. {_WANTED}")
    if start.startswith(b"<"):
        raise UnreadableFileError(f"Filen är XML, inte en tabell. Öppna den i Excel. {_WANTED}")
    lists = re.match(rb"\[\s*(?:[\[{\]]|[-\d\"][^;\t\n]*[,\]])", start)
    if (start.startswith(b"{") and b'"' in start[:80]) or lists:
        raise UnreadableFileError(f"Filen är JSON, inte en tabell. {_WANTED}")


def _sniff_zip(data: bytes, limits: Limits) -> TableFormat:
    with open_zip(data, limits.unpacked_bytes) as archive:
        names = set(archive.namelist())
        spreadsheet = "mimetype" in names and b"opendocument.spreadsheet" in archive.read(
            "mimetype"
        )
    if spreadsheet or names & {"xl/workbook.xml", "xl/workbook.bin"}:
        return TableFormat.WORKBOOK
    if any(name.startswith(("word/", "ppt/")) for name in names) or "mimetype" in names:
        raise UnreadableFileError(f"Filen är ett dokument, inte en tabell. {_WANTED}")
    raise UnreadableFileError("Filen är ett zip-arkiv. Packa upp det och välj filen inuti.")
