"""A table and a mapping give rows to enter, or problems per row and column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from samsyn.sources.mapping.model import (
    Known,
    Mapped,
    MappedRow,
    MappingError,
    RepeatedRows,
    RowProblem,
    SkippedRow,
    SkipReason,
    TableMapping,
    Target,
)
from samsyn.sources.mapping.when import Occurred, clock_of, joined, occurred
from samsyn.sources.mapping.words import lookup_of, normal, settled_case
from samsyn.sources.tables import Row, Table
from samsyn.sources.values import (
    Cell,
    CellProblem,
    ClockSpan,
    DateSpan,
    DateStyle,
    Missing,
    MissingReason,
    Position,
    Value,
    cell_text,
    is_missing,
    names_century,
    read_clock,
    read_count,
    read_date,
    read_position,
    read_position_pair,
)

T = TypeVar("T")
_Reading = Value[T] | Missing | CellProblem
_NOBODY: Final = Known()
_NIL_REPORT: Final = frozenset(
    {"inget att rapportera", "inget att rapportera denna vecka", "nollrapport"}
)


def apply_mapping(table: Table, mapping: TableMapping, known: Known = _NOBODY) -> Mapped:
    """Read every row of ``table`` as ``mapping`` says.

    Raises MappingError when the mapping does not fit the table: a column that is
    gone, no date, no category. What is wrong in single rows comes back as
    problems, all columns of a row at once.
    """
    _check(table, mapping, known)
    reader = _RowReader(table, mapping, known)
    rows: list[MappedRow] = []
    problems: list[RowProblem] = []
    skipped: list[SkippedRow] = []
    for row in table.rows:
        outcome = reader.read(row)
        if isinstance(outcome, MappedRow):
            rows.append(outcome)
        elif isinstance(outcome, SkippedRow):
            skipped.append(outcome)
        else:
            problems.extend(outcome)
    return Mapped(tuple(rows), tuple(problems), tuple(skipped), _summary(mapping, rows))


def _summary(mapping: TableMapping, rows: list[MappedRow]) -> tuple[str, ...]:
    notes = []
    dropped = mapping.labels(Target.PERSONAL)
    if dropped:
        notes.append(f"Personuppgifter har inte lästs in ur: {', '.join(dropped)}.")
    repeated = [str(row.row) for row in rows if row.duplicate_of]
    if repeated:
        shown = ", ".join(repeated[:10]) + (" med flera" if len(repeated) > 10 else "")
        notes.append(f"{len(repeated)} rader är lika en tidigare rad och togs med: {shown}.")
    return tuple(notes)


@dataclass(slots=True)
class _Draft:
    """A row under reading: what is wrong with it and what was repaired."""

    row: Row
    faults: list[RowProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def fault(self, column: str, sentence: str) -> None:
        self.faults.append(RowProblem(self.row.number, column, sentence))

    def note(self, *sentences: str) -> None:
        self.notes.extend(sentence for sentence in sentences if sentence)


class _RowReader:
    """One pass over a table. Readings are remembered per column, since cells repeat."""

    def __init__(self, table: Table, mapping: TableMapping, known: Known) -> None:
        self._header = table.header
        self._columns = {
            target: [table.header.index(label) for label in mapping.labels(target)]
            for target in Target
        }
        self._mapping = mapping
        self._style = DateStyle(mapping.order, mapping.year, self._names_centuries(table))
        self._zone = ZoneInfo(mapping.zone)
        self._categories = lookup_of(mapping.categories)
        self._place_names = {**lookup_of(known.places), **lookup_of(mapping.places)}
        self._memory: dict[tuple[Any, ...], Any] = {}
        self._words: dict[str, str] = {}
        self._seen: dict[tuple[Cell, ...], int] = {}
        self._ids: dict[str, int] = {}

    def _names_centuries(self, table: Table) -> bool:
        """Whether dates of the table are written with four figures for the year, or as dates."""
        columns = self._columns[Target.DATE] + self._columns[Target.DATE_TO]
        return any(names_century(row.cells[column]) for row in table.rows for column in columns)

    def read(self, row: Row) -> MappedRow | SkippedRow | list[RowProblem]:
        """What the row gives; a row with problems gives all of them at once."""
        earlier = self._seen.setdefault(row.cells, row.number)
        repeated = earlier if earlier != row.number else None
        draft = _Draft(row)
        moment = self._moment(draft)
        position = self._position(draft)
        count = self._count(draft)
        category = self._category(draft)
        source_id = self._source_id(draft, repeated)
        skip = self._skipped(draft, repeated, source_id, count)
        if skip:
            return skip
        if draft.faults or moment is None or category is None:
            return draft.faults
        return MappedRow(
            row=row.number,
            occurred_from=moment.since,
            occurred_to=moment.until,
            precision=moment.precision,
            category=category,
            description=". ".join(self._texts(row, Target.DESCRIPTION)),
            place=self._place(row),
            latitude=position.latitude if position else None,
            longitude=position.longitude if position else None,
            count=count,
            source_id=source_id,
            extra=self._extra(row),
            duplicate_of=repeated,
            notes=tuple(draft.notes),
        )

    def _skipped(
        self, draft: _Draft, repeated: int | None, source_id: str, count: int
    ) -> SkippedRow | None:
        row, wanted = draft.row, self._mapping.repeated_rows
        same_case = source_id or wanted is RepeatedRows.ALL
        if repeated and same_case and wanted is not RepeatedRows.NONE:
            sentence = f"Raden är exakt lik rad {repeated} och togs inte med."
            return SkippedRow(row.number, SkipReason.REPEATED, sentence)
        said = (*self._texts(row, Target.CATEGORY), *self._texts(row, Target.DESCRIPTION))
        if draft.faults:  # such a row says it in any column and leaves the rest empty
            said = tuple(cell for cell in row.cells if isinstance(cell, str))
        if not _NIL_REPORT.isdisjoint(map(normal, said)):
            sentence = "Raden säger ”inget att rapportera” och är ingen händelse."
            return SkippedRow(row.number, SkipReason.NIL_REPORT, sentence)
        if count == 0:
            return SkippedRow(row.number, SkipReason.NOTHING, "Antalet är 0: ingen händelse.")
        return None

    def _one(
        self, draft: _Draft, target: Target, read: Callable[[Cell], _Reading[T]]
    ) -> Value[T] | Missing | None:
        """The reading of the column that feeds ``target``; None without column or with a fault."""
        columns = self._columns[target]
        if not columns:
            return None
        cell = draft.row.cells[columns[0]]
        key = (target, cell.__class__, cell)
        reading: _Reading[T] = self._remembered(key, lambda: read(cell))
        if isinstance(reading, CellProblem):
            draft.fault(self._header[columns[0]], reading.sentence)
            return None
        return reading

    def _remembered(self, key: tuple[Any, ...], read: Callable[[], Any]) -> Any:
        try:
            return self._memory[key]
        except KeyError:
            reading = self._memory[key] = read()
            return reading

    def _moment(self, draft: _Draft) -> Occurred | None:
        start = self._instant(draft, Target.DATE, Target.TIME)
        end = self._instant(draft, Target.DATE_TO, Target.TIME_TO)
        if start is None:
            column = self._label(Target.DATE)
            if not any(fault.column == column for fault in draft.faults):
                draft.fault(column, "Datum saknas. Fyll i när det hände, åtminstone månaden.")
            return None
        span = joined(start, end) if end else start
        if span is None:
            column = self._label(Target.DATE_TO)
            draft.fault(column, "Slutet ligger före början. Rätta en av tiderna.")
            return None
        draft.note(*span.notes)
        return span

    def _label(self, target: Target) -> str:
        return self._header[self._columns[target][0]]

    def _instant(self, draft: _Draft, date_target: Target, time_target: Target) -> Occurred | None:
        dated = self._one(draft, date_target, lambda cell: read_date(cell, self._style))
        clock = self._one(draft, time_target, read_clock)
        if not isinstance(dated, Value):
            return None
        if not isinstance(clock, Value):
            clock = self._clock_beside(draft, dated.value, date_target)
        draft.note(dated.note, clock.note if clock else "")
        span, minutes = dated.value, clock.value if clock else None
        key = ("moment", span, minutes)
        moment: Occurred = self._remembered(key, lambda: occurred(span, minutes, self._zone))
        return moment

    def _clock_beside(
        self, draft: _Draft, span: DateSpan, target: Target
    ) -> Value[ClockSpan] | None:
        reading = self._remembered(("clock", span), lambda: clock_of(span))
        if isinstance(reading, CellProblem):
            draft.fault(self._label(target), reading.sentence)
        return reading if isinstance(reading, Value) else None

    def _position(self, draft: _Draft) -> Position | None:
        cells = draft.row.cells
        north, east = self._columns[Target.NORTH], self._columns[Target.EAST]
        pair = self._columns[Target.POSITION]
        if not (north and east) and not pair:
            return None
        how = (self._mapping.system, self._mapping.decimal)
        if pair:
            reading = read_position_pair(cells[pair[0]], *how)
        else:
            reading = read_position(cells[north[0]], cells[east[0]], *how)
        if isinstance(reading, CellProblem):
            draft.fault(self._header[(pair or north)[0]], reading.sentence)
        if isinstance(reading, Missing) and reading.reason is MissingReason.ZEROS:
            draft.note("Positionen är 0, 0 i filen och togs inte med.")
        if not isinstance(reading, Value):
            return None
        draft.note(reading.note)
        return reading.value

    def _count(self, draft: _Draft) -> int:
        reading = self._one(draft, Target.COUNT, read_count)
        if isinstance(reading, Missing):
            draft.note("Antal saknas; räknat som en händelse.")
        if not isinstance(reading, Value):
            return 1
        draft.note(reading.note)
        return reading.value

    def _category(self, draft: _Draft) -> str | None:
        written = self._texts(draft.row, Target.CATEGORY)
        for length in range(len(written), 0, -1):  # the finest listed wins
            key = self._categories.get(normal(" ".join(written[:length])))
            if key:
                return key
        default = self._mapping.default_category
        if default is None:
            draft.fault(self._label(Target.CATEGORY), _no_category(written))
        elif self._columns[Target.CATEGORY] and not written:
            draft.note("Kategori saknas; kategorin för okända är satt.")
        return default

    def _source_id(self, draft: _Draft, repeated: int | None) -> str:
        texts = self._texts(draft.row, Target.SOURCE_ID)
        if not texts:
            return ""
        earlier = self._ids.setdefault(texts[0], draft.row.number)
        if earlier != draft.row.number and not repeated:
            draft.fault(
                self._label(Target.SOURCE_ID),
                f"{texts[0]} finns redan på rad {earlier} med annat innehåll. Ta bort den ena.",
            )
        return texts[0]

    def _place(self, row: Row) -> str:
        texts = self._texts(row, Target.PLACE)
        if not texts:
            return self._mapping.default_place
        names = [self._place_names.get(normal(text)) or settled_case(text) for text in texts]
        return ", ".join(dict.fromkeys(names))

    def _texts(self, row: Row, target: Target) -> list[str]:
        texts = (self._text(row.cells[column]) for column in self._columns[target])
        return [text for text in texts if text]

    def _text(self, cell: Cell) -> str:
        """The cell's text; empty where it holds a mark for a missing value."""
        if not isinstance(cell, str):
            return cell_text(cell)
        try:
            return self._words[cell]
        except KeyError:
            text = self._words[cell] = "" if is_missing(cell) else cell_text(cell)
            return text

    def _extra(self, row: Row) -> dict[str, str]:
        texts = {i: self._text(row.cells[i]) for i in self._columns[Target.EXTRA]}
        return {self._header[i]: text for i, text in texts.items() if text}


