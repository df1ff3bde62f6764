"""Series in levels: the municipality, its areas, their categories, each again by district.

What is too rare to be judged by itself is counted in the wider series alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from samsyn.domain.monitoring.computing.coverage import Coverage
from samsyn.domain.monitoring.computing.material import Flags, Floats, Ints, Material
from samsyn.domain.monitoring.computing.settings import RunSettings
from samsyn.domain.monitoring.enums import Level

TWO_YEARS = 104


@dataclass(frozen=True)
class SeriesKey:
    """What a series counts: keys of area and category and code of district, empty for all."""

    level: Level
    area: str = ""
    category: str = ""
    district: str = ""

    def __str__(self) -> str:
        narrowest = self.category or self.area
        return "/".join((self.level.value, *filter(None, (self.district, narrowest))))

    def holds(self, other: "SeriesKey") -> bool:
        """Whether all that the other counts is counted here too."""
        return all(not own or own == theirs for own, theirs in self._pairs(other))

    def overlaps(self, other: "SeriesKey") -> bool:
        """Whether something could be counted in both."""
        return all(not own or not theirs or own == theirs for own, theirs in self._pairs(other))

    def _pairs(self, other: "SeriesKey") -> tuple[tuple[str, str], ...]:
        return (
            (self.area, other.area),
            (self.category, other.category),
            (self.district, other.district),
        )


@dataclass(frozen=True)
class SeriesTable:
    """Series in order; arrays (series, weeks): ``counts``, NaN where missing, ``reported``
    the same with what came in all the same, ``exposure`` the share of the usual reporting.

    ``pooled`` (series,): what the whole category lets one expect there in a week.
    ``serious`` (series,). ``rare``: how many series were too rare to stand alone.
    """

    keys: tuple[SeriesKey, ...]
    members: tuple[Ints, ...]
    counts: Floats
    reported: Floats
    exposure: Floats
    pooled: Floats
    serious: Flags
    rare: int


@dataclass
class _Rows:
    keys: list[SeriesKey] = field(default_factory=list)
    members: list[Ints] = field(default_factory=list)
    counts: list[Floats] = field(default_factory=list)
    pooled: list[float] = field(default_factory=list)
    serious: list[bool] = field(default_factory=list)
    rare: int = 0


def build(
    material: Material, coverage: Coverage, completeness: Floats, settings: RunSettings
) -> SeriesTable:
    """The series that can be judged.

    ``completeness`` (weeks,): share of each week's reports that has come in, NaN where too
    little has to say anything.
    """
    rows = _Rows()
    for key, members, counts, pooled in _candidates(material):
        _add(rows, key, members, counts, pooled, material, settings)
    weeks = material.mondays.size
    reported = np.array(rows.counts).reshape(len(rows.counts), weeks)
    share = np.array([coverage.share(one) for one in rows.members]).reshape(reported.shape)
    local = np.array([bool(key.district) for key in rows.keys], np.bool_)
    seen = (share >= settings.least_share) & np.isfinite(completeness)
    seen &= ~(local[:, np.newaxis] & (np.arange(weeks) < material.local_from))
    return SeriesTable(
        keys=tuple(rows.keys),
        members=tuple(rows.members),
        counts=np.where(seen, reported, np.nan),
        reported=reported,
        exposure=np.where(seen, share * completeness, np.nan),
        pooled=np.array(rows.pooled),
        serious=np.array(rows.serious, np.bool_),
        rare=rows.rare,
    )


Candidate = tuple[SeriesKey, Ints, Floats, float]


def _candidates(material: Material) -> Iterator[Candidate]:
    """Every series there could be, widest first, with what it should hold in a week."""
    everything = np.arange(len(material.categories))
    total = material.by_category.sum(axis=0)
    yield SeriesKey(Level.TOWN), everything, total, float(total.mean())
    yield from _levels(material, material.by_category, "", 1.0)
    located = max(material.by_district.sum(), 1.0)
    for index, code in enumerate(material.districts):
        counts = material.by_district[index]
        yield from _levels(material, counts, code, float(counts.sum() / located))


def _levels(material: Material, counts: Floats, district: str, share: float) -> Iterator[Candidate]:
    """Areas and their categories, in the town or in a district that has a share of all."""
    town = SeriesKey(Level.AREA), SeriesKey(Level.CATEGORY)
    local = SeriesKey(Level.DISTRICT_AREA), SeriesKey(Level.DISTRICT_CATEGORY)
    of_area, of_category = local if district else town
    weeks = material.mondays.size
    facts = material.categories
    for area in dict.fromkeys(one.area for one in facts):
        members = np.array([n for n, one in enumerate(facts) if one.area == area])
        mean = float(material.by_category[members].sum() / weeks) * share
        key = replace(of_area, area=area, district=district)
        yield key, members, counts[members].sum(axis=0), mean
    for index, one in enumerate(facts):
        mean = float(material.by_category[index].sum() / weeks) * share
        key = replace(of_category, area=one.area, category=one.key, district=district)
        yield key, np.array([index]), counts[index], mean


def _add(
    rows: _Rows,
    key: SeriesKey,
    members: Ints,
    counts: Floats,
    pooled: float,
    material: Material,
    settings: RunSettings,
) -> None:
    if not counts.any():
        return
    serious = all(material.categories[n].serious for n in members)
    alone = counts[-TWO_YEARS:].sum() >= settings.fewest_in_two_years
    if not alone and not (serious and key.level is Level.CATEGORY):
        rows.rare += 1
        return
    rows.keys.append(key)
    rows.members.append(members)
    rows.counts.append(counts)
    rows.pooled.append(pooled)
    rows.serious.append(serious)
