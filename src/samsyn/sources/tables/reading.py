"""From a file's bytes to a :class:`Table`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import TypeVar

from samsyn.sources.archives import unpack_gzip
from samsyn.sources.errors import SourceError, UnreadableFileError
from samsyn.sources.tables.body import fill, is_day
from samsyn.sources.tables.decoding import decode
from samsyn.sources.tables.delimited import split_text, too_many_rows
from samsyn.sources.tables.headed import with_headings
from samsyn.sources.tables.layout import Layout, lay_out
from samsyn.sources.tables.model import Choice, Grid, LeftOut, Limits, Row, Table
from samsyn.sources.tables.sniffing import TableFormat, check_size, sniff
from samsyn.sources.tables.workbooks import (
    InnerFacts,
    hidden_sheets,
    inner_facts,
    open_workbook,
    read_sheet,
    visible_sheets,
)
from samsyn.sources.words import normal

R = TypeVar("R", Row, LeftOut)
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
        if sniff(content, limits) is TableFormat.WORKBOOK:
            return _from_workbook(content, limits, choice)
        return _from_text(content, limits, choice)
    except SourceError as error:
        raise type(error)(f"{PurePath(name).name or 'Filen'}: {error.sentence}") from None


def _from_text(content: bytes, limits: Limits, choice: Choice) -> Table:
    if content.count(b"\n") > _LINES_PER_ROW * limits.rows:  # before they cost memory
        raise too_many_rows(limits)
    decoded = decode(content)
    grid, separator = split_text(decoded.text, limits)
    layout = lay_out(grid, choice, limits, separator)
    table = Table(
        header=layout.header,
        rows=layout.rows,
        header_row=layout.header_row,
        title=layout.title,
        encoding=decoded.encoding,
        separator=separator,
        notes=tuple(LeftOut("encoding", note) for note in decoded.notes),
        left_out=layout.left_out,
        titles=((None, layout.title),),
    )
    return with_headings(table, layout.above)


def _from_workbook(content: bytes, limits: Limits, choice: Choice) -> Table:
    with open_workbook(content) as book:
        sheets = visible_sheets(book)
        if choice.sheet is not None and choice.sheet not in sheets:
            raise UnreadableFileError(
                f"Bladet ”{choice.sheet}” finns inte. Välj ett av: {', '.join(sheets)}."
            )
        unseen = dict.fromkeys(hidden_sheets(book), "det är dolt i arbetsboken")
        wanted = (choice.sheet,) if choice.sheet else sheets
        grids = {name: read_sheet(book, name, limits) for name in wanted}
    layouts, narrow = _laid_out(grids, choice, limits)
    if not layouts:
        raise UnreadableFileError("Arbetsboken har inget blad med en tabell. Välj en annan fil.")
    chosen = _together(layouts, choice)
    aside = {**_other_sheets(layouts, chosen), **narrow, **unseen}
    return _joined(layouts, chosen, sheets, aside, inner_facts(content), limits)


def _laid_out(
    grids: dict[str, Grid], choice: Choice, limits: Limits
) -> tuple[dict[str, Layout], dict[str, str]]:
    """The sheets that hold a table; and of the others why they hold none."""
    layouts: dict[str, Layout] = {}
    aside: dict[str, str] = {}
    for name, grid in grids.items():
        if sum(1 for row in grid if fill(row)) < 2:
            aside[name] = "det är tomt" if not any(map(fill, grid)) else "det har ingen tabell"
            continue
        if len(grids) > 1 and max(fill(row) for row in grid) < 2:
            aside[name] = "det har ingen tabell"
            continue
        try:
            layouts[name] = lay_out(grid, choice, limits)
        except UnreadableFileError:
            aside[name] = "det har rubriker men inga rader"
    if not layouts and grids:
        names = [name for name, grid in grids.items() if any(map(fill, grid))]
        if names:
            layouts[names[0]] = lay_out(grids[names[0]], choice, limits)
            aside.pop(names[0], None)
    return layouts, aside


def _together(layouts: dict[str, Layout], choice: Choice) -> list[str]:
    """The sheets that are read as one: those with the same labels, of the group that is most
    like a list of things that happened (dated rows, then the most of them)."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, layout in layouts.items():
        labels = _labels_of(layout)
        if layout.header_row is None:
            labels = (*labels, name)  # without labels nothing says that two are alike
        groups.setdefault(labels, []).append(name)

    def weight(labels: tuple[str, ...]) -> tuple[int, int]:
        known = len(choice.labels & set(labels))
        return known, sum(_dated(layouts[name]) for name in groups[labels])

    return groups[max(groups, key=weight)]


