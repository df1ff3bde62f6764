"""What may single somebody out, by learned weights (``tools.guard.learn people``): asked about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.findings import Kind, Severity, Span
from samsyn.domain.privacy.guard.kept import kept
from samsyn.domain.privacy.guard.people import (
    IS_PERSON,
    Person,
    Teller,
    people,
    pieces,
    told_span,
)
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.weights import HALF_STEP, total, weights

THRESHOLD: Final = -0.5 + HALF_STEP


@detector(IS_PERSON)
def find_scored_people(reading: Reading) -> Iterator[Span]:
    """Warnings for a person whom a town would know by what is told."""
    for one in people(reading):
        if _score(reading, one) > THRESHOLD:
            yield Span(*told_span(reading, one), Kind.SINGLING_OUT, Severity.WARN)


def _score(reading: Reading, one: Person) -> float:
    bias = weights("people_weights")["bias"]["1"]
    return bias + sum(map(_weighed, pieces(reading, one)))


@kept
def _weighed(piece: tuple[Teller, tuple[Any, ...]]) -> float:
    teller, of = piece
    table = weights("people_weights")
    return sum(total(table, slot, facts) for slot, facts in teller(*of))
