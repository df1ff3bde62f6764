"""What a run noticed, in values that make the same text every time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

import numpy as np

from samsyn.domain.monitoring.computing.series import SeriesKey
from samsyn.domain.monitoring.enums import Confidence, DeviationKind, Level

DIGITS = 6
LEAST_P = 1e-12


@dataclass(frozen=True)
class Finding:
    """One thing that stands out; figures speak of ``peak_week``.

    ``strength``: 1 at the limit of a notice, and more the further beyond. ``excess``: events
    more than expected over all the weeks that stand out, by which growth is told.
    """

    kind: DeviationKind
    key: SeriesKey
    series: str
    first_week: date
    last_week: date
    peak_week: date
    observed: int
    expected: float
    low_80: float
    high_80: float
    low_95: float
    high_95: float
    p: float
    q: float
    strength: float
    excess: float
    confidence: Confidence
    preliminary: bool = False
    evidence: dict[str, Any] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        """How wide the series is."""
        return self.key.level


def strength_of(p: float, alpha: float) -> float:
    """How far beyond chance on the scale where the limit of a notice is 1.

    For what has no bound in counts: log p / log alpha.
    """
    return float(np.log(max(p, LEAST_P)) / np.log(alpha))


def day(monday: np.datetime64) -> date:
    """A date of NumPy as a date."""
    found: date = monday.astype("datetime64[D]").item()
    return found


def canonical(value: object) -> str:
    """JSON in one form: sorted, rounded to six digits, no spaces."""
    return json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def plain(value: object) -> Any:
    """Values as JSON has them; numbers that are not finite are null."""
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(inner) for inner in value]
    if isinstance(value, float | np.floating):
        return float(f"{value:.{DIGITS}g}") if np.isfinite(value) else None
    return next((form(value) for kind, form in _FORMS if isinstance(value, kind)), value)


_FORMS: tuple[tuple[Any, Any], ...] = (
    (Enum, lambda value: value.value),
    (date, date.isoformat),
    ((bool, np.bool_), bool),
    ((int, np.integer), int),
)


def plain_finding(one: Finding) -> dict[str, Any]:
    """A finding as JSON has it."""
    named = {name: value for name, value in vars(one).items() if name != "key"}
    parts = {"level": one.key.level, "area": one.key.area, "category": one.key.category}
    kept: dict[str, Any] = plain({**named, **parts, "district": one.key.district})
    return kept