def _labels_of(layout: Layout) -> tuple[str, ...]:
    """The labels of a sheet, as others of its kind have them: months differ in how many days."""
    labels = tuple(normal(label) for label in layout.header)
    days = [label for label in labels if label.isdigit()]
    if len(days) < _FEWEST_DAYS or days != [str(n) for n in range(1, len(days) + 1)]:
        return labels
    return tuple(label for label in labels if label not in days or label == days[0])


def _as_wide_as(header: tuple[str, ...], layout: Layout, rows: tuple[R, ...]) -> tuple[R, ...]:
    """Rows of a sheet under the labels of the widest of its kind."""
    if len(layout.header) == len(header):
        return rows
    own = [normal(label) for label in layout.header]
    places = [own.index(label) if label in own else None for label in map(normal, header)]
    return tuple(
        row._replace(cells=tuple("" if at is None else row.cells[at] for at in places))
        if row.cells
        else row
        for row in rows
    )


_FEWEST_DAYS = 28


def _dated(layout: Layout) -> int:
    """How many rows of a sheet have a cell that is a date; of each a tenth, where none has."""
    sample = layout.rows[:_SAMPLE]
    dated = sum(1 for row in sample if any(map(is_day, row.cells)))
    share = dated / len(sample)
    return int(10 * share * len(layout.rows)) + (len(layout.rows) if not dated else 0)


def _other_sheets(layouts: dict[str, Layout], chosen: list[str]) -> dict[str, str]:
    return {
        name: "det har andra rubriker än de som läses"
        for name in layouts
        if name not in chosen
    }  # fmt: skip


def _joined(
    layouts: dict[str, Layout],
    chosen: list[str],
    sheets: tuple[str, ...],
    aside: dict[str, str],
    facts: InnerFacts,
    limits: Limits,
) -> Table:
    """One table of the sheets that are read as one."""
    first = max((layouts[name] for name in chosen), key=lambda one: len(one.header))
    rows = tuple(
        Row(row.number, row.cells, name)
        for name in chosen
        for row in _as_wide_as(first.header, layouts[name], layouts[name].rows)
    )
    if len(rows) > limits.rows:
        raise too_many_rows(limits)
    left_out = [
        one._replace(sheet=name)
        for name in chosen
        for one in _as_wide_as(first.header, layouts[name], layouts[name].left_out)
    ]
    read = {(row.sheet, row.number) for row in rows}
    formulas = [
        LeftOut("formula", f"Cellen {cell} är en formel utan värde. {_FORMULA}", row, name)
        for name, cell, row in facts.formulas
        if (name, row) in read
    ]
    hidden = [one for name in chosen for one in _hidden(name, layouts[name], facts)]
    notes = [
        LeftOut("sheet", f"Bladet ”{name}” läses inte in: {why}.", sheet=name)
        for name, why in aside.items()
    ]
    table = Table(
        header=first.header,
        rows=rows,
        header_row=first.header_row,
        title=first.title,
        sheet=chosen[0],
        sheets=sheets,
        notes=(*notes, *hidden, *formulas),
        left_out=tuple(left_out),
        titles=tuple((name, f"{layouts[name].title} {name}".strip()) for name in chosen),
        calendar_of_1904=facts.calendar_of_1904,
    )
    return with_headings(table, [one for name in chosen for one in layouts[name].above])


def _hidden(name: str, layout: Layout, facts: InnerFacts) -> Iterator[LeftOut]:
    """What of a sheet nobody sees who opens it, but is read."""
    read = {row.number for row in layout.rows}
    rows = [number for number in facts.hidden_rows.get(name, ()) if number in read]
    if len(rows) > _MOST_HIDDEN:
        shown = ", ".join(map(str, rows[:_MOST_HIDDEN]))
        sentence = (
            f"{len(rows)} rader är dolda eller bortfiltrerade i arbetsboken, men läses: {shown} …"
        )
        yield LeftOut("sheet", sentence, sheet=name)
        rows = []
    for row in rows:
        yield LeftOut("sheet", f"Raden är dold i arbetsboken, men läses. {_HIDDEN}", row, name)
    for number in facts.hidden_columns.get(name, ()):
        if number <= len(layout.header) and any(row.cells[number - 1] for row in layout.rows):
            label = layout.header[number - 1]
            yield LeftOut("column", "Kolumnen är dold i arbetsboken.", sheet=name, column=label)


_MOST_HIDDEN = 10
_HIDDEN = "Ta bort den ur filen om den inte ska med."
_FORMULA = "Öppna filen i Excel, spara den och läs in den på nytt."
_SAMPLE = 200
