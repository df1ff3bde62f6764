"""XLSX, XLSB, XLS and ODS through calamine. Formulas give their cached values; macros nothing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from samsyn.sources.errors import LimitExceededError, UnreadableFileError
from samsyn.sources.tables.decoding import clean
from samsyn.sources.tables.delimited import too_many_rows
from samsyn.sources.tables.model import Grid, Limits, Row
from samsyn.sources.values import Cell

_CELL: Final = re.compile(
    rb'<c r="([A-Z]+)(\d+)"[^>]*>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_IS_HIDDEN: Final = re.compile(rb'\bhidden="(?:1|true)"')
_ROW: Final = re.compile(rb"<row\b[^>]*>")
_NUMBER: Final = re.compile(rb'\br="(\d{1,7})"')
_COLUMN: Final = re.compile(rb"<col\b[^>]*>")
_ENDS: Final = re.compile(rb'\b(min|max)="(\d{1,6})"')
_ENDS_NAMED: Final = (b"min", b"max")
_MOST_COLUMNS: Final = 500
_SHEET: Final = re.compile(r'<sheet\b[^>]*\bname="([^"]*)"[^>]*\br:id="([^"]*)"')
_RELATION: Final = re.compile(r"<Relationship\b[^>]*>")
_ATTRIBUTE: Final = re.compile(r'\b(Id|Target)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class InnerFacts:
    """What an XLSX says beside its cells: its calendar, formulas that have no value (sheet, cell,
    row), and by sheet which rows and columns nobody sees, from 1. Who made the file may have left
    the reckoning to Excel."""

    calendar_of_1904: bool = False
    formulas: tuple[tuple[str, str, int], ...] = ()
    hidden_rows: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    hidden_columns: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def inner_facts(data: bytes) -> InnerFacts:
    """The facts of an XLSX; none of other workbooks."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            book = archive.read("xl/workbook.xml").decode("utf-8", errors="replace")
            links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", errors="replace")
            sheets = dict(_contents(archive, book, links))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError):
        return InnerFacts()
    return InnerFacts(
        bool(re.search(r'date1904="(?:1|true)"', book)),
        tuple(one for name, content in sheets.items() for one in _formulas(name, content)),
        {name: tuple(_hidden_rows(content)) for name, content in sheets.items()},
        {name: tuple(_hidden_columns(content)) for name, content in sheets.items()},
    )


def _contents(archive: zipfile.ZipFile, book: str, links: str) -> Iterator[tuple[str, bytes]]:
    """The XML of each sheet by its name."""
    told = (dict(_ATTRIBUTE.findall(one)) for one in _RELATION.findall(links))
    targets = {one.get("Id"): one.get("Target", "") for one in told}
    for name, key in _SHEET.findall(book):
        yield unescape(name), archive.read(f"xl/{targets.get(key, '').removeprefix('/xl/')}")


def _formulas(name: str, content: bytes) -> Iterator[tuple[str, str, int]]:
    if b"<f" in content:
        for column, row in _CELL.findall(content):
            yield name, f"{column.decode()}{int(row)}", int(row)


def _hidden_rows(content: bytes) -> Iterator[int]:
    if not _IS_HIDDEN.search(content):
        return
    for tag in _ROW.findall(content):
        number = _NUMBER.search(tag)
        if number and _IS_HIDDEN.search(tag):
            yield int(number[1])


def _hidden_columns(content: bytes) -> Iterator[int]:
    for tag in _COLUMN.findall(content[: content.find(b"<sheetData")]):
        ends = dict(_ENDS.findall(tag))
        if _IS_HIDDEN.search(tag) and len(ends) == len(_ENDS_NAMED):
            first, last = (int(ends[end]) for end in _ENDS_NAMED)
            yield from range(first, min(last, first + _MOST_COLUMNS) + 1)


Ranges = list[tuple[tuple[int, int], tuple[int, int]]]  # (row, column) from 0, both ends in


def open_workbook(data: bytes) -> CalamineWorkbook:
    """The workbook in ``data``; raises UnreadableFileError."""
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise UnreadableFileError("Filen är lösenordsskyddad. Spara den utan lösenord.") from None
    except (CalamineError, XmlError, ZipError, OSError, ValueError):
        raise UnreadableFileError(
            "Arbetsboken går inte att läsa. Öppna den i Excel, spara den som XLSX och försök igen."
        ) from None


def visible_sheets(book: CalamineWorkbook) -> tuple[str, ...]:
    """Names of the work sheets a person sees, in order."""
    return tuple(
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    )


def hidden_sheets(book: CalamineWorkbook) -> tuple[str, ...]:
    """Names of the work sheets that nobody sees."""
    return tuple(
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible != SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    )


def read_sheet(book: CalamineWorkbook, name: str, limits: Limits) -> Grid:
    """The cells of one sheet; raises UnreadableFileError or LimitExceededError."""
    try:
        sheet = book.get_sheet_by_name(name)
    except (CalamineError, XmlError, ZipError, ValueError, OSError):
        raise UnreadableFileError(
            f"Bladet ”{name}” går inte att läsa. Spara arbetsboken på nytt och försök igen."
        ) from None
    _check_extent(sheet, limits)
    grid = [Row(number, cells) for number, cells in enumerate(_cells(sheet), start=1)]
    return _fill_merged(grid, sheet.merged_cell_ranges or [])


def _check_extent(sheet: CalamineSheet, limits: Limits) -> None:
    if sheet.total_height > limits.rows + 1_000:
        raise too_many_rows(limits)
    if sheet.total_height * sheet.total_width > limits.cells or sheet.total_width > limits.columns:
        raise LimitExceededError(
            "Bladet är för stort. Ta bort tomma kolumner och rader långt ut, eller dela upp filen."
        )


def _cells(sheet: CalamineSheet) -> Iterator[tuple[Cell, ...]]:
    for row in sheet.to_python(skip_empty_area=False):
        yield tuple(clean(cell).strip() if isinstance(cell, str) else cell for cell in row)


def _fill_merged(grid: Grid, merged: Ranges) -> Grid:
    """The grid with a value merged over several rows written on each of them.

    Merges over columns are left alone: they are headings.
    """
    for (top, left), (bottom, right) in merged:
        if left != right or bottom == top:
            continue
        for index in range(top + 1, min(bottom + 1, len(grid))):
            row = grid[index]
            if left < len(row.cells) and row.cells[left] in ("", None):
                cells = (*row.cells[:left], grid[top].cells[left], *row.cells[left + 1 :])
                grid[index] = Row(row.number, cells)
    return grid
