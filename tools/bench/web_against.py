"""Two checkouts measured by turns in one run, and how they differ.

What the machine does meanwhile then strikes both alike: ratios may be believed where the figures
of two runs may not.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.bench.web_figures import Figure

TURNS = "ottoot"
"""Other, this, this, other …: a machine that grows slower or faster is evened out."""
MOST_CPU, LEAST_RATE = 1.15, 0.9
Measure = Callable[[Path], list[Figure]]


@dataclass(frozen=True)
class Pair:
    """One figure of both: the best of each one's runs, as noise only makes worse."""

    what: str
    theirs: Figure
    ours: Figure

    @property
    def cpu(self) -> float | None:
        """Our CPU time over theirs; where a rate is asked for, that is what counts."""
        if self.rate is not None or not (self.ours.cpu_ms and self.theirs.cpu_ms):
            return None
        return self.ours.cpu_ms / self.theirs.cpu_ms

    @property
    def rate(self) -> float | None:
        """Our rate over theirs."""
        if not (self.ours.rate and self.theirs.rate):
            return None
        return self.ours.rate / self.theirs.rate

    @property
    def is_worse(self) -> bool:
        """More SQL, or slower than is allowed."""
        more_sql = (self.ours.sql or 0) > (self.theirs.sql or 0)
        slower = self.cpu is not None and self.cpu > MOST_CPU
        return more_sql or slower or (self.rate is not None and self.rate < LEAST_RATE)

    def __str__(self) -> str:
        sql = "" if self.ours.sql is None else f"SQL {self.theirs.sql} → {self.ours.sql}"
        cpu = "" if self.cpu is None else f"CPU × {self.cpu:.2f}"
        rate = "" if self.rate is None else f"takt × {self.rate:.2f}"
        told = "  ".join((f"{sql:<14}", f"{cpu:<11}", f"{rate:<12}"))
        return f"  {self.what:<54}{told}{'SÄMRE' if self.is_worse else 'ok'}"


def pairs(measure: Measure, other: Path, this: Path) -> Iterator[Pair]:
    """Measure both by turns; each figure that both have."""
    runs = [(turn, measure(other if turn == "o" else this)) for turn in TURNS]
    theirs = [figures for turn, figures in runs if turn == "o"]
    ours = [figures for turn, figures in runs if turn == "t"]
    for name in [one.what for one in ours[0]]:
        pair = (_best(theirs, name), _best(ours, name))
        if pair[0] is not None and pair[1] is not None:
            yield Pair(name.strip(), *pair)


def _best(runs: Sequence[list[Figure]], name: str) -> Figure | None:
    same = [one for figures in runs for one in figures if one.what == name]
    return min(same, key=_cost, default=None)


def _cost(one: Figure) -> float:
    return -one.rate if one.rate is not None else one.cpu_ms or 0.0
