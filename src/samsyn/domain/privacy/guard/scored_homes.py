"""Homes by learned weights (``tools.guard.learn homes``), the rules among what is weighed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from samsyn.domain.privacy.guard.addresses import find_addresses
from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.dwellings import (
    NEEDS,
    Dwelling,
    Teller,
    dwellings,
    pieces,
    whole_of,
)
from samsyn.domain.privacy.guard.findings import Kind, Span
from samsyn.domain.privacy.guard.homes import find_homes
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.weights import total, weights

_RULES: Final = (("A", find_addresses), ("H", find_homes))
THRESHOLD: Final = 0.5
_RULED: Final = -1.5
# A code beside a home opens it.
_CODE: Final = re.compile(
    r"\b\w*kod(?:en)?\b[^.\n\d]{0,20}(?P<code>\d{3,6}|\d\d[A-Z]\d)(?!\w)", re.IGNORECASE
)


def ruled_homes(reading: Reading) -> list[tuple[str, Span]]:
    """What the rules find, each with a letter for which of them."""
    return [
        (letter, span)
        for letter, rule in _RULES
        if reading.marked & rule.needs
        for span in rule.find(reading)
    ]


def letters_of(one: Dwelling, ruled: list[tuple[str, Span]]) -> str:
    """Which rules find a home there."""
    found = {letter for letter, span in ruled if span.start < one.end and one.start < span.end}
    return "".join(sorted(found))


@detector(NEEDS | find_addresses.needs | find_homes.needs)
def find_scored_homes(reading: Reading) -> Iterator[Span]:
    """Homes; what the rules found is left out where the weights speak against it."""
    ruled = ruled_homes(reading)
    scores = [(one, _score(reading, one, letters_of(one, ruled))) for one in dwellings(reading)]
    homes = [whole_of(reading, one) for one, score in scores if score > THRESHOLD]
    for start, end in _joined(homes):
        yield Span(start, end, Kind.HOME_ADDRESS)
    if homes:
        for match in _CODE.finditer(reading.text):
            yield Span(*match.span("code"), Kind.HOME_ADDRESS)
    for _, span in ruled:
        inside = [score for one, score in scores if one.start < span.end and span.start < one.end]
        if not inside or max(inside) > _RULED:
            yield span


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _score(reading: Reading, one: Dwelling, rules: str) -> float:
    return weights("home_weights")["bias"]["1"] + sum(
        _weighed(teller, of) for teller, of in pieces(reading, one, rules)
    )


@lru_cache(maxsize=20_000)
def _weighed(teller: Teller, of: tuple[Any, ...]) -> float:
    table = weights("home_weights")
    return sum(total(table, slot, facts) for slot, facts in teller(*of))
