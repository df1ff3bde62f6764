"""From a mapped row of an agency's file to a report, as a careful person would enter it."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from difflib import get_close_matches
from functools import cached_property, lru_cache

from samsyn.domain.intake.models import Source
from samsyn.domain.observations.enums import Informant, Kind, Precision
from samsyn.domain.observations.reference import Reference
from samsyn.domain.observations.rules import EARLIEST
from samsyn.domain.observations.values.report import (
    MOST_EVENTS,
    NewReport,
    Period,
    longest,
)
from samsyn.domain.places.rules import folded, lies_near
from samsyn.domain.privacy.guard import Words
from samsyn.domain.privacy.rules import Masked, masked
from samsyn.foundation import clock
from samsyn.sources.mapping import Known, MappedRow

# a position from a case system is a point on the ground
POSITION_PRECISION_M = 50
_LONGEST = {name: longest(name) for name in ("description", "place_note")}
_TEXT, _PLACE, _POSITION = "Beskrivning", "Plats", "Position"
# unknown places that are told one by one, each with what may have been meant
MOST_UNKNOWN_PLACES = 50
_ALIKE = 0.8
_IN_NO_DISTRICT = "texten följer med men läggs inte i något område."
_FIRST_MOMENT = clock.start_of(EARLIEST)


@dataclass(frozen=True)
class Remark:
    """What became of a row, in a sentence; ``column`` names the field it concerns."""

    row: int
    column: str
    sentence: str


@dataclass
class Readings:
    """The reports of a file with their keys, remarks on what was changed, and the problems of
    rows that give none. ``doubts`` are of texts that come in as they are, and are better read
    once more."""

    reports: list[NewReport] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    doubts: list[Remark] = field(default_factory=list)
    problems: list[Remark] = field(default_factory=list)


class Reader:
    """Turns one source's rows into reports, remembering which rows it has seen.

    Whoever tries a file has ``doubts`` looked for too, and keeps what the guard answered; given
    back as ``answers``, the guard is not asked again.
    """

    def __init__(
        self,
        source: Source,
        known: Reference,
        *,
        doubts: bool = False,
        answers: Mapping[str, Masked] | None = None,
    ) -> None:
        self.source = source
        self.known = known
        self.words = known.words_of(source.organisation_id)
        self.doubts = doubts
        self.given = answers
        self.answers: dict[str, Masked] = {}
        self.districts = {folded(one.name): one.pk for one in known.primary_districts}
        self.unknown: set[str] = set()
        self.seen: Counter[str] = Counter()

    def read(self, rows: list[MappedRow]) -> Readings:
        """All rows, in order."""
        readings = Readings()
        for row in rows:
            problem = _problem(row)
            if problem is not None:
                readings.problems.append(problem)
                continue
            readings.remarks.extend(Remark(row.row, "", sentence) for sentence in row.notes)
            readings.keys.append(self._key(row))
            readings.reports.append(self._report(self._here(row, readings), readings))
        more = len(self.unknown) - MOST_UNKNOWN_PLACES
        if more > 0:
            places = "okänd plats" if more == 1 else "okända platser"
            sentence = f"{more} {places} till: {_IN_NO_DISTRICT}"
            readings.remarks.append(Remark(rows[-1].row, _PLACE, sentence))
        return readings

    def _here(self, row: MappedRow, readings: Readings) -> MappedRow:
        """The row without a position that lies outside the municipality."""
        bounds, latitude, longitude = self.known.bounds, row.latitude, row.longitude
        if not bounds or latitude is None or longitude is None:
            return row
        if lies_near(bounds, latitude, longitude):
            return row
        sentence = (
            "Positionen ligger utanför kommunen och togs inte med. Rätta den i filen, eller "
            "kontrollera koordinatsystemet."
        )
        readings.remarks.append(Remark(row.row, _POSITION, sentence))
        return replace(row, latitude=None, longitude=None)

    def _report(self, row: MappedRow, readings: Readings) -> NewReport:
        description = self._text("description", row, row.description, readings)
        word = folded(row.place)
        place, district = self.known.words.get(word), self.districts.get(word)
        note = "" if place or district else row.place
        note = self._text("place_note", row, note, readings)
        category = self.known.by_key[row.category]
        if self.doubts and note and row.latitude is None and not category.count_only:
            self._unknown_place(row, note, readings)
        return NewReport(
            organisation_id=self.source.organisation_id,
            category_id=category.pk,
            kind=Kind.EVENT,
            period=_period(row),
            place_id=place,
            district_id=None if place else district,
            latitude=row.latitude,
            longitude=row.longitude,
            position_precision_m=POSITION_PRECISION_M if row.latitude is not None else None,
            place_note="" if category.count_only else note,
            description="" if category.count_only else description,
            informant=Informant.ALARM,
            events=row.count,
            discovered=self.source.discovered,
        )

    def _text(self, name: str, row: MappedRow, text: str, readings: Readings) -> str:
        """A text without personal data and no longer than its field."""
        if not text:
            return ""
        found, most = self._answered(f"{row.row}:{name}", text), _LONGEST[name]
        readings.doubts += [Remark(row.row, _TEXT, _doubt(one)) for one in found.doubtful]
        readings.remarks += [Remark(row.row, _TEXT, f"Togs bort: {one}.") for one in found.taken]
        if len(found.text) <= most:
            return found.text
        readings.remarks.append(Remark(row.row, _TEXT, f"Texten kortades till {most} tecken."))
        return f"{found.text[: most - 1]}…"

    def _answered(self, place: str, text: str) -> Masked:
        """The text without what must go; those it was taken from are kept, by row and field."""
        if self.given is not None:
            return self.given.get(place) or Masked(text)
        found = _masked(text, self.words, self.doubts)
        if found.taken:
            self.answers[place] = found
        return found

    def _unknown_place(self, row: MappedRow, note: str, readings: Readings) -> None:
        """Say once of each unknown place that it is, and which known one may be meant."""
        word = folded(row.place)
        if word in self.unknown:
            return
        self.unknown.add(word)
        if len(self.unknown) > MOST_UNKNOWN_PLACES:
            return
        stopped = _masked(row.place, self.words, self.doubts).taken
        said = "Platsen är inte känd" if stopped else f"”{note}” är ingen känd plats"
        sentence = f"{said}: {_IN_NO_DISTRICT}"
        alike = get_close_matches(word, self._place_names, n=1, cutoff=_ALIKE)
        if alike:
            sentence += f" Menade du {self._place_names[alike[0]]}?"
        readings.remarks.append(Remark(row.row, _PLACE, sentence))

    @cached_property
    def _place_names(self) -> dict[str, str]:
        """What places and districts are called, by the words for them."""
        places = {word: self.known.places[key].name for word, key in self.known.words.items()}
        return {**{folded(one.name): one.name for one in self.known.primary_districts}, **places}

    def _key(self, row: MappedRow) -> str:
        """The same row of the same source gets the same key every time.

        Rows without an identity of their own are told apart by their content, and
        equal ones by their order.
        """
        told = row.source_id or repr(_content(row))
        # only a digest is kept: case numbers may be somebody's personal number
        name = hashlib.sha256(told.encode()).hexdigest()[:32]
        self.seen[name] += 1
        number = self.seen[name]
        return f"{self.source.pk}:{name}" + (f":{number}" if number > 1 else "")


def _problem(row: MappedRow) -> Remark | None:
    """Why a row is no report, though each of its cells can be read."""
    if row.occurred_from > clock.now():
        return Remark(row.row, "Datum", "Tiden ligger framåt. Rätta den, eller vänta.")
    if row.occurred_from < _FIRST_MOMENT:
        return Remark(row.row, "Datum", f"Datumet ligger före {EARLIEST.year}. Rätta det i filen.")
    if row.count > MOST_EVENTS:
        return Remark(
            row.row,
            "Antal",
            f"Fler än {MOST_EVENTS} händelser på en rad. Dela upp dem, eller lämna siffran "
            "som statistikuppgift.",
        )
    return None


@lru_cache(maxsize=20_000)
def _masked(text: str, known_words: Words, doubts: bool) -> Masked:
    return masked(text, known_words, doubts=doubts)


def _doubt(noun: str) -> str:
    return (
        f"Ser ut som {noun}. Texten läses in som den står: läs raden, och skriv om den i filen "
        "om någon pekas ut."
    )


def _content(row: MappedRow) -> tuple[object, ...]:
    return (
        row.occurred_from,
        row.occurred_to,
        row.category,
        row.place,
        row.latitude,
        row.longitude,
        row.description,
        row.count,
    )


def _period(row: MappedRow) -> Period:
    """The row's period; a span ends with its last second, not with the first after it."""
    end = row.occurred_to
    if row.occurred_to > row.occurred_from:
        end -= timedelta(seconds=1)
    return Period(row.occurred_from, end, Precision(row.precision.value))


def known_words(known: Reference) -> Known:
    """What a mapping is checked against: category keys with their names, and places."""
    categories = {
        key: (category.name, category.name_en)
        for key, category in known.by_key.items()
        if category.area_id
    }
    districts = [one.name for one in known.primary_districts]
    return Known(categories, (*(one.name for one in known.places.values()), *districts))
