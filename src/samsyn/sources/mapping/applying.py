"""A table and a mapping give rows to enter, or problems per row and column."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

from samsyn.sources.mapping import totals
from samsyn.sources.mapping.context import fitted
from samsyn.sources.mapping.doubts import doubts_of
from samsyn.sources.mapping.fitting import check_fits_table
from samsyn.sources.mapping.model import (
    About,
    Known,
    Mapped,
    MappedRow,
    Remark,
    TableMapping,
)
from samsyn.sources.mapping.pivots import filled_down
from samsyn.sources.mapping.rows import RowReader
from samsyn.sources.mapping.sheets import across_sheets
from samsyn.sources.mapping.sums import without_sums, without_unplaced
from samsyn.sources.mapping.telling import numbers_of_the_same, told_of, year_far_off, years_far_off
from samsyn.sources.mapping.wide import turned
from samsyn.sources.mapping.wider import without_wider
from samsyn.sources.tables import LeftOut, Table

_NOBODY: Final = Known()


def apply_mapping(table: Table, mapping: TableMapping, known: Known = _NOBODY) -> Mapped:
    """Read every row of ``table`` as ``mapping`` says.

    Raises MappingError when the mapping does not fit the table: a column that is
    gone, no date. What is wrong in single rows comes back as
    problems, all columns of a row at once.
    """
    mapping = fitted(mapping, table.header)
    table, filled = filled_down(table, mapping)
    whole, given = table, mapping
    table, mapping, told = turned(table, mapping, known)
    check_fits_table(table, mapping, known)
    reader = RowReader(table, mapping, known)
    rows: list[MappedRow] = []
    problems: list[Remark] = []
    skipped: list[Remark] = []
    added: set[totals.Where] = set()  # what is itself a sum of others, or a part of another
    for row in table.rows:
        outcome = reader.read(row)
        if isinstance(outcome, MappedRow):
            rows.append(outcome)
        elif isinstance(outcome, Remark):
            skipped.append(outcome)
            if outcome.kind is About.SUM:
                added.add((row.sheet, row.number, row.cell))
        else:
            problems.extend(outcome)
    every = rows
    of_sheets = across_sheets(every, mapping)
    rows, sums, asked = without_sums(of_sheets.rows, mapping, known)
    rows, unplaced, told_of_unplaced = without_unplaced(rows, mapping)
    rows, wider, asked_of_wider = without_wider(rows, mapping)
    if rows is not every:
        kept = {(one.sheet, one.row, one.cell) for one in rows}
        added.update({(one.sheet, one.row, one.cell) for one in every} - kept)
    problems += [*asked, *asked_of_wider]
    skipped += [*sums, *unplaced, *wider]
    rows = _asked_of_years(rows, mapping.zone)
    left_out = [_said(one) for one in whole.left_out]
    skipped += [one for one in left_out if one.kind is not About.TITLE]
    skipped += [one for one in told if one.row is not None]
    told = [one for one in told if one.row is None]
    notes = [_said(one) for one in whole.notes]
    notes += [one for one in left_out if one.kind is About.TITLE]
    notes += [*filled, *of_sheets.notes, *told_of_unplaced, *numbers_of_the_same(rows, mapping)]
    notes += [*told, *totals.compared(whole, table, given, added)]
    notes += [*reader.notes(), *told_of(whole, table, mapping, rows)]
    stop = " ".join(filter(None, (of_sheets.stop, doubts_of(whole, given))))
    return Mapped(tuple(rows), tuple(problems), tuple(skipped), tuple(notes), stop)


def _asked_of_years(rows: list[MappedRow], zone: str) -> list[MappedRow]:
    """The rows, with a question on those whose year lies far from the others'."""
    far = years_far_off(rows, zone)
    if not far:
        return rows
    usual = Counter(row.occurred_from.year for row in rows)
    asked = list(rows)
    for place in far:
        row = asked[place]
        notes = (*row.notes, year_far_off(row, usual))
        asked[place] = replace(row, doubtful=True, notes=notes)
    return asked


def _said(one: LeftOut) -> Remark:
    return Remark(About(one.kind), one.sentence, one.row, one.column, one.sheet)
