"""Finding a named place by what somebody types: letters missing, swapped or without their rings.

The names are folded and cut into words once. A word that is typed is looked for as the beginning
of one of them, then inside them, and only where that gives too little as one that is nearly the
same (optimal string alignment: a letter too many, too few, another, or two swapped).
Measured for 20,000 names on a busy machine: this 10 ms, FTS5 by three letters 83 ms, the same
distance in plain Python 4 s.
"""

import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest

from rapidfuzz import process
from rapidfuzz.distance import OSA

from samsyn.domain.places.models import Place
from samsyn.domain.places.rules import distance, folded

WHOLE, BEGINS, INSIDE, NEARLY = 0, 1, 2, 4
"""What a typed word costs against one of a name; the cheapest names are shown first."""
SHORTEST_INSIDE, SHORTEST_NEARLY, LONG_WORD = 3, 4, 7


@dataclass(frozen=True)
class Findable:
    """What may be found: its key, its name, and what else it is called."""

    key: str
    name: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class NearPlace:
    """A named place and how many metres away it is."""

    place: Place
    metres: float


def plain(word: str) -> str:
    """A name without its case, hyphens and rings: ``Åsgården`` is ``asgarden``."""
    parts = unicodedata.normalize("NFKD", folded(word))
    return "".join(one for one in parts if not unicodedata.combining(one))


class PlaceFinder:
    """The names of a municipality's places, ready to be searched; never changed in place."""

    def __init__(self, things: Iterable[Findable]) -> None:
        self.things = tuple(things)
        at: dict[str, set[int]] = defaultdict(set)
        called: dict[str, set[int]] = defaultdict(set)
        for index, one in enumerate(self.things):
            for name in (one.name, *one.others):
                words = plain(name).split()
                called["".join(words)].add(index)
                # written as one word too, but for numbers: there would be as many as houses
                for word in {*words, "".join(word for word in words if not word.isdecimal())}:
                    at[word].add(index)
        self._called: Mapping[str, set[int]] = dict(called)
        self._at: Mapping[str, set[int]] = dict(at)
        self._words_of: list[list[str]] = [[] for _ in self.things]
        for word, indices in at.items():
            for index in indices:
                self._words_of[index].append(word)
        self._cut: dict[int, Mapping[str, list[str]]] = {}

    @cached_property
    def _words(self) -> list[str]:
        return sorted(self._at)

    def find(self, typed: str, most: int, first: Sequence[str] = ()) -> list[Findable]:
        """The things that the words may mean, the likeliest first, and of those as likely the ones
        whose keys stand in ``first``."""
        words = plain(typed).split()
        costs = self._costs(words, nearly=False) if words else {}
        if words and len(costs) < most:
            costs = {**self._costs(words, nearly=True), **costs}
        rank = {key: place for place, key in enumerate(first)}

        def order(index: int) -> tuple[int, int, int, str]:
            one = self.things[index]
            return costs[index], rank.get(one.key, len(rank)), len(one.name), one.name

        return [self.things[index] for index in nsmallest(most, costs, key=order)]

    def meant(self, typed: str) -> list[Findable]:
        """The things that are called exactly so, by one of their names."""
        found = self._called.get("".join(plain(typed).split()), ())
        return [self.things[index] for index in sorted(found)]

    def _costs(self, words: Sequence[str], *, nearly: bool) -> dict[int, int]:
        """What each thing costs that has all the words: the longest says most, and the others are
        only looked for in what it has found."""
        longest, *others = sorted(words, key=len, reverse=True)
        costs: dict[int, int] = {}
        for word, cost in self._like(longest, nearly=nearly):
            for index in self._at[word]:
                costs[index] = min(cost, costs.get(index, cost))
        for typed in others:
            own = {index: self._cost_in(index, typed, nearly=nearly) for index in costs}
            costs = {at: costs[at] + cost for at, cost in own.items() if cost is not None}
        return costs

    def _cost_in(self, index: int, typed: str, *, nearly: bool) -> int | None:
        """What a typed word costs in the names of one thing, or None."""
        words = self._words_of[index]
        if typed in words:
            return WHOLE
        if any(word.startswith(typed) for word in words):
            return BEGINS
        if len(typed) >= SHORTEST_INSIDE and any(typed in word for word in words):
            return INSIDE
        if not nearly or len(typed) < SHORTEST_NEARLY:
            return None
        most = _wrong_letters(typed)
        away = min(
            OSA.distance(typed, word[:length], score_cutoff=most)
            for word in words
            for length in _lengths(typed)
        )
        return NEARLY + away if away <= most else None

    def _like(self, typed: str, *, nearly: bool) -> Iterator[tuple[str, int]]:
        """Words of names that a typed one may be, and what each costs."""
        words = self._words
        for word in words[bisect_left(words, typed) :]:
            if not word.startswith(typed):
                break
            yield word, WHOLE if word == typed else BEGINS
        if len(typed) >= SHORTEST_INSIDE:
            yield from ((word, INSIDE) for word in words if typed in word)
        if nearly and len(typed) >= SHORTEST_NEARLY:
            yield from self._nearly(typed)

    def _nearly(self, typed: str) -> Iterator[tuple[str, int]]:
        """Words that begin nearly so: one letter wrong, two in a long word."""
        most = _wrong_letters(typed)
        for length in _lengths(typed):
            cut = self._cut_at(length)
            found = process.extract_iter(typed, cut.keys(), scorer=OSA.distance, score_cutoff=most)
            for start, away, _ in found:
                yield from ((word, NEARLY + int(away)) for word in cut[start])

    def _cut_at(self, length: int) -> Mapping[str, list[str]]:
        """The words by their first letters."""
        if length not in self._cut:
            cut = defaultdict(list)
            for word in self._words:
                cut[word[:length]].append(word)
            self._cut[length] = dict(cut)
        return self._cut[length]


def _wrong_letters(typed: str) -> int:
    return 2 if len(typed) >= LONG_WORD else 1


def _lengths(typed: str) -> tuple[int, int, int]:
    """How much of a word may stand for what is typed of it."""
    return len(typed) - 1, len(typed), len(typed) + 1


def nearest(
    places: Iterable[Place], latitude: float, longitude: float, most: int
) -> list[NearPlace]:
    """The places nearest a position in WGS84 degrees."""
    away = (
        NearPlace(one, distance(one.latitude, one.longitude, latitude, longitude)) for one in places
    )
    return sorted(away, key=lambda one: (one.metres, one.place.name))[:most]
