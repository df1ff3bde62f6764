"""Weights that were learned (``tools.guard.learn``), by what they are of."""

from __future__ import annotations

import lzma
from functools import cache
from importlib import resources
from typing import Final

# Weights have two decimals, so that a score is some hundredths; a threshold stands half a one over
# it: at it, the order in which floats are added would tell, which differs from run to run.
HALF_STEP: Final = 0.005
Table = dict[str, dict[str, float]]
_NONE: Final[dict[str, float]] = {}


@cache
def weights(name: str) -> Table:
    """The weights in data/``name``.txt.xz: of each slot, those of its facts."""
    table: Table = {}
    slot: dict[str, float] = {}
    held: dict[str, float] = {}  # equal weights are kept once
    path = resources.files(__package__).joinpath("data", f"{name}.txt.xz")
    with path.open("rb") as packed, lzma.open(packed) as lines:
        for line in lines:
            fact, _, weight = line.decode().rstrip("\n").rpartition(" ")
            if fact == "slot":
                slot = table.setdefault(weight, {})
            elif fact and not fact.startswith("# "):
                slot[fact] = held.setdefault(weight, float(weight))
    return table


def total(table: Table, slot: str, facts: tuple[str, ...]) -> float:
    """The sum of the weights that the facts have in a slot."""
    held = table.get(slot, _NONE)
    return sum(held[fact] for fact in facts if fact in held)
