"""When the rows of a table happened."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from samsyn.sources.mapping.cells import Cells, Draft
from samsyn.sources.mapping.context import Context
from samsyn.sources.mapping.model import About, Remark, Target
from samsyn.sources.mapping.when import Occurred, clock_of, joined, occurred
from samsyn.sources.values import (
    CellProblem,
    ClockSpan,
    DateSpan,
    DateStyle,
    ShortYear,
    Value,
    read_clock,
    read_date,
    to_utc,
)

_MINUTES_A_DAY = 24 * 60
_TARGETS = (Target.DATE, Target.TIME, Target.DATE_TO, Target.TIME_TO, Target.YEAR)


class Moments:
    """Reads the dates and clocks of rows, and what they have in common to be said."""

    def __init__(self, cells: Cells, context: Context, zone: ZoneInfo) -> None:
        self._cells = cells
        self._context = context
        self._zone = zone
        self._years_assumed: dict[int, set[tuple[str | None, int]]] = {}
        self._assumed = 0
        self._memory: dict[tuple[Any, ...], Occurred] = {}
        self._read_from = [at for target in _TARGETS for at in cells.columns[target]]
        self._has_end = bool(cells.columns[Target.DATE_TO] or cells.columns[Target.TIME_TO])
        self._styles: dict[tuple[str | None, int | None], DateStyle] = {}

    def notes(self) -> list[Remark]:
        """Years that no date named, and clocks that say nothing."""
        told = [
            Remark(
                About.YEAR,
                f"{rows_said(len(found)).capitalize()} har datum utan år, lästa som {year} "
                f"({self._context.named}). Kontrollera att det är rätt år.",
            )
            for year, found in sorted(self._years_assumed.items())
        ]
        style = self._context.style
        if style.short_year != ShortYear.USUAL and not style.names_centuries:
            told.append(
                Remark(About.DATE, self._short_years(), column=self._cells.label(Target.DATE))
            )
        if self._context.style.midnight_is_day or self._context.clocks_are_days:
            told.append(
                Remark(About.TIME, "Alla klockslag är 00.00: raderna lästes som hela dygn.")
            )
        return told

    def _short_years(self) -> str:
        last = self._context.style.short_year == ShortYear.LAST
        order = "dag, månad och år" if last else "år, månad och dag"
        return (
            f"Datumens sex siffror lästes som {order}: annars finns inte alla dagar, eller ligger "
            "många år isär. Kontrollera att det stämmer."
        )

    def read(self, draft: Draft) -> Occurred | None:
        """When a row happened; None with a fault. What was read without a word is remembered."""
        cells = draft.row.cells
        key = ("read", draft.row.sheet, *[cells[at] for at in self._read_from])
        known: Occurred | None = self._memory.get(key)
        if known is not None:
            return known
        assumed = self._assumed
        found = self._read(draft)
        if found and not (draft.notes or draft.faults) and assumed == self._assumed:
            self._memory[key] = found
        return found

    def _read(self, draft: Draft) -> Occurred | None:
        start = self._instant(draft, Target.DATE, Target.TIME)
        end = self._end(draft, start) if self._has_end else None
        if start is None:
            column = self._cells.label(Target.DATE)
            if not any(fault.kind is About.DATE for fault in draft.faults):
                sentence = "Datum saknas. Fyll i när det hände, åtminstone månaden."
                draft.fault(About.DATE, column, sentence)
            return None
        span = joined(start, end) if end else start
        if span is None:
            self._backwards(draft, Target.DATE_TO)
            return None
        draft.note(About.TIME, self._cells.label(Target.DATE), *span.notes)
        return span

    def _backwards(self, draft: Draft, target: Target) -> None:
        sentence = "Slutet ligger före början. Rätta en av tiderna."
        draft.fault(About.DATE, self._cells.label(target), sentence)

    def _end(self, draft: Draft, start: Occurred | None) -> Occurred | None:
        end = self._instant(draft, Target.DATE_TO, Target.TIME_TO)
        if end is None and start is not None:
            return self._end_of_day(draft, start)
        return end

    def _end_of_day(self, draft: Draft, start: Occurred) -> Occurred | None:
        """The end of what has an end by the clock alone: the same day, or past midnight."""
        clock = self._cells.one(draft, Target.TIME_TO, read_clock)
        if not isinstance(clock, Value) or start.since != start.until:
            return None
        draft.note(About.TIME, self._cells.label(Target.TIME_TO), clock.note)
        begun = start.since.astimezone(self._zone)
        minutes = clock.value.until
        if minutes < 60 * begun.hour + begun.minute:
            minutes += _MINUTES_A_DAY
        until = to_utc(begun.date(), minutes, self._zone)
        notes = tuple(filter(None, (until.note,)))
        return Occurred(start.since, until.value, start.precision, (*start.notes, *notes))

    def _style(self, draft: Draft) -> DateStyle:
        beside = self._cells.columns[Target.YEAR]
        text = self._cells.text(draft.row.cells[beside[0]]) if beside else ""
        year = int(text) if text.isdigit() and len(text) == 4 else None
        key = (draft.row.sheet, year)
        if key not in self._styles:
            self._styles[key] = self._context.style_of(*key)
        return self._styles[key]

    def _dated(self, draft: Draft, target: Target) -> Value[DateSpan] | None:
        columns = self._cells.columns[target]
        if not columns:
            return None
        style, cell = self._style(draft), draft.row.cells[columns[0]]
        key = (target, style.year, cell.__class__, cell)
        reading = self._cells.remembered(key, lambda: read_date(cell, style))
        if isinstance(reading, CellProblem):
            draft.fault(About.DATE, self._cells.header[columns[0]], reading.sentence)
        if not isinstance(reading, Value):
            return None
        if reading.value.assumed_year and not self._cells.columns[Target.YEAR]:
            rows = self._years_assumed.setdefault(reading.value.last.year, set())
            rows.add((draft.row.sheet, draft.row.number))
            self._assumed += 1
        draft.note(About.DATE, self._cells.header[columns[0]], reading.note)
        return reading

    def _instant(self, draft: Draft, date_target: Target, time_target: Target) -> Occurred | None:
        columns = self._cells.columns
        if not columns[date_target] and not columns[time_target]:
            return None
        dated = self._dated(draft, date_target)
        clock = self._cells.one(draft, time_target, read_clock)
        if dated is None:
            return None
        if not isinstance(clock, Value):
            clock = self._clock_beside(draft, dated.value, date_target)
        elif self._context.clocks_are_days:
            clock = None
        if clock:
            draft.note(
                About.TIME,
                self._cells.label(time_target) or self._cells.label(date_target),
                clock.note,
            )
            self._say_unused(draft, dated.value, time_target)
        begun = occurred(dated.value, clock.value if clock else None, self._zone)
        if dated.value.ends is None:
            return begun
        last = self._clock_beside(draft, dated.value.ends, date_target)
        ended = occurred(dated.value.ends, last.value if last else None, self._zone)
        span = joined(begun, ended)
        if span is None:
            self._backwards(draft, date_target)
        return span

    def _say_unused(self, draft: Draft, span: DateSpan, target: Target) -> None:
        """That a clock says nothing beside a date of more than one day."""
        column = self._cells.label(target)
        if column and not span.night and (span.last > span.first):
            sentence = "Klockslaget används inte: datumet är mer än en dag."
            draft.note(About.TIME, column, sentence)

    def _clock_beside(
        self, draft: Draft, span: DateSpan, target: Target
    ) -> Value[ClockSpan] | None:
        if span.clock is None:
            return None
        reading = self._cells.remembered(("clock", span), lambda: clock_of(span))
        if isinstance(reading, CellProblem):
            draft.fault(About.TIME, self._cells.label(target), reading.sentence)
        return reading if isinstance(reading, Value) else None


def rows_said(count: int) -> str:
    """How many rows, in words."""
    return "en rad" if count == 1 else f"{count} rader"
