"""From a mapped row of an agency's file to a report, as a careful person would enter it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import cached_property, lru_cache
from typing import Any

from samsyn.domain.intake.models import Source
from samsyn.domain.observations.actions.identity import Keys
from samsyn.domain.observations.actions.own_fields import is_coming_up, label_of, own_values
from samsyn.domain.observations.actions.tried import Readings, TriedRow, UnknownPlace, Whereabouts
from samsyn.domain.observations.enums import Informant, Precision
from samsyn.domain.observations.reference import Reference
from samsyn.domain.observations.rules import EARLIEST
from samsyn.domain.observations.values.report import (
    MOST_EVENTS,
    NewReport,
    TimeSpan,
    longest,
)
from samsyn.domain.places.rules import folded, lies_near
from samsyn.domain.privacy.guard import Words
from samsyn.domain.privacy.rules import Masked, masked
from samsyn.foundation import clock
from samsyn.sources.mapping import About, Holds, Known, MappedRow, Remark, TableMapping, Target
from samsyn.sources.mapping import Precision as Sharpness

# a position from a case system is a point on the ground
POSITION_PRECISION_M = 50
_TARGETS = {"description": Target.DESCRIPTION, "place_note": Target.PLACE}
_TARGETS["action_taken"] = Target.EXTRA
_LONGEST = {name: longest(name) for name in _TARGETS}
_ALIKE = 0.8
_IN_NO_DISTRICT = "texten följer med men läggs inte i något område."
_TO_BE_CHOSEN = "siffrorna läses inte in förrän du har valt vilken plats det är."
_YEAR_FAR_OFF = (
    "Några siffror har ett år som ligger långt från de andras. Stämmer det? Rätta annars filen."
)
_FIRST_MOMENT = clock.start_of(EARLIEST)
# southern, northern, western and eastern ends of Sweden, in degrees
_SWEDEN = (10.5, 55.0, 24.2, 69.1)
_THE_WORLD = (-180.0, -90.0, 180.0, 90.0)
_FEWEST_OUTSIDE = 2


class Reader:
    """Turns one source's rows into reports.

    Who tries a file (``trial``) is told of unknown places too, and keeps what the guard answered;
    given back as ``answers``, the guard is not asked again.
    """

    def __init__(
        self,
        source: Source,
        known: Reference,
        *,
        mapping: TableMapping,
        trial: bool = False,
        any_earlier: bool = True,
        anyway: bool = False,
        answers: Mapping[str, Masked] | None = None,
    ) -> None:
        self.source = source
        self.known = known
        self.counts = mapping.holds is Holds.COUNTS
        self.labels = {rule.target: rule.label for rule in reversed(mapping.columns)}
        self.words = known.words_of(source.organisation_id)
        self.trial = trial
        self.given = answers
        self.answers: dict[str, Masked] = {}
        self.texts = 0
        self.districts = {folded(one.name): one.pk for one in known.primary_districts}
        # where nothing says how far the municipality reaches, somebody may say that it is right
        self.bounds = known.reach or (_THE_WORLD if anyway else _SWEDEN)
        self.keys = Keys(source.pk, any_earlier=any_earlier)
        says_precision = label_of("position_precision_m") in mapping.labels(Target.EXTRA)
        self.precision = None if says_precision else POSITION_PRECISION_M
        self.placed = self.outside = 0
        self.now = clock.now()
        self._blank = NewReport(
            organisation_id=source.organisation_id or 0,
            category_id=0,
            period=TimeSpan(self.now, self.now, Precision.EXACT),
            informant=Informant.ALARM,
            discovered=source.discovered,
        )
        # rows at one place, and at one time, share what their words come to
        self._where: dict[tuple[str, tuple[str, ...]], Whereabouts] = {}
        self._periods: dict[tuple[datetime, datetime, Sharpness], TimeSpan] = {}

    def read(self, rows: list[MappedRow]) -> Readings:
        """All rows, in order."""
        readings = Readings()
        for row in rows:
            problem = self._problem(row)
            if problem is not None:
                readings.problems.append(problem)
                continue
            readings.remarks.extend(row.notes)
            if not row.category:
                readings.words[row.word] += 1
            readings.entries.append(self._entry(self._here(row, readings), readings))
        if self.trial:
            readings.remarks.extend(self._unknown_places(readings))
        if self.counts and any(one.row.doubtful for one in readings.entries):
            readings.stop = _YEAR_FAR_OFF
        if self.outside >= _FEWEST_OUTSIDE and 2 * self.outside > self.placed:
            readings.stop = _stop(self.outside, self.placed)
        return readings

    def _remark(self, row: MappedRow | None, kind: About, of: Target, sentence: str) -> Remark:
        """A remark on a row's column, by the heading that the file has for it."""
        column = self.labels.get(of) or self.labels.get(Target.POSITION, "")
        if of is not Target.NORTH:
            column = self.labels.get(of, "")
        if row is None:
            return Remark(kind, sentence, column=column)
        return Remark(kind, sentence, row.row, column, row.sheet)

    def _problem(self, row: MappedRow) -> Remark | None:
        """Why a row is no report, though each of its cells can be read."""
        if row.occurred_from > self.now and not is_coming_up(row.extra):
            return self._remark(
                row, About.DATE, Target.DATE, "Tiden ligger framåt. Rätta den, eller vänta."
            )
        if row.occurred_from < _FIRST_MOMENT:
            sentence = f"Datumet ligger före {EARLIEST.year}. Rätta det i filen."
            return self._remark(row, About.DATE, Target.DATE, sentence)
        if row.count > MOST_EVENTS and not self.counts:
            sentence = (
                f"Fler än {MOST_EVENTS} händelser på en rad. Dela upp dem, eller läs in listan som "
                "antal."
            )
            return self._remark(row, About.COUNT, Target.COUNT, sentence)
        return None

    def _here(self, row: MappedRow, readings: Readings) -> MappedRow:
        """The row without a position that lies outside the municipality."""
        latitude, longitude = row.latitude, row.longitude
        if latitude is None or longitude is None:
            return row
        self.placed += 1
        if lies_near(self.bounds, latitude, longitude):
            return row
        self.outside += 1
        sentence = (
            "Positionen ligger utanför kommunen och togs inte med. Rätta den i filen, eller "
            "kontrollera koordinatsystemet."
        )
        readings.remarks.append(self._remark(row, About.POSITION, Target.NORTH, sentence))
        return replace(row, latitude=None, longitude=None)

    def _entry(self, row: MappedRow, readings: Readings) -> TriedRow:
        category = self.known.by_key.get(row.category)
        seen = len(readings.remarks)
        place, district, rest = self._whereabouts(row)
        held = [row.doubtful]
        note = self._text("place_note", row, rest, readings, held) if rest else ""
        description = row.description
        if description:
            description = self._text("description", row, description, readings, held)
        own = self._own(row, readings, held) if row.extra else {}
        if category and category.count_only and (description or note or own.get("action_taken")):
            del readings.remarks[seen:]
            held, note, description = [row.doubtful], "", ""
            own.pop("action_taken", None)
            sentence = f"{category.name} räknas bara: texten togs inte med."
            readings.remarks.append(self._remark(row, About.TEXT, Target.DESCRIPTION, sentence))
        elif rest and not place and row.latitude is None:
            within = self._place_name(None, district)
            unknown = readings.places.setdefault(folded(rest), UnknownPlace(rest, row, within))
            unknown.rows += 1
        precision = self.precision if row.latitude is not None else None
        report = self._report(
            category_id=category.pk if category else 0,
            period=self._period(row),
            place_id=place,
            district_id=None if place else district,
            latitude=row.latitude,
            longitude=row.longitude,
            place_note=note,
            description=description,
            events=row.count,
            **{"position_precision_m": precision, **own},
        )
        key = self.keys.key(row)
        earlier = tuple(self.keys.earlier(row))
        name = self._place_name(place, district) or note
        nowhere = self.counts and bool(rest) and not (place or district)
        # nobody reviews a count: what is doubtful of the years is asked of the whole file
        waits = any(held) and not self.counts
        return TriedRow(row, report, category, name, key, earlier, waits, nowhere, own=tuple(own))

    def _own(self, row: MappedRow, readings: Readings, held: list[bool]) -> dict[str, Any]:
        """What the product's own file says beside."""
        found, unread = own_values(row.extra)
        for label, text in unread.items():
            sentence = f"”{text}” går inte att läsa som {label.lower()} och togs inte med."
            readings.remarks.append(Remark(About.TEXT, sentence, row.row, label, row.sheet))
        if row.latitude is None:
            found.pop("position_precision_m", None)
        if "action_taken" in found:
            text = found["action_taken"]
            found["action_taken"] = self._text("action_taken", row, text, readings, held)
        return found

    def _report(self, **changed: Any) -> NewReport:
        """The source's plain report with what a row says, in a tenth of the time that a new one
        takes."""
        values = self._blank.__dict__.copy()
        values.update(changed)
        report = NewReport.__new__(NewReport)
        object.__setattr__(report, "__dict__", values)  # it is frozen
        return report

    def _period(self, row: MappedRow) -> TimeSpan:
        """The row's period."""
        key = (row.occurred_from, row.occurred_to, row.precision)
        found = self._periods.get(key)
        if found is None:
            found = self._periods[key] = _period(row)
        return found

    def _whereabouts(self, row: MappedRow) -> "Whereabouts":
        key = (row.place, row.places)
        found = self._where.get(key)
        if found is None:
            found = self._where[key] = self._looked_up(row)
        return found

    def _looked_up(self, row: MappedRow) -> "Whereabouts":
        """The finest that is known goes before."""
        place = district = None
        rest: list[str] = []
        for word in (row.place, *row.places) if len(row.places) > 1 else row.places:
            key = folded(word)
            if key in self.known.words:
                place = self.known.words[key]
            elif key in self.districts:
                district = district or self.districts[key]
            elif word in row.places:
                rest.append(word)
        return Whereabouts(place, district, ", ".join(rest))

    def _place_name(self, place: int | None, district: int | None) -> str:
        if place:
            return self.known.places[place].name
        return self.known.districts[district].name if district else ""

    def _text(
        self, name: str, row: MappedRow, text: str, readings: Readings, held: list[bool]
    ) -> str:
        """A text without personal data and no longer than its field; what may point at somebody
        makes the row wait."""
        if not text:
            return ""
        place = f"{row.sheet or ''}|{row.cell or row.row}:{name}"
        found, most = self._answered(place, text), _LONGEST[name]
        target = _TARGETS[name]
        readings.remarks += [
            self._remark(row, About.TEXT, target, _doubt(one))
            for one in dict.fromkeys(found.doubtful)
        ]
        readings.remarks += [
            self._remark(
                row, About.PERSONAL, target, f"Togs bort: {one}. Raden väntar på granskning."
            )
            for one in dict.fromkeys(found.taken)
        ]
        held.append(bool(found.taken or found.doubtful))
        if len(found.text) <= most:
            return found.text
        sentence = f"Texten kortades till {most} tecken."
        readings.remarks.append(self._remark(row, About.TEXT, target, sentence))
        return f"{found.text[: most - 1]}…"

    def _answered(self, place: str, text: str) -> Masked:
        """The text without what must go; those that something was found in are kept, by row and
        field."""
        if self.given is not None:
            return self.given.get(place) or Masked(text)
        self.texts += 1
        found = _masked(text, self.words, True)
        if found.taken or found.doubtful:
            self.answers[place] = found
        return found

    def _unknown_places(self, readings: Readings) -> Iterator[Remark]:
        """Each unknown place once, with its rows, and which known one may be meant."""
        for unknown in readings.places.values():
            stopped = _masked(unknown.word, self.words, True).taken
            said = "Platsen är inte känd" if stopped else f"”{unknown.word}” är ingen känd plats"
            rows = "" if unknown.rows == 1 else f" ({unknown.rows} rader)"
            sentence = f"{said}{rows}: {self._without_place(unknown)}"
            alike = self.meant(unknown.word)
            if alike:
                sentence += f" Menade du {alike}?"
            yield self._remark(unknown.row, About.PLACE, Target.PLACE, sentence)

    def _without_place(self, unknown: UnknownPlace) -> str:
        """What becomes of rows whose place nobody knows."""
        if unknown.within:
            return f"raden läggs i {unknown.within}, och texten följer med."
        return _TO_BE_CHOSEN if self.counts else _IN_NO_DISTRICT

    def meant(self, word: str) -> str:
        """The known place or district whose name is most like a word; empty where none is."""
        alike = get_close_matches(folded(word), self._place_names, n=1, cutoff=_ALIKE)
        return self._place_names[alike[0]] if alike else ""

    @cached_property
    def _place_names(self) -> dict[str, str]:
        """What places and districts are called, by the words for them."""
        places = {word: self.known.places[key].name for word, key in self.known.words.items()}
        return {**{folded(one.name): one.name for one in self.known.primary_districts}, **places}


