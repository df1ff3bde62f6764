"""How often an evaluation says worked, did not, cannot tell: ``python -m tools.bench.verdicts``.

Simulates interventions whose effect is known and lets ``effects.evaluate`` judge them.
Prints a line a group and, at full size, writes the table into the method's page. Exit 1
when, in a group without effect, the upper 95 % limit of the share judged "worked" is
above 5 % (with ``--quick``: the lower limit, as few draws leave the upper one wide).
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from samsyn.analysis.effects import Answer, Evidence, evaluate
from samsyn.analysis.rates import rate_ratio

Floats = NDArray[np.float64]

BEFORE, WINDOW, AFTER = 36, 12, 12
"""Months before the start, the last of them in which a place is chosen, and after it."""
CANDIDATES = 20
BAR = 0.05
PAGE = Path(__file__).resolve().parents[2] / "docs" / "methods" / "verdicts.md"


@dataclass(frozen=True)
class Group:
    """A kind of intervention: what truly happens.

    ``fall``: share of the area's events that the intervention takes away. ``moved``:
    share of these that turn up next door. ``reporting``: factor on the reporting
    effort from the start. ``chosen_high``: the place was the highest of twenty in the
    year before the start.
    """

    name: str
    fall: float
    moved: float = 0.0
    reporting: float = 1.0
    chosen_high: bool = False

    @property
    def effective(self) -> bool:
        """Whether there are fewer events in all."""
        return self.fall > 0 and self.moved < 1


FALLS = (0.0, 0.3, 0.6)


def _named(text: str, fall: float) -> str:
    return f"{text}: {'no effect' if fall == 0 else f'-{100 * fall:.0f} %'}"


GROUPS = (
    *(Group(_named("plain", f), f) for f in FALLS),
    *(Group(_named("chosen because high", f), f, chosen_high=True) for f in FALLS),
    *(Group(_named("all of it moves next door", f), f, moved=1.0) for f in FALLS[1:]),
    *(Group(_named("half of it moves next door", f), f, moved=0.5) for f in FALLS[1:]),
    *(Group(_named("reporting rises by half", f), f, reporting=1.5) for f in FALLS),
    *(Group(_named("reporting falls by a third", f), f, reporting=0.67) for f in FALLS),
)


def drifting(rng: np.random.Generator, places: int, months: int) -> Floats:
    """(places, months) factors about 1: each place's own slow swings (AR 0.8, sd 10 %)."""
    noise = rng.normal(0, 0.1 * np.sqrt(1 - 0.8**2), (places, months))
    level = np.empty((places, months))
    level[:, 0] = rng.normal(0, 0.1, places)
    for month in range(1, months):
        level[:, month] = 0.8 * level[:, month - 1] + noise[:, month]
    return np.exp(level)


def counts(rng: np.random.Generator, mean: Floats, dispersion: float) -> Floats:
    """Negative binomial counts with variance dispersion x mean."""
    rate = rng.gamma(mean / (dispersion - 1), dispersion - 1) if dispersion > 1 else mean
    return rng.poisson(rate).astype(np.float64)


def simulate(group: Group, rng: np.random.Generator) -> Evidence:
    """One intervention: sizes, season, trend, dispersion and reporting drawn at random."""
    months = BEFORE + AFTER
    t, after = np.arange(months), np.arange(months) >= BEFORE
    dispersion = float(rng.uniform(1.0, 2.5))
    size = float(np.exp(rng.uniform(np.log(2), np.log(40))))
    shared = np.exp(
        rng.uniform(0, 0.3) * np.sin(2 * np.pi * (t / 12 + rng.uniform()))
        + rng.uniform(-0.1, 0.1) * t / 12
    )
    places = CANDIDATES if group.chosen_high else 1
    level = size * rng.gamma(4, 1 / 4, places) if group.chosen_high else np.array([size])
    wanted = np.vstack([level[:, None], [[size * rng.uniform(0.4, 1)]], [[3 * size]]])
    mean = wanted * shared * drifting(rng, places + 2, months)
    effort, elasticity = np.where(after, group.reporting, 1.0), rng.uniform(0.4, 1.0)
    mean[:-1] *= effort**elasticity
    gone = group.fall * mean[:places] * after
    mean[places] += group.moved * gone[0]
    candidates = counts(rng, mean[:places], dispersion)
    chosen = int(candidates[:, BEFORE - WINDOW : BEFORE].sum(axis=1).argmax())
    treated = np.where(
        after, counts(rng, (mean[:places] - gone)[chosen], dispersion), candidates[chosen]
    )
    reporters = rng.poisson(20 * effort), rng.poisson(20, months)
    return Evidence(
        treated=treated,
        control=counts(rng, mean[-1], dispersion),
        start=BEFORE,
        buffer=counts(rng, mean[places], dispersion),
        chosen_by=(BEFORE - WINDOW, BEFORE) if group.chosen_high else None,
        effort=reporters[0] + 1,
        control_effort=reporters[1] + 1,
    )


def naive(evidence: Evidence) -> bool:
    """What the year before against the year after would have said: a fall, p < 5 %."""
    treated = np.asarray(evidence.treated)
    earlier, later = treated[BEFORE - AFTER : BEFORE].sum(), treated[BEFORE:].sum()
    return bool(rate_ratio(later, 1, earlier, 1).high < 1)


def limits(hits: int, draws: int) -> tuple[float, float]:
    """Clopper and Pearson's 95 % interval of a share."""
    low = betaincinv(hits, draws - hits + 1, 0.025) if hits else 0.0
    high = betaincinv(hits + 1, draws - hits, 0.975) if hits < draws else 1.0
    return float(low), float(high)


