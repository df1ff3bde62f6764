"""What the headings of a wide table's columns of numbers say: a place, a period, a category, or two
of them in headings of two rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from samsyn.sources.mapping.categories import CategoryWords
from samsyn.sources.mapping.model import Known, MappingError, TableMapping, Target
from samsyn.sources.values import DatePrecision, DateStyle, Value, read_clock, read_date
from samsyn.sources.words import lookup_of, normal

_FEWEST: Final = 2
_ANY_YEAR: Final = DateStyle(year=2024)
_DAY: Final = re.compile(r"[1-9]|[12]\d|3[01]", re.ASCII)
FEWEST_DAYS: Final = 7
_YEAR: Final = re.compile(r"(?:19|20)\d\d", re.ASCII)
FEWEST_WEEKDAYS: Final = 4
_WEEKDAYS: Final = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_SHORT: Final = frozenset(
    short for name in _WEEKDAYS for short in (name[:2], name[:3], name.removesuffix("dag"))
)
WHAT = "Kolumnens kategori"
WHERE = "Kolumnens område"
"""What the second of two things is called that a heading names."""
SECOND: Final = {WHAT: Target.CATEGORY, WHERE: Target.PLACE}
Parts = tuple[str, str]


def mostly(columns: Sequence[str], found: set[str]) -> bool:
    """Whether at least two of the columns, and half, are among those found."""
    return len(found) >= _FEWEST and 2 * len(found) >= len(columns)


def counted_word(label: str) -> str:
    """What a heading counts: `Antal skadegörelser` are skadegörelser."""
    return re.sub(r"^antal\s+", "", label.strip(), flags=re.IGNORECASE)


def is_period(label: str) -> bool:
    """Whether a heading is the name of some days, and of nothing beside."""
    reading = read_date(label, _ANY_YEAR)
    if not isinstance(reading, Value):
        return False
    clock = reading.value.clock
    return clock is None or isinstance(read_clock(clock), Value)


def is_named(label: str) -> bool:
    """Whether a period is written as a week or a month: a lone date may be a day or a month."""
    reading = read_date(label, _ANY_YEAR)
    days = isinstance(reading, Value) and reading.value.precision is DatePrecision.DAY
    return isinstance(reading, Value) and not days


def are_days(columns: Sequence[str]) -> bool:
    """Whether the headings are the days of a month, by their numbers alone."""
    if len(columns) < FEWEST_DAYS or not all(map(_DAY.fullmatch, columns)):
        return False
    numbers = list(map(int, columns))
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def are_weekdays(columns: Sequence[str]) -> bool:
    """Whether the headings are the days of a week, by their names alone, one after the other."""
    numbers = [weekday_of(label) for label in columns]
    found = [number for number in numbers if number is not None]
    return len(found) == len(numbers) >= FEWEST_WEEKDAYS and found == sorted(set(found))


def weekday_of(label: str) -> int | None:
    """0 for `Mån` or `Måndag`; None for another word."""
    word = normal(label)
    whole = (n for n, name in enumerate(_WEEKDAYS) if len(word) > 1 and name.startswith(word))
    return next(whole, None) if word.removesuffix("dag") in _SHORT or word in _SHORT else None


def _splits(label: str) -> list[Parts]:
    words = label.split()
    return [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]


def place_and_category(label: str, known: Known, words: CategoryWords) -> Parts | None:
    """The place and the category that a heading of two rows names: `Klotter Centrum`."""
    places = lookup_of(known.places)
    for first, last in _splits(label):
        for place, word in ((last, first), (first, last)):
            if normal(place) in places and words.find([counted_word(word)]):
                return place, counted_word(word)
    return None


def period_and_word(label: str) -> Parts | None:
    """The period that a heading of two rows names, and the word beside it: `Mars 2026 Klotter`."""
    if is_period(label):
        return None
    parts = _splits(label)
    # the longest name of a period: `Mars 2026` rather than `Mars`
    found = next((part for part in reversed(parts) if is_period(part[0])), None)
    if found is None:
        found = next(((last, first) for first, last in parts if is_period(last)), None)
    return found and (found[0], counted_word(found[1]))


def months_of_days(labels: Sequence[str]) -> dict[str, str]:
    """Headings that are the first, or the last, day of a month each, as months; none where there
    are others among them, or one alone."""
    days: dict[str, date] = {}
    for label in filter(is_period, labels):
        reading = read_date(label)
        if not isinstance(reading, Value) or reading.value.first != reading.value.last:
            return {}
        days[label] = reading.value.first
    first = all(day.day == 1 for day in days.values())
    last = all((day + timedelta(days=1)).day == 1 for day in days.values())
    if len(set(days.values())) < _FEWEST or not (first or last):
        return {}
    return {label: f"{day:%Y-%m}" for label, day in days.items()}


class Headings:
    """What each heading says: ``cells`` by column, under ``columns`` and then the heading's own."""

    def __init__(
        self,
        header: Sequence[str],
        numbers: Sequence[int],
        sums: Container[int],
        mapping: TableMapping,
        known: Known,
    ) -> None:
        self._known = known
        self._words = CategoryWords(known, mapping.categories)
        bare: Callable[[str], str] = counted_word if mapping.wide is Target.CATEGORY else str
        self.columns: tuple[str, ...] = ()
        given = [label for place, label in enumerate(header) if place not in sums]
        months = months_of_days(given) if mapping.wide is Target.DATE else {}
        header = [months.get(label, label) for label in header]
        self.cells: dict[int, tuple[str, ...]] = {
            place: (bare(header[place]),) for place in numbers
        }
        split = self._parts({place: header[place] for place in numbers}, mapping)
        named = {header[place] for place, part in split.items() if part}
        if split and mostly([header[place] for place in numbers], named):
            second = self._second(split, mapping)
            self.columns = (second,)
            parts = {place: part or (header[place], "") for place, part in split.items()}
            self.cells = {place: (beside, own) for place, (own, beside) in parts.items()}

    def _parts(self, labels: Mapping[int, str], mapping: TableMapping) -> dict[int, Parts | None]:
        if mapping.wide is Target.DATE:
            return {place: period_and_word(label) for place, label in labels.items()}
        if mapping.wide is Target.PLACE and not mapping.labels(Target.CATEGORY):
            return {
                place: place_and_category(label, self._known, self._words)
                for place, label in labels.items()
            }
        return {}

    def _second(self, split: Mapping[int, Parts | None], mapping: TableMapping) -> str:
        """What the words beside periods are: areas where such are known, or the rows say what it is
        about; categories else."""
        if mapping.wide is Target.PLACE:
            return WHAT
        words = {part[1] for part in split.values() if part}
        times = [word for word in words if is_period(word) or _YEAR.fullmatch(word)]
        if times:
            raise MappingError(
                f"Rubrikerna nämner två tider, den ena ”{times[0]}”. Låt varje kolumn ha en enda, "
                "till exempel ”jan 2026” eller ”v. 10 2026”."
            )
        places = lookup_of(self._known.places)
        known = sum(1 for word in words if normal(word) in places)
        named = sum(1 for word in words if self._words.find([word]))
        return WHERE if known > named or mapping.labels(Target.CATEGORY) else WHAT