def _no_category(written: list[str]) -> str:
    if not written:
        return "Kategori saknas. Fyll i den, eller välj en kategori för rader utan."
    shown = " / ".join(written)
    return f"”{shown}” är inte kopplad till någon kategori. Koppla den och läs in filen igen."


def _check(table: Table, mapping: TableMapping, known: Known) -> None:
    gone = [rule.label for rule in mapping.columns if rule.label not in table.header]
    if gone:
        raise MappingError(
            f"Kolumnen ”{gone[0]}” finns inte i filen. Kontrollera filen eller gör om kopplingen."
        )
    if not mapping.labels(Target.DATE):
        raise MappingError("Ingen kolumn är kopplad till datum. Välj den kolumn som säger när.")
    if not mapping.labels(Target.CATEGORY) and not mapping.default_category:
        raise MappingError("Ingen kategori är vald. Koppla en kolumn eller välj en för alla.")
    if bool(mapping.labels(Target.NORTH)) != bool(mapping.labels(Target.EAST)):
        raise MappingError("Koordinaten är bara kopplad till hälften. Välj både nord och öst.")
    keys = {*mapping.categories.values(), *filter(None, [mapping.default_category])}
    unknown = sorted(keys - set(known.categories)) if known.categories else []
    if unknown:
        raise MappingError(f"Kategorin ”{unknown[0]}” finns inte. Gör om kopplingen.")
