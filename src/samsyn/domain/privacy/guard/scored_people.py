"""What may single somebody out, by learned weights (``tools.guard.learn people``): asked about."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.findings import Kind, Severity, Span
from samsyn.domain.privacy.guard.people import (
    IS_PERSON,
    Person,
    Teller,
    people,
    pieces,
    told_ahead,
    told_span,
)
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.weights import total, weights

THRESHOLD: Final = 0.0


@detector(IS_PERSON)
def find_scored_people(reading: Reading) -> Iterator[Span]:
    """Warnings for a person whom a town would know by what is told."""
    for one in people(reading):
        if _score(reading, one) > THRESHOLD:
            yield Span(*told_span(reading, one), Kind.SINGLING_OUT, Severity.WARN)


def _score(reading: Reading, one: Person) -> float:
    table = weights("people_weights")
    score = table["bias"]["1"] + sum(_weighed(teller, of) for teller, of in pieces(reading, one))
    return score + sum(total(table, slot, facts) for slot, facts in told_ahead(reading, one))


@lru_cache(maxsize=20_000)
def _weighed(teller: Teller, of: tuple[Any, ...]) -> float:
    table = weights("people_weights")
    return sum(total(table, slot, facts) for slot, facts in teller(*of))
