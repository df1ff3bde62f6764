"""Reports that may tell of the same thing: proposed to a person, never merged.

Two reports are compared in text, category, place and time. Nothing is removed: groups
say what might be counted once, and every link carries its reasons.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from samsyn.analysis.coordinates import Flags, Floats, Ints
from samsyn.analysis.errors import InvalidInputError, NotEstimableError
from samsyn.analysis.grouping_text import cosines, shared_phrases, trigram_weights

__all__ = [
    "DuplicateSettings",
    "Groups",
    "Links",
    "Reports",
    "near_duplicates",
    "recalibrated",
    "shared_phrases",
]

CANDIDATES_AT_A_TIME = 2_000_000


@dataclass(frozen=True)
class Reports:
    """What is compared; arrays (reports,), order as wanted.

    ``texts``: descriptions, free of personal data. ``x``, ``y``: SWEREF 99 TM metres,
    NaN where unknown. ``start``, ``end``: days (with fractions) since any date between
    which it happened. ``category``: integers. ``district``: integers, below 0 where
    unknown. ``uncertain``: whether the date is.
    """

    texts: Sequence[str]
    x: Floats
    y: Floats
    start: Floats
    end: Floats
    category: Ints
    district: Ints
    uncertain: Flags

    def __post_init__(self) -> None:
        """Refuse arrays of unlike length and times that run backwards."""
        n = len(self.texts)
        columns = (self.x, self.y, self.start, self.end, self.category, self.district)
        if any(np.shape(column) != (n,) for column in (*columns, self.uncertain)):
            raise InvalidInputError(f"Give one value a report ({n} in all) in every array.")
        if not np.all(np.asarray(self.start) <= np.asarray(self.end)):
            raise InvalidInputError("Give a known start and an end that is not before it.")


@dataclass(frozen=True)
class DuplicateSettings:
    """When two reports are candidates, and how much each likeness weighs.

    Candidates: same district or within ``metres``, and happening within ``days`` of
    each other (``days_uncertain`` where either date is uncertain). Score: the weights
    times cosine of the texts, same category, exp(-distance / ``metre_scale``) and
    exp(-days / ``day_scale``). From ``likely`` on probably the same; from ``maybe`` on
    possibly, and linked; from ``grouped`` on a link holds a group together (set it
    anew from people's verdicts, see ``recalibrated``); ``to_medoid``: what each member
    must score with the report that stands for the group.
    """

    metres: float = 300.0
    days: float = 3.0
    days_uncertain: float = 7.0
    text: float = 0.45
    category: float = 0.20
    place: float = 0.20
    time: float = 0.15
    metre_scale: float = 150.0
    day_scale: float = 1.0
    likely: float = 0.85
    grouped: float = 0.75
    maybe: float = 0.60
    to_medoid: float = 0.50


@dataclass(frozen=True)
class Links:
    """Pairs that may be the same, strongest first, all (links,).

    ``one``, ``other``: reports. ``score``, and what it is made of: ``text`` (cosine),
    ``category``, ``place``, ``time``, each 0 to 1. ``likely``: at or above the upper
    threshold; the rest are a maybe.
    """

    one: Ints
    other: Ints
    score: Floats
    text: Floats
    category: Floats
    place: Floats
    time: Floats
    likely: Flags


@dataclass(frozen=True)
class Groups:
    """Proposed groups.

    ``medoid``: (reports,) the report that stands for each one's group, itself where it
    is alone. ``links``: why.
    """

    medoid: Ints
    links: Links

    def weights(self, rule: Literal["event", "report"]) -> Ints:
        """What each report counts, (reports,): 1; or by ``event`` 1 for the medoid only."""
        everyone = np.arange(len(self.medoid))
        counted = self.medoid == everyone if rule == "event" else everyone >= 0
        return counted.astype(np.int64)


def near_duplicates(reports: Reports, *, settings: DuplicateSettings | None = None) -> Groups:
    """Group reports that may tell of the same thing.

    Groups are the connected reports, cut so that every member is like the one that
    stands for the group: a chain of half-likenesses does not hold together.
    ``shared_phrases`` of two texts tells a person what they have in common.
    """
    chosen = settings or DuplicateSettings()
    compare = _Comparison(reports, chosen, trigram_weights(reports.texts))
    one, other = _candidates(reports, chosen)
    hopeful = compare.without_text(one, other) + chosen.text >= chosen.maybe
    links = compare.links(one[hopeful], other[hopeful])
    return Groups(_groups(len(reports.texts), links, compare), links)


def recalibrated(score: ArrayLike, same: ArrayLike, *, precision: float = 0.95) -> float:
    """The lowest score from which people found enough of the links to be right.

    ``score``, ``same``: (links,) scores and verdicts. Of the judged links at or above
    the answer at least ``precision`` are the same thing. Raises NotEstimableError where
    no score separates them that well.
    """
    scores, verdicts = np.asarray(score, np.float64), np.asarray(same, np.bool_)
    if scores.shape != verdicts.shape or scores.ndim != 1:
        raise InvalidInputError("Give one verdict a score.")
    levels = np.unique(scores)
    right = [verdicts[scores >= level].mean() for level in levels]
    enough = levels[np.array(right) >= precision]
    if not len(enough):
        raise NotEstimableError("No score parts right from wrong so well; judge more links.")
    return float(enough[0])


def _candidates(reports: Reports, settings: DuplicateSettings) -> tuple[Ints, Ints]:
    """Pairs near enough in time and in place to be looked at."""
    order = np.argsort(reports.start, kind="stable")
    start, end = reports.start[order], reports.end[order]
    longest = max(settings.days, settings.days_uncertain)
    last = np.searchsorted(start, end + longest, side="right")
    ahead = last - np.arange(len(order)) - 1
    batch = np.cumsum(ahead) // CANDIDATES_AT_A_TIME
    found = [(np.empty(0, np.int64), np.empty(0, np.int64))]
    for number in np.unique(batch):
        i = np.repeat(np.flatnonzero(batch == number), ahead[batch == number])
        runs = ahead[batch == number]
        step = np.arange(len(i)) - np.repeat(np.cumsum(runs) - runs, runs)
        one, other = order[i], order[i + 1 + step]
        near = _near(reports, settings, one, other)
        found.append((one[near], other[near]))
    one, other = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return np.minimum(one, other), np.maximum(one, other)


def _near(reports: Reports, settings: DuplicateSettings, one: Ints, other: Ints) -> Flags:
    """Which pairs share a district or lie close, at about the same time."""
    unsure = reports.uncertain[one] | reports.uncertain[other]
    allowed = np.where(unsure, settings.days_uncertain, settings.days)
    district = reports.district[one]
    there = (district >= 0) & (district == reports.district[other])
    there |= _metres(reports, one, other) <= settings.metres
    near: Flags = there & (_days_apart(reports, one, other) <= allowed)
    return near


def _metres(reports: Reports, one: Ints, other: Ints) -> Floats:
    """Distances; NaN where a place is unknown."""
    x, y = reports.x, reports.y
    return np.hypot(x[one] - x[other], y[one] - y[other])


def _days_apart(reports: Reports, one: Ints, other: Ints) -> Floats:
    """Days between the spans in which each happened; 0 where they overlap."""
    after = reports.start[one] - reports.end[other]
    before = reports.start[other] - reports.end[one]
    return np.maximum(np.maximum(after, before), 0.0)


@dataclass(frozen=True)
class _Comparison:
    """Reports with what is needed to score any pair of them."""

    reports: Reports
    settings: DuplicateSettings
    weights: csr_array

    def parts(self, one: Ints, other: Ints) -> tuple[Floats, Floats, Floats]:
        """Likeness of category, place and time of each pair."""
        reports, settings = self.reports, self.settings
        same = (reports.category[one] == reports.category[other]).astype(np.float64)
        place = np.nan_to_num(np.exp(-_metres(reports, one, other) / settings.metre_scale))
        return same, place, np.exp(-_days_apart(reports, one, other) / settings.day_scale)

    def without_text(self, one: Ints, other: Ints) -> Floats:
        """The score but for the texts."""
        category, place, time = self.parts(one, other)
        s = self.settings
        return s.category * category + s.place * place + s.time * time

    def score(self, one: Ints, other: Ints) -> Floats:
        """The score of each pair."""
        likeness = cosines(self.weights, one, other)
        return self.settings.text * likeness + self.without_text(one, other)

    def links(self, one: Ints, other: Ints) -> Links:
        """The pairs that reach a maybe, strongest first."""
        text = cosines(self.weights, one, other)
        score = self.settings.text * text + self.without_text(one, other)
        kept = np.flatnonzero(score >= self.settings.maybe)
        kept = kept[np.lexsort((other[kept], one[kept], -score[kept]))]
        one, other, score = one[kept], other[kept], score[kept]
        likely = score >= self.settings.likely
        return Links(one, other, score, text[kept], *self.parts(one, other), likely)


def _groups(n: int, links: Links, compare: _Comparison) -> Ints:
    """The medoid of each report's group, itself where it is alone.

    In each round every connected group keeps its best-linked report and those like it;
    what hung on by a chain is grouped anew without them.
    """
    medoid = np.arange(n)
    holds = links.score >= compare.settings.grouped
    one, other, score = links.one[holds], links.other[holds], links.score[holds]
    while len(one):
        linked = np.unique(np.concatenate((one, other)))
        chosen = _best_linked(n, one, other, score)[linked]
        alike = compare.score(linked, chosen) >= compare.settings.to_medoid
        member = alike | (linked == chosen)
        medoid[linked[member]] = chosen[member]
        free = np.ones(n, np.bool_)
        free[linked[member]] = False
        rest = free[one] & free[other]
        one, other, score = one[rest], other[rest], score[rest]
    return medoid


def _best_linked(n: int, one: Ints, other: Ints, score: Floats) -> Ints:
    """Of each report the strongest linked one in its connected group, (n,)."""
    together = coo_array((np.ones(len(one)), (one, other)), shape=(n, n))
    label = connected_components(together, directed=False)[1]
    strength = np.bincount(one, score, n) + np.bincount(other, score, n)
    order = np.lexsort((np.arange(n), -strength, label))
    leads: Ints = order[np.unique(label[order], return_index=True)[1]]
    return leads[label]
