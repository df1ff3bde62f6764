"""Districts beside the municipality: rates with intervals, shrunk where the method can."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from samsyn.analysis.errors import TooFewError
from samsyn.analysis.rates import exact_interval, gamma_poisson
from samsyn.domain.monitoring.computing.material import Floats
from samsyn.domain.monitoring.rules import CLEAR_EVENTS
from samsyn.domain.observations.queries import counts
from samsyn.domain.observations.reference import Reference
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.places.models import District

PER = 1000
SMALLEST_POPULATION = 200
"""Inhabitants below which a rate says nothing: an industrial district."""
SEED = 1


@dataclass(frozen=True)
class DistrictRate:
    """A district's reports and, where its population is known, the rate per 1 000.

    ``shrunk`` is the rate weighed against the others', None with fewer than eight
    districts; ``low`` and ``high`` are its 95 % interval, or else the raw rate's.
    """

    name: str
    code: str
    reports: int
    population: int | None
    raw: float | None
    shrunk: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class DistrictComparison:
    """Districts in the order of their codes, and the mean of those with a rate.

    ``shrunk`` says whether the values are weighed; ``differ`` whether anything shows real
    differences between the districts; ``of`` what the population counts.
    """

    rows: tuple[DistrictRate, ...]
    mean: float | None
    shrunk: bool
    of: str
    elsewhere: int


def compare(
    scope: Scope, known: Reference, first: date, last: date, categories: frozenset[int]
) -> DistrictComparison:
    """Reports of some categories in the primary layer's districts, from day to day."""
    layer, districts = known.primary_layer, known.primary_districts
    if layer is None:
        return DistrictComparison((), None, False, "", 0)
    found = counts.per_district(scope, first, last, layer.pk)
    reports = dict.fromkeys([0, *(one.pk for one in districts)], 0)
    for (district, category), n in found.items():
        if category in categories:
            reports[district] = reports.get(district, 0) + n
    rated = [one for one in districts if (one.population or 0) >= SMALLEST_POPULATION]
    events = np.array([reports[one.pk] for one in rated], np.float64)
    people = np.array([one.population for one in rated], np.float64) / PER
    values, shrunk = _rates(events, people)
    rows = dict(zip([one.pk for one in rated], values, strict=True))
    return DistrictComparison(
        rows=tuple(_row(one, reports[one.pk], rows.get(one.pk)) for one in districts),
        mean=float(events.sum() / people.sum()) if rated else None,
        shrunk=shrunk,
        of=next((one.population_note for one in rated if one.population_note), ""),
        elsewhere=reports[0],
    )


Rate = tuple[float, float | None, float, float]


def _rates(n: Floats, people: Floats) -> tuple[list[Rate], bool]:
    """Raw, shrunk, low and high of each; exact intervals of the raw rate below eight."""
    if not n.size:
        return [], False
    raw = exact_interval(n, people)
    try:
        found = gamma_poisson(n, people, rng=np.random.default_rng(SEED))
    except TooFewError:
        columns = zip(raw.rate.tolist(), raw.low.tolist(), raw.high.tolist(), strict=True)
        return [(rate, None, low, high) for rate, low, high in columns], False
    parts = (raw.rate, found.mean, found.low, found.high)
    return list(zip(*(part.tolist() for part in parts), strict=True)), True


def _row(one: District, reports: int, rate: Rate | None) -> DistrictRate:
    raw, shrunk, low, high = rate or (None, None, None, None)
    return DistrictRate(one.name, one.code, reports, one.population, raw, shrunk, low, high)


def too_few(comparison: DistrictComparison) -> bool:
    """Whether all districts together have too few reports to compare."""
    return sum(one.reports for one in comparison.rows) < CLEAR_EVENTS