@dataclass(frozen=True)
class Line:
    """Shares of the answers in a group, the limits of "worked", and the naive share."""

    group: Group
    shares: dict[Answer, float]
    low: float
    high: float
    naive: float

    def misses(self, quick: bool) -> bool:
        """Whether false "worked" are too many."""
        return not self.group.effective and (self.low if quick else self.high) > BAR

    def cells(self) -> list[str]:
        """The row of the table."""
        worked, did_not, open_ = (self.shares[answer] for answer in Answer)
        truth = "fewer events" if self.group.effective else "no effect"
        limit = "" if self.group.effective else f"{100 * self.high:.1f}"
        figures = [f"{100 * x:.1f}" for x in (worked, did_not, open_)]
        return [self.group.name, truth, *figures, limit, f"{100 * self.naive:.1f}"]


HEADINGS = [
    "group",
    "truth",
    "worked, %",
    "did not, %",
    "cannot tell, %",
    "upper 95 % limit of false worked",
    "year before against year after says fell, %",
]


def measure(group: Group, draws: int, seed: Sequence[int]) -> Line:
    """Judge ``draws`` interventions of the group."""
    rng = np.random.default_rng(seed)
    answers: Counter[Answer] = Counter()
    falls = 0
    for _ in range(draws):
        evidence = simulate(group, rng)
        answers[evaluate(evidence).answer] += 1
        falls += naive(evidence)
    low, high = limits(answers[Answer.WORKED], draws)
    return Line(group, {a: answers[a] / draws for a in Answer}, low, high, falls / draws)


def markdown(lines: Sequence[Line]) -> str:
    """The table."""
    rows = [HEADINGS, ["---"] * 2 + ["--:"] * 5, *(line.cells() for line in lines)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 0 when every group without effect keeps the bar."""
    parser = argparse.ArgumentParser(prog="verdicts", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="200 interventions a group")
    parser.add_argument(
        "--draws", type=int, default=2000, metavar="N", help="interventions a group"
    )
    parser.add_argument("--seed", type=int, default=20261101)
    parser.add_argument("--write", type=Path, default=PAGE, metavar="FILE", help="page to write")
    options = parser.parse_args(argv)
    draws = 200 if options.quick else options.draws
    lines = [measure(group, draws, (options.seed, i)) for i, group in enumerate(GROUPS)]
    table = markdown(lines)
    print(table)
    if not options.quick:
        options.write.write_text(page(table, draws, options.seed), encoding="utf-8")
    missed = [line.group.name for line in lines if line.misses(options.quick)]
    for name in missed:
        print(f"missed: {name}")
    return 1 if missed else 0


def page(table: str, draws: int, seed: int) -> str:
    """The page, with the figures."""
    return TEXT.format(draws=draws, seed=seed, table=table)


TEXT = """# Verdicts: worked, did not, cannot tell

`samsyn.analysis.effects.evaluate`, `judge`; written by `./samsyn bench verdicts`

## Purpose

To answer the question that a council asks of an intervention in one of three ways, and to
show how often that answer is wrong.

## Formula

The change in the treated area over that in the control (ratio of ratios), with the
dispersion of the baseline: the larger of that of single months and of quarters, at least
1, and t limits on its degrees of freedom. *Worked* asks for all of these at once:

1. chance: the interval of the ratio lies below 1;
2. reporting: it does so as counted and per unit of reporting effort (if more effort brings
   somewhat more reports, the truth lies between the two);
3. displacement: it does so for treated area and surroundings together;
4. luck running out: the time that the place was chosen by, when it was chosen for being
   high, is left out of the baseline;
5. a match: the areas did not move apart within the baseline already.

*Did not*: the interval (with the surroundings, where they are known) excludes a fall as
large as the goal. Everything else, fewer than 10 events before or expected after, or fewer
than 6 months of baseline: *cannot tell*. As each condition can only take away from
"worked", a false one is never likelier than under the weakest of them.

## How often

{draws:,} simulated interventions a group (seed {seed}): 2-40 events a month in the area, three
times as many in the control, 0.4-1 as many in the surroundings, season, trend, dispersion
1-2.5, and slow swings of each place's own (10 %, correlated from month to month by 0.8); 36
months before and 12 after. "Chosen because high": the highest of twenty in the year
before the start. Reporting follows effort by a power of 0.4 to 1, unknown to the method;
effort is seen with noise. The goal is a fall of 30 %. The conditions were settled on
simulations with other seeds: also taking the dispersion of half-years lowered the false
"worked" by at most 0.8 points and cost up to 6 points of the true ones.

{table}
"No effect" means no fewer events in all: what only moved next door counts as none. The last
column is what a plain comparison of the year before with the year after (exact 95 %
interval) would have said.

## How to read it

A false "worked" is rare in every group, also where the plain comparison is fooled most
times. The price is "cannot tell": with a few events a month one year is too short, see
power. "Did not" for a true fall of 30 % happens when the estimate misses by chance.

## Limits, and what it must not be used for

- The control must be moved by the same season, trend and reporting as the treated area.
- Without known effort or surroundings the answer is given, and says what it leaves open.
- Displacement beyond the surroundings, to other hours or kinds, is not seen.
- It judges an intervention, once, against a goal set before; not people, and not again
  every month until it says "worked".
"""


if __name__ == "__main__":
    sys.exit(main())
