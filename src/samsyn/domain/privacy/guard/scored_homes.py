"""Homes by learned weights (``tools.guard.learn homes``), and the codes of their doors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

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
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.weights import total, weights

THRESHOLD: Final = 0.0
_CODE: Final = re.compile(
    r"\b(?:port|dörr|entré|trapp|uppgångs?|grind|hus|nyckel)-?kod(?:en)?\b(?:[^.\n\d]{0,30})"
    r"(?P<code>\d{4,6})(?!\d)"
    r"|\bkod(?:en)? (?:till|i|på) (?:port|dörr|trapp|upp|huset|lgh|lägenhet|entrén|grinden)\w*"
    r"[^.\n\d]{0,30}(?P<code2>\d{4,6})(?!\d)",
    re.IGNORECASE,
)
_PUBLIC_CODE: Final = re.compile(
    r"skol|förskol|kommun|förråd|larm|kontor|butik|lokal|fritids|bibliotek"
)
# A code beside a home opens it.
_CODE_BESIDE: Final = re.compile(
    r"\b\w*kod(?:en)?\b[^.\n\d]{0,20}(?P<code>\d{3,6}|\d\d[A-Z]\d)(?!\w)", re.IGNORECASE
)


@detector(NEEDS)
def find_scored_homes(reading: Reading) -> Iterator[Span]:
    """Homes and door codes."""
    if "kod" in reading.lowered:
        yield from _codes(reading)
    homes = [
        whole_of(reading, one) for one in dwellings(reading) if _score(reading, one) > THRESHOLD
    ]
    for start, end in _joined(homes):
        yield Span(start, end, Kind.HOME_ADDRESS)
    for match in _CODE_BESIDE.finditer(reading.text) if homes else ():
        yield Span(*match.span("code"), Kind.HOME_ADDRESS)


def _codes(reading: Reading) -> Iterator[Span]:
    for match in _CODE.finditer(reading.text):
        if not _PUBLIC_CODE.search(reading.lowered):
            group = "code" if match["code"] else "code2"
            yield Span(match.start(group), match.end(group), Kind.HOME_ADDRESS)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _score(reading: Reading, one: Dwelling) -> float:
    return weights("home_weights")["bias"]["1"] + sum(
        _weighed(teller, of) for teller, of in pieces(reading, one)
    )


@lru_cache(maxsize=20_000)
def _weighed(teller: Teller, of: tuple[Any, ...]) -> float:
    table = weights("home_weights")
    return sum(total(table, slot, facts) for slot, facts in teller(*of))
