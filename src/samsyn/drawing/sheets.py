"""Tables as XLSX and CSV, safe to open: no cell is ever a formula.

A spreadsheet runs a CSV cell that begins with =, +, -, @, a tab or a carriage
return (OWASP, "CSV Injection"). Such a text gets an apostrophe before it, which
`read_csv` takes away again; in XLSX a text is stored as text and needs none.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from samsyn.drawing.table import Cell, CellKind, Column, Table
from samsyn.drawing.texts import clean

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LONGEST_CELL = 32_767
_SHEET_NAME_SIGNS = re.compile(r"[\[\]:*?/\\]")
_LONGEST_SHEET_NAME = 31
_WIDEST = 60


def _is_risky(text: str) -> bool:
    # Apostrophes count as nothing, so that a text that is already escaped is
    # escaped once more and reading gives back exactly what was written.
    return text.lstrip("'").lstrip(" ").startswith(_FORMULA_SIGNS)


def escape(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it."""
    return f"'{text}" if _is_risky(text) else text


def unescape(text: str) -> str:
    """What `escape` was given."""
    return text[1:] if text.startswith("'") and _is_risky(text[1:]) else text


def _csv_number(value: float) -> str:
    return str(value).replace(".", ",")


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    return escape(clean(cell)) if isinstance(cell, str) else _csv_number(cell)


def csv_bytes(table: Table) -> bytes:
    """The table as CSV for a Swedish Excel: UTF-8 with BOM, semicolons, decimal comma.

    Numbers stay numbers (−5 is "-5", not escaped); texts are escaped.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow([escape(clean(column.label)) for column in table.columns])
    writer.writerows([_csv_cell(cell) for cell in row] for row in table.rows)
    return written.getvalue().encode("utf-8-sig")


def read_csv(content: bytes) -> list[list[str]]:
    """Header and rows of what `csv_bytes` wrote, texts as they were given."""
    lines = io.StringIO(content.decode("utf-8-sig"), newline="")
    return [[unescape(cell) for cell in row] for row in csv.reader(lines, delimiter=";")]


def _cut(text: str, units: int) -> str:
    """The longest beginning of the text within so many UTF-16 units, as Excel counts."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


def _free(name: str, taken: set[str]) -> str:
    """The name, numbered where one like it is taken already."""
    place = 1
    numbered = name
    while numbered.casefold() in taken:
        place += 1
        ending = f" ({place})"
        numbered = _cut(name, _LONGEST_SHEET_NAME - len(ending)) + ending
    taken.add(numbered.casefold())
    return numbered


def _sheet_names(tables: Sequence[Table]) -> Iterator[str]:
    """A name for each sheet that Excel accepts: short, without signs, no two alike."""
    taken = {"history"}
    for table in tables:
        plain = _SHEET_NAME_SIGNS.sub(" ", clean(table.title)).strip("' ")
        yield _free(_cut(plain, _LONGEST_SHEET_NAME).rstrip("'") or "Blad", taken)


def _headings(columns: Sequence[Column]) -> Iterator[str]:
    """The labels; Excel's tables ask that no two are alike and none is empty."""
    taken: set[str] = set()
    for place, column in enumerate(columns, 1):
        label = clean(column.label)[:250] or f"Kolumn {place}"
        label = f"{label} ({place})" if label.casefold() in taken else label
        taken.add(label.casefold())
        yield label


def _length(cell: Cell) -> int:
    text = "" if cell is None else str(cell)
    return max(
        (
            sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
            for line in text.splitlines()
        ),
        default=0,
    )


def _widths(table: Table) -> Iterator[float]:
    for place, column in enumerate(table.columns):
        longest = max([_length(column.label) + 3, *(_length(row[place]) for row in table.rows)])
        yield min(_WIDEST, max(8, longest + 2))


def _write_cell(sheet: "Worksheet", place: tuple[int, int], cell: Cell, look: "Format") -> None:
    if cell is None:
        sheet.write_blank(*place, None, look)
    elif isinstance(cell, str):
        sheet.write_string(*place, _cut(clean(cell), _LONGEST_CELL), look)
    else:
        sheet.write_number(*place, cell, look)


def _looks(book: "Workbook", table: Table) -> list["Format"]:
    looks = []
    for column in table.columns:
        decimals = column.decimals or 0
        shown = "#,##0" + ("." + "0" * decimals if decimals else "")
        numeric = {"num_format": shown if column.decimals is not None else "General"}
        right = {"align": "right", **numeric} if column.kind is CellKind.NUMBER else {}
        looks.append(book.add_format({"valign": "top", "text_wrap": True, **right}))
    return looks


def _write_sheet(book: "Workbook", name: str, table: Table) -> None:
    sheet = book.add_worksheet(name)
    looks = _looks(book, table)
    for row, cells in enumerate(table.rows, 1):
        for column, cell in enumerate(cells):
            _write_cell(sheet, (row, column), cell, looks[column])
    headings = [{"header": heading} for heading in _headings(table.columns)]
    # A table holds at least one row of data, be it empty.
    area = (0, 0, max(1, len(table.rows)), len(table.columns) - 1)
    sheet.add_table(*area, {"columns": headings, "style": "Table Style Light 1"})
    for column, width in enumerate(_widths(table)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def xlsx_bytes(tables: Sequence[Table], created: datetime, title: str = "") -> bytes:
    """A workbook with one sheet a table: header row, filter, frozen pane, widths.

    The same tables and time give the same bytes. Raises ValueError without tables
    or for a time without zone.
    """
    if not tables:
        raise ValueError("A workbook needs at least one table.")
    if created.tzinfo is None:
        raise ValueError("The time of a workbook needs a zone.")
    from xlsxwriter import Workbook  # a tenth of a second, for who asks for a workbook

    written = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(written, {"in_memory": True, **safe}) as book:
        moment = created.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": clean(title), "created": moment})
        for name, table in zip(_sheet_names(tables), tables, strict=True):
            _write_sheet(book, name, table)
    return written.getvalue()