def _stop(outside: int, placed: int) -> str:
    return (
        f"{outside} av {placed} rader med position ligger utanför kommunen. Är det rätt fil, rätt "
        "kommun och rätt koordinatsystem? Kontrollera innan något läses in."
    )


@lru_cache(maxsize=20_000)
def _masked(text: str, known_words: Words, doubts: bool) -> Masked:
    return masked(text, known_words, doubts=doubts)


def _doubt(noun: str) -> str:
    return (
        f"Ser ut som {noun}. Raden väntar på granskning: läs den, och skriv om texten om någon "
        "pekas ut."
    )


_PRECISIONS = {one: Precision(one.value) for one in Sharpness}


def _period(row: MappedRow) -> TimeSpan:
    """The row's period; a span ends with its last second, not with the first after it."""
    end = row.occurred_to
    if row.occurred_to > row.occurred_from:
        end -= timedelta(seconds=1)
    return TimeSpan(row.occurred_from, end, _PRECISIONS[row.precision])


def known_words(known: Reference) -> Known:
    """What a mapping is checked against: category keys with their names, and places."""
    today = clock.today()
    valid = {
        key: one
        for key, one in known.by_key.items()
        if one.valid_to is None or one.valid_to >= today
    }
    categories = {key: (one.name, one.name_en) for key, one in valid.items()}
    districts = [one.name for one in known.primary_districts]
    return Known(
        categories,
        (*known.words, *(one.name for one in known.places.values()), *districts),
        guarded=frozenset(key for key, one in valid.items() if one.sensitive or one.count_only),
        areas=frozenset(key for key, one in valid.items() if one.area_id is None),
    )
