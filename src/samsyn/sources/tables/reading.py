"""From a file's bytes to a :class:`Table`."""

from __future__ import annotations

from pathlib import PurePath

from python_calamine import CalamineWorkbook

from samsyn.sources.archives import unpack_gzip
from samsyn.sources.errors import SourceError, UnreadableFileError
from samsyn.sources.tables.decoding import decode
from samsyn.sources.tables.delimited import split_text, too_many_rows
from samsyn.sources.tables.layout import fill, lay_out
from samsyn.sources.tables.model import Choice, Grid, Limits, Table
from samsyn.sources.tables.sniffing import Kind, check_size, sniff
from samsyn.sources.tables.workbooks import open_workbook, read_sheet, visible_sheets

_PLAIN = Limits()
_GUESS = Choice()
_LINES_PER_ROW = 5  # quoted line breaks and blank rows


def read_table(data: bytes, name: str, limits: Limits = _PLAIN, choice: Choice = _GUESS) -> Table:
    """The table in a CSV (also gzipped), XLSX, XLSB, XLS or ODS file.

    The content decides the format; ``name`` is only used in messages. Raises
    SourceError, whose sentence says what to do. Bytes from outside are read
    through :func:`samsyn.sources.child.read_in_child`, since a workbook can
    ask for more memory than its size tells.
    """
    check_size(data, limits)
    content = unpack_gzip(data, limits.unpacked_bytes)
    try:
        if sniff(content, limits) is Kind.WORKBOOK:
            return _from_workbook(content, limits, choice)
        return _from_text(content, limits, choice)
    except SourceError as error:
        raise type(error)(f"{PurePath(name).name or 'Filen'}: {error.sentence}") from None


def _from_text(content: bytes, limits: Limits, choice: Choice) -> Table:
    if content.count(b"\n") > _LINES_PER_ROW * limits.rows:  # before they cost memory
        raise too_many_rows(limits)
    decoded = decode(content)
    grid, separator = split_text(decoded.text, limits)
    layout = lay_out(grid, choice, limits)
    return Table(
        header=layout.header,
        rows=layout.rows,
        header_row=layout.header_row,
        title=layout.title,
        encoding=decoded.encoding,
        separator=separator,
        notes=(*decoded.notes, *layout.notes),
    )


def _from_workbook(content: bytes, limits: Limits, choice: Choice) -> Table:
    with open_workbook(content) as book:
        sheets = visible_sheets(book)
        if choice.sheet is not None and choice.sheet not in sheets:
            raise UnreadableFileError(
                f"Bladet ”{choice.sheet}” finns inte. Välj ett av: {', '.join(sheets)}."
            )
        name, grid = _chosen_sheet(book, choice.sheet or "", limits)
    layout = lay_out(grid, choice, limits)
    return Table(
        header=layout.header,
        rows=layout.rows,
        header_row=layout.header_row,
        title=layout.title,
        sheet=name,
        sheets=sheets,
        notes=(*_other_sheets(name, sheets), *layout.notes),
    )


def _chosen_sheet(book: CalamineWorkbook, wanted: str, limits: Limits) -> tuple[str, Grid]:
    """The sheet asked for, else the first with two rows and columns: not a cover, not Blad2."""
    if wanted:
        return wanted, read_sheet(book, wanted, limits)
    narrow = None
    for name in visible_sheets(book):
        grid = read_sheet(book, name, limits)
        if len(grid) > 1 and max(fill(row) for row in grid) > 1:
            return name, grid
        narrow = narrow or ((name, grid) if len(grid) > 1 else None)
    if narrow is None:
        raise UnreadableFileError("Arbetsboken har inget blad med en tabell. Välj en annan fil.")
    return narrow


def _other_sheets(name: str, sheets: tuple[str, ...]) -> list[str]:
    others = [sheet for sheet in sheets if sheet != name]
    if not others:
        return []
    return [f"Bladet ”{name}” är läst. Det finns fler blad: {', '.join(others)}."]
