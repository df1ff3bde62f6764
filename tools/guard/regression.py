"""Logistic regression with an L2 penalty, by L-BFGS (Liu & Nocedal 1989); numpy alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
_MEMORY, _STEPS = 8, 60


@dataclass(frozen=True)
class Fitted:
    """``weights`` by feature, and the constant."""

    weights: dict[str, float]
    constant: float

    def score(self, features: Sequence[str]) -> float:
        """The log odds."""
        return self.constant + sum(self.weights.get(one, 0.0) for one in set(features))


def fit(
    examples: Sequence[Sequence[str]],
    labels: Sequence[int],
    shares: Sequence[float],
    *,
    least: int = 3,
    penalty: float = 1.0,
) -> Fitted:
    """Weights of the features that at least ``least`` examples have; ``shares`` weigh examples."""
    counts = Counter(feature for one in examples for feature in set(one))
    names = [name for name, count in sorted(counts.items()) if count >= least]
    places = {name: place for place, name in enumerate(names)}
    pairs = [
        (row, places[name])
        for row, one in enumerate(examples)
        for name in sorted(set(one))
        if name in places
    ]
    rows, columns = np.array(pairs, dtype=np.int64).T
    wanted, weighed = np.array(labels, float), np.array(shares, float)

    def loss(point: Vector) -> tuple[float, Vector]:
        scores = np.bincount(rows, weights=point[columns], minlength=len(examples)) + point[-1]
        likely = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
        fitting = wanted * np.log(likely + 1e-12) + (1 - wanted) * np.log(1 - likely + 1e-12)
        value = -(weighed * fitting).sum() + 0.5 * penalty * (point[:-1] ** 2).sum()
        wrong = weighed * (likely - wanted)
        slope = np.bincount(columns, weights=wrong[rows], minlength=len(names))
        return float(value), np.append(slope + penalty * point[:-1], wrong.sum())

    point = _least(loss, np.zeros(len(names) + 1))
    return Fitted(dict(zip(names, point[:-1].tolist(), strict=True)), float(point[-1]))


def _least(loss: Callable[[Vector], tuple[float, Vector]], point: Vector) -> Vector:
    """Where the loss is least, by L-BFGS with halved steps."""
    value, slope = loss(point)
    kept: list[tuple[Vector, Vector]] = []
    for _ in range(_STEPS):
        way = _direction(slope, kept)
        step = 1.0
        while True:
            after, steeper = loss(point - step * way)
            if after <= value - 1e-4 * step * float(slope @ way) or step < 1e-6:
                break
            step /= 2
        moved, changed = -step * way, steeper - slope
        if float(moved @ changed) > 1e-10:
            kept = [*kept, (moved, changed)][-_MEMORY:]
        if abs(value - after) < 1e-5 * abs(value):
            return point + moved
        point, value, slope = point + moved, after, steeper
    return point


def _direction(slope: Vector, kept: list[tuple[Vector, Vector]]) -> Vector:
    way = slope.copy()
    pulls = []
    for moved, changed in reversed(kept):
        pull = float(moved @ way) / float(moved @ changed)
        pulls.append(pull)
        way -= pull * changed
    if kept:
        moved, changed = kept[-1]
        way *= float(moved @ changed) / float(changed @ changed)
    else:
        way /= max(1.0, float(np.abs(slope).sum()))
    for (moved, changed), pull in zip(kept, reversed(pulls), strict=True):
        way += moved * (pull - float(changed @ way) / float(moved @ changed))
    return way
