"""A detector: what finds one kind of personal data, and the marks that it needs to be run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from samsyn.domain.privacy.guard.findings import Span
from samsyn.domain.privacy.guard.reading import Reading

_Find = Callable[[Reading], Iterator[Span]]


@dataclass(frozen=True, slots=True)
class Detector:
    """``find`` finds nothing in a text of which no word has any of the marks ``needs``."""

    needs: int
    find: _Find


def detector(needs: int) -> Callable[[_Find], Detector]:
    """Make a function a detector that is run where a word has any of the marks."""
    return lambda find: Detector(needs, find)
