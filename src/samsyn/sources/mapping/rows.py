"""One row of a table as a mapping reads it: what to enter, or its problems per column."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from samsyn.sources.mapping.asides import is_total, why_aside
from samsyn.sources.mapping.categories import CategoryWords
from samsyn.sources.mapping.cells import Cells, Draft
from samsyn.sources.mapping.context import context_of
from samsyn.sources.mapping.model import (
    About,
    Holds,
    Known,
    MappedRow,
    Remark,
    RepeatedRows,
    TableMapping,
    Target,
)
from samsyn.sources.mapping.moments import Moments, rows_said
from samsyn.sources.mapping.own_export import is_own
from samsyn.sources.mapping.personal import holds_split, is_personal_number
from samsyn.sources.mapping.struck import (
    is_struck_note,
    left_out_says,
    note_says,
    number_left_out,
    takes_back,
)
from samsyn.sources.tables import SHEETED, Row, Table
from samsyn.sources.values import (
    CellProblem,
    Missing,
    MissingReason,
    Position,
    Value,
    cell_text,
    read_count,
    read_number,
    read_position,
    read_position_pair,
)
from samsyn.sources.words import lookup_of, normal, settled_case

T = TypeVar("T")
_Reading = Value[T] | Missing | CellProblem
_Where = tuple[str | None, int]
_NIL_REPORT: Final = frozenset(
    {
        "inget att rapportera",
        "inget att rapportera denna vecka",
        "inget att rapportera denna månad",
        "inga händelser",
        "nollrapport",
    }
)
_SHEET_ERROR: Final = (
    "Formeln för antalet ger ett fel i arbetsboken. Rätta den, eller skriv antalet."
)
_LONGEST_NOTE: Final = 40
_LONGEST_NIL: Final = 2 * max(map(len, _NIL_REPORT))


def row_said(where: _Where, sheet: str | None) -> str:
    """A row as a remark on one of ``sheet`` names it."""
    return f"rad {where[1]}" + (f" på bladet ”{where[0]}”" if where[0] != sheet else "")


class RowReader:
    """One pass over a table. Readings are remembered per column, since cells repeat."""

    def __init__(self, table: Table, mapping: TableMapping, known: Known) -> None:
        self._cells = Cells(table, mapping)
        context = context_of(table, mapping)
        self._moments = Moments(self._cells, context, ZoneInfo(mapping.zone))
        self._mapping = mapping
        self._categories = CategoryWords(known, mapping.categories)
        self._names = {key: words[0] for key, words in known.categories.items() if words}
        self._own_words = {
            *map(normal, known.places),
            *(normal(name) for names in known.categories.values() for name in names),
        }
        self._place_names = {**lookup_of(known.places), **lookup_of(mapping.places)}
        self._seen: dict[tuple[Any, ...], _Where] = {}
        self._ids: dict[str, _Where] = {}
        names = SHEETED in table.header and not mapping.reads(SHEETED)
        self._name_of_sheet = table.header.index(SHEETED) if names else None
        self._taken_for: Counter[tuple[str, str]] = Counter()
        self._statuses: Counter[str] = Counter()
        self._uncounted = 0
        self._counts = mapping.holds is Holds.COUNTS
        self._own = is_own(table)

    def notes(self) -> list[Remark]:
        """What the rows have in common to be said, once each."""
        told = [
            Remark(
                About.CATEGORY,
                f"”{word}” lästes som {self._names.get(key, key)} ({rows_said(count)}). "
                "Välj en annan kategori för ordet om det är fel.",
            )
            for (word, key), count in sorted(self._taken_for.items())
        ]
        if self._uncounted:
            told.append(
                Remark(
                    About.COUNT,
                    f"Antalet saknas på {rows_said(self._uncounted)}: varje sådan rad räknas "
                    "som en händelse.",
                    column=self._cells.label(Target.COUNT),
                )
            )
        told += number_left_out(self._statuses, self._cells.label(Target.STATUS))
        return [*told, *self._moments.notes()]

    def read(self, row: Row) -> MappedRow | Remark | list[Remark]:
        """What the row gives; a row with problems gives all of them at once."""
        draft = Draft(row)
        struck = self._struck(draft)
        if struck:
            return struck
        own = row.sheet, row.number
        earlier = self._seen.setdefault(self._alike(row), own)
        repeated = earlier if earlier != own else None
        moment = self._moments.read(draft)
        position = self._position(draft)
        count = self._count(draft)
        category, word = self._category(draft)
        source_id = self._source_id(draft, repeated)
        skip = self._skipped(draft, repeated, source_id, count)
        if skip:
            return skip
        if draft.faults or moment is None or count is None:
            return draft.faults
        places = self._places(row)
        return MappedRow(
            row=row.number,
            occurred_from=moment.since,
            occurred_to=moment.until,
            precision=moment.precision,
            category=category,
            word=word,
            description=self._description(draft),
            place=", ".join(places),
            places=places,
            latitude=position.latitude if position else None,
            longitude=position.longitude if position else None,
            count=count,
            source_id=source_id,
            extra=self._extra(row),
            duplicate_of=row_said(repeated, row.sheet) if repeated else "",
            sheet=row.sheet,
            cell=row.cell,
            notes=tuple(draft.notes),
        )

    def _alike(self, row: Row) -> tuple[Any, ...]:
        """What equal rows have in common: a case is the same on each sheet, other rows may be of
        another time there."""
        if not self._cells.columns[Target.SOURCE_ID]:
            return (row.sheet, *row.cells)
        at = self._name_of_sheet
        return row.cells if at is None else (*row.cells[:at], *row.cells[at + 1 :])

    def _struck(self, draft: Draft) -> Remark | None:
        """Why a row is left out that its own system has taken back: before it is compared with
        others, since what it was taken back for may follow under the same number."""
        for at in self._cells.columns[Target.STATUS]:
            label, said = self._cells.header[at], self._cells.text(draft.row.cells[at])
            if said and takes_back(label, said):
                self._statuses[said] += 1
                return draft.skipped(About.STATUS, left_out_says(label, said), label)
        for at in self._cells.columns[Target.DESCRIPTION]:
            said = self._cells.text(draft.row.cells[at])
            if len(said) < _LONGEST_NOTE and is_struck_note(said):
                self._statuses[said] += 1
                return draft.skipped(About.STATUS, note_says(said), self._cells.header[at])
        return None

    def _skipped(
        self, draft: Draft, repeated: _Where | None, source_id: str, count: int | None
    ) -> Remark | None:
        row, wanted = draft.row, self._mapping.repeated_rows
        same_case = source_id or wanted is RepeatedRows.ALL
        if repeated and same_case and wanted is not RepeatedRows.NONE:
            sentence = f"Raden är exakt lik {row_said(repeated, row.sheet)} och togs inte med."
            return draft.skipped(About.REPEATED, sentence)
        said = (
            *self._cells.texts(row, Target.CATEGORY),
            *self._cells.texts(row, Target.DESCRIPTION),
        )
        if draft.faults:  # such a row says it in any column and leaves the rest empty
            said = tuple(cell for cell in row.cells if isinstance(cell, str))
        short = [text for text in said if len(text) <= _LONGEST_NIL]
        if not _NIL_REPORT.isdisjoint(map(normal, short)):
            sentence = "Raden säger ”inget att rapportera” och är ingen händelse."
            return draft.skipped(About.NIL_REPORT, sentence)
        return self._skipped_for_count(draft, count)

    def _skipped_for_count(self, draft: Draft, count: int | None) -> Remark | None:
        if count and not self._counts:
            return None  # the usual case
        column = self._cells.columns[Target.COUNT]
        label = self._cells.header[column[0]] if column else ""
        heading = draft.row.cell and f" i cell {draft.row.cell}"
        if self._counts:
            places = self._cells.texts(draft.row, Target.PLACE)
            words = [
                *(word for word in places if not is_total(word)),  # compared with its parts
                *self._cells.texts(draft.row, Target.CATEGORY),
            ]
            unknown = (word for word in words if normal(word) not in self._own_words)
            why = next(
                filter(None, (why_aside(one, "Raden") for one in unknown if _is_short(one))), ""
            )
            if why:
                return draft.skipped(About.SUM, why)
            if count is None and not draft.faults:
                sentence = f"Antalet{heading or ''} saknas: det är okänt och läses inte in som 0."
                return draft.skipped(About.COUNT, sentence, label)
            return None
        if count == 0 and not draft.faults:
            return draft.skipped(About.NOTHING, "Antalet är 0: ingen händelse.", label)
        return None

    def _position(self, draft: Draft) -> Position | None:
        """Where it happened; what cannot be read is said, and the row comes in without it."""
        cells = draft.row.cells
        north, east = self._cells.columns[Target.NORTH], self._cells.columns[Target.EAST]
        pair = self._cells.columns[Target.POSITION]
        if not (north and east) and not pair:
            return None
        written = [at for at in (*north[:1], *east[:1], *pair[:1]) if cells[at] not in ("", None)]
        if not written:
            return None
        how = (self._mapping.system, self._mapping.decimal)
        if pair:
            reading = read_position_pair(cells[pair[0]], *how)
        else:
            reading = read_position(cells[north[0]], cells[east[0]], *how)
        label = self._cells.header[(pair or north)[0]]
        if isinstance(reading, CellProblem):
            sentence = f"{reading.sentence} Raden kommer med utan position."
            draft.note(About.POSITION, label, sentence)
        if isinstance(reading, Missing) and reading.reason is MissingReason.ZEROS:
            draft.note(About.POSITION, label, "Positionen är 0, 0 i filen och togs inte med.")
        if not isinstance(reading, Value):
            return None
        draft.note(About.POSITION, label, reading.note, self._mended(reading.value, draft))
        return reading.value

    def _mended(self, position: Position, draft: Draft) -> str:
        """That metres stood under a heading of degrees."""
        north = self._cells.columns[Target.NORTH]
        if not north or not normal(self._cells.header[north[0]]).startswith("lat"):
            return ""
        cell = draft.row.cells[north[0]]
        if isinstance(cell, str) and ("." in cell[:4] or "," in cell[:4]):
            return ""  # degrees: the usual case
        written = read_number(draft.row.cells[north[0]], self._mapping.decimal)
        if not isinstance(written, Value) or abs(written.value) <= 180:
            return ""
        return (
            "Rubriken säger grader, men talen är meter i SWEREF 99 TM eller RT 90 och lästes så: "
            f"{position.latitude:.5f}, {position.longitude:.5f}."
        )

    def _count(self, draft: Draft) -> int | None:
        """How many; None where a list of counts does not say."""
        reading = self._cells.one(draft, Target.COUNT, read_count)
        if isinstance(reading, Value):
            draft.note(About.COUNT, self._cells.label(Target.COUNT), reading.note)
            return reading.value
        if isinstance(reading, Missing) and reading.reason is MissingReason.SHEET_ERROR:
            draft.fault(About.COUNT, self._cells.label(Target.COUNT), _SHEET_ERROR)
            return None
        if self._counts:
            dash = isinstance(reading, Missing) and reading.reason is MissingReason.DASH
            return 0 if dash else None
        if isinstance(reading, Missing):
            self._uncounted += 1
        return 1

    def _category(self, draft: Draft) -> tuple[str, str]:
        """The category's key, empty where it is not known, and the row's own word for it."""
        written = self._cells.texts(draft.row, Target.CATEGORY)
        word = " / ".join(written)
        match = self._categories.find(written) if written else None
        if match:
            if not match.by_name:
                self._taken_for[word, match.key] += 1
            return match.key, word
        if not written and self._mapping.default_category:
            return self._mapping.default_category, ""
        draft.note(About.CATEGORY, self._cells.label(Target.CATEGORY), _no_category(word))
        return "", word

    def _description(self, draft: Draft) -> str:
        texts = self._cells.texts(draft.row, Target.DESCRIPTION)
        if self._own and self._cells.columns[Target.DESCRIPTION]:  # a lone dash is a text there
            return cell_text(draft.row.cells[self._cells.columns[Target.DESCRIPTION][0]])
        if len(texts) < 2:
            return texts[0] if texts else ""
        columns = [self._cells.header[at] for at in self._cells.columns[Target.DESCRIPTION]]
        if holds_split(draft.row.cells[at] for at in range(len(self._cells.header))):
            draft.note(
                About.PERSONAL,
                columns[0],
                "Två celler bredvid varandra ser ut som ett personnummer. Texten togs bort.",
            )
            return ""
        return ". ".join(texts)

    def _source_id(self, draft: Draft, repeated: _Where | None) -> str:
        texts = self._cells.texts(draft.row, Target.SOURCE_ID)
        if not texts:
            return ""
        label = self._cells.label(Target.SOURCE_ID)
        if is_personal_number(texts[0]):
            draft.fault(
                About.PERSONAL,
                label,
                "Ärendenumret ser ut som ett personnummer. Välj en annan kolumn som ärendenummer, "
                "eller be om en lista utan.",
            )
            return ""
        own = draft.row.sheet, draft.row.number
        earlier = self._ids.setdefault(texts[0], own)
        if earlier != own and not repeated:
            draft.fault(
                About.SOURCE_ID,
                label,
                f"”{texts[0]}” finns redan på {row_said(earlier, own[0])} med annat innehåll. Ta "
                "bort den ena.",
            )
        return texts[0]

    def _places(self, row: Row) -> tuple[str, ...]:
        texts = self._cells.texts(row, Target.PLACE)
        if not texts:
            return (self._mapping.default_place,) if self._mapping.default_place else ()
        names = (self._place_names.get(normal(text)) or settled_case(text) for text in texts)
        return tuple(dict.fromkeys(names))

    def _extra(self, row: Row) -> dict[str, str]:
        if not self._cells.columns[Target.EXTRA]:
            return {}
        text = cell_text if self._own else self._cells.text
        texts = {i: text(row.cells[i]) for i in self._cells.columns[Target.EXTRA]}
        return {self._cells.header[i]: text for i, text in texts.items() if text}


def _is_short(word: str) -> bool:
    return len(word.split()) < _LONGEST_ASIDE


_LONGEST_ASIDE: Final = 4  # words


def _no_category(word: str) -> str:
    if not word:
        return "Raden säger inte vad det gäller. Fyll i det, eller välj en kategori för rader utan."
    return f"”{word}” är ingen känd kategori. Välj vilken kategori ordet betyder."
