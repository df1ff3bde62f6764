"""What the web benchmark measures: a figure, its bar, and the table that shows them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Bar:
    """What a figure is held to; None is not held. ``rate`` is a least number a second."""

    sql: int | None = None
    cpu_ms: float | None = None
    wall_ms: float | None = None
    rate: float | None = None

    def __str__(self) -> str:
        told = (
            (self.sql, "≤ {:g} SQL"),
            (self.cpu_ms, "≤ {:g} ms CPU"),
            (self.wall_ms, "≤ {:g} ms"),
            (self.rate, "≥ {:g}/s"),
        )
        return ", ".join(text.format(value) for value, text in told if value is not None) or "–"


@dataclass(frozen=True)
class Peer:
    """What a system that we admire takes for the same work: milliseconds, lowest and highest."""

    name: str
    low_ms: float
    high_ms: float
    sql: int | None = None

    def beside(self, ours_ms: float | None) -> str:
        """Their figures, and how many times ours they are."""
        sql = f" {self.sql} SQL," if self.sql else ""
        ends = (self.low_ms, self.high_ms)
        times = f" ({_span([end / ours_ms for end in ends])} ×)" if ours_ms else ""
        return f"{self.name}{sql} {_span(ends)} ms{times}"


def _span(ends: Iterable[float]) -> str:
    low, high = (f"{end:.1f}" if end < 10 else f"{end:.0f}" for end in ends)
    return low if low == high else f"{low}–{high}"


SIGNALEN, IRIS = "Signalen", "DFIR-IRIS"
LISTS = (Peer(SIGNALEN, 618, 2300, 678), Peer(IRIS, 72, 152, 109))
RECORDS = (Peer(SIGNALEN, 54, 54, 17), Peer(IRIS, 10, 13, 11))
AGGREGATES = (Peer("Superset", 408, 617), Peer("ren SQL", 246, 620))
REPORTS = (Peer(SIGNALEN, 75, 256),)


USUAL_MS = 5.1
"""What the machine takes for 100,000 steps of Python when it has its cores to itself."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A page or a piece of work, measured. Times in milliseconds, medians of warm runs.

    ``cpu_ms`` is the process that answers and the database server's together,
    ``server_ms`` the server's part of it, ``machine_ms`` what 100,000 steps of Python took
    meanwhile.
    """

    what: str
    bar: Bar = Bar()
    peers: tuple[Peer, ...] = ()
    sql: int | None = None
    cpu_ms: float | None = None
    server_ms: float = 0.0
    wall_ms: float | None = None
    rate: float | None = None
    machine_ms: float | None = None

    @property
    def slowed(self) -> float:
        """How many times slower than usual the machine was; 1 where it was not."""
        return max(1.0, (self.machine_ms or 0) / USUAL_MS)

    def at_usual_speed(self) -> "Figure":
        """What its CPU time would have been on the machine when it is not slowed.

        Time by the clock and rates stay as they are: a disk does not wait for the processor.
        """
        cpu_ms = None if self.cpu_ms is None else self.cpu_ms / self.slowed
        return replace(self, cpu_ms=cpu_ms, machine_ms=None)

    @property
    def verdict(self) -> str:
        """Whether it reaches its bar, or would if the machine were not slowed."""
        if not self.misses:
            return "ok" if str(self.bar) != "–" else ""
        return MISSED if self.at_usual_speed().misses else SLOWED

    @property
    def misses(self) -> list[str]:
        """What does not reach its bar; what was not measured does not."""
        ceilings = ("sql", "cpu_ms", "wall_ms")
        over = [name for name in ceilings if _over(getattr(self, name), getattr(self.bar, name))]
        floor = self.bar.rate
        return [*over, *(["rate"] if floor is not None and (self.rate or 0) < floor else [])]

    def as_plain(self) -> dict[str, Any]:
        """The figure as JSON may hold it."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Figure":
        """The figure that ``as_plain`` told."""
        peers = tuple(Peer(**peer) for peer in plain["peers"])
        return cls(**{**plain, "bar": Bar(**plain["bar"]), "peers": peers})


def _over(value: float | None, ceiling: float | None) -> bool:
    return ceiling is not None and (value is None or value > ceiling)


HEADINGS = (
    "",
    "maskin",
    "SQL",
    "CPU ms",
    "varav db",
    "ms",
    "/s",
    "krav",
    "",
    "andras (gånger vår CPU-tid)",
)
MISSED, SLOWED = "MISS", "långsam maskin"


def table(figures: Iterable[Figure]) -> str:
    """The figures as lines of columns."""
    rows = [HEADINGS, *(_cells(one) for one in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    numeric = range(1, 7)
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column in numeric else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _cells(one: Figure) -> tuple[str, ...]:
    return (
        one.what,
        _number(one.machine_ms),
        "" if one.sql is None else str(one.sql),
        _number(one.cpu_ms),
        _number(one.server_ms or None),
        _number(one.wall_ms),
        "" if one.rate is None else f"{one.rate:.0f}",
        str(one.bar),
        one.verdict,
        "; ".join(peer.beside(one.cpu_ms) for peer in one.peers),
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"
