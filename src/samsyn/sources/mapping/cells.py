"""Reading the cells of a row by what their columns feed, each different cell once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from samsyn.sources.mapping.model import About, Remark, TableMapping, Target
from samsyn.sources.mapping.wide import HEADING, NUMBER
from samsyn.sources.tables import Row, Table
from samsyn.sources.values import Cell, CellProblem, Missing, Value, cell_text, is_missing

T = TypeVar("T")
_Reading = Value[T] | Missing | CellProblem


@dataclass(slots=True)
class Draft:
    """A row under reading: what is wrong with it and what was repaired."""

    row: Row
    faults: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)

    def fault(self, kind: About, column: str, sentence: str) -> None:
        """Say what makes the row give nothing."""
        self.faults.append(self._remark(kind, column, sentence))

    def note(self, kind: About, column: str, *sentences: str) -> None:
        """Say what was not used as it stood."""
        for sentence in sentences:
            if sentence:
                self.notes.append(self._remark(kind, column, sentence))

    def _remark(self, kind: About, column: str, sentence: str) -> Remark:
        if self.row.cell and column in (HEADING, NUMBER):  # the heading as it stands in the file
            column = cell_text(self.row.cells[-2])
        return Remark(kind, sentence, self.row.number, column, self.row.sheet)

    def skipped(self, kind: About, sentence: str, column: str = "") -> Remark:
        """Why the row is left out, though it was understood."""
        return self._remark(kind, column, sentence)


_KINDS: Final = {
    Target.DATE: About.DATE,
    Target.DATE_TO: About.DATE,
    Target.TIME: About.TIME,
    Target.TIME_TO: About.TIME,
    Target.COUNT: About.COUNT,
}


class Cells:
    """The cells of a table's rows. Readings are remembered per column, since cells repeat."""

    def __init__(self, table: Table, mapping: TableMapping) -> None:
        self.header = table.header
        self.columns = {
            target: [table.header.index(label) for label in mapping.labels(target)]
            for target in Target
        }
        self._memory: dict[tuple[Any, ...], Any] = {}
        self._said: dict[str, tuple[str, ...]] = {}

    def one(
        self, draft: Draft, target: Target, read: Callable[[Cell], _Reading[T]]
    ) -> Value[T] | Missing | None:
        """The reading of the column that feeds ``target``; None without column or with a fault."""
        columns = self.columns[target]
        if not columns:
            return None
        cell = draft.row.cells[columns[0]]
        key = (target, read, cell.__class__, cell)
        reading: _Reading[T] = self.remembered(key, lambda: read(cell))
        if isinstance(reading, CellProblem):
            draft.fault(_KINDS[target], self.header[columns[0]], reading.sentence)
            return None
        return reading

    def remembered(self, key: tuple[Any, ...], read: Callable[[], Any]) -> Any:
        """What ``read`` gave the first time."""
        try:
            return self._memory[key]
        except KeyError:
            reading = self._memory[key] = read()
            return reading

    def label(self, target: Target) -> str:
        """The heading of the first column that feeds ``target``; empty where there is none."""
        columns = self.columns[target]
        return self.header[columns[0]] if columns else ""

    def texts(self, row: Row, target: Target) -> Sequence[str]:
        """What the columns that feed ``target`` say, those that say something."""
        columns = self.columns[target]
        if not columns:
            return ()
        if len(columns) == 1:
            return self._in(row.cells[columns[0]])
        return [text for column in columns for text in self._in(row.cells[column])]

    def text(self, cell: Cell) -> str:
        """The cell's text; empty where it holds a mark for a missing value."""
        found = self._in(cell)
        return found[0] if found else ""

    def _in(self, cell: Cell) -> tuple[str, ...]:
        """The cell's text alone, or nothing; remembered, since cells repeat."""
        if not isinstance(cell, str):
            text = cell_text(cell)
            return (text,) if text else ()
        found = self._said.get(cell)
        if found is None:
            text = "" if is_missing(cell) else cell_text(cell)
            found = self._said[cell] = (text,) if text else ()
        return found
