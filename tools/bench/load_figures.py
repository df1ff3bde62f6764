"""Waits under load: their bars, and how they are told."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

BARS_MS = {"formuläret": 300, "en rapport": 300, "en sida": 800}
DONE = ("hämtad fil", "inläst fil")
"""What is done once, and is to have been done."""


@dataclass(frozen=True)
class Waits:
    """Seconds by what was waited for, and what went wrong."""

    seconds: dict[str, list[float]]
    errors: list[str]


def share(waits: list[float], part: float) -> float:
    """The wait in milliseconds that a part of all do not pass; by rank, never between two."""
    ordered = sorted(waits)
    return ordered[ceil(part * len(ordered)) - 1] * 1e3


def is_met(waits: Waits) -> bool:
    """Whether each bar is, with nothing gone wrong and nothing left out."""
    whole = all(waits.seconds.get(what) for what in (*BARS_MS, *DONE))
    return (
        whole
        and not waits.errors
        and all(share(waits.seconds[what], 0.95) <= bar for what, bar in BARS_MS.items())
    )


def lines(waits: Waits) -> Iterator[str]:
    """A line for each kind, and one for each error."""
    for what, seconds in waits.seconds.items():
        if what in DONE:
            told = ", ".join(f"{one:.1f} s" for one in seconds)
            yield f"  {what:<14} {told}"
            continue
        half, most = share(seconds, 0.5), share(seconds, 0.95)
        bar = f"krav {BARS_MS[what]}" if what in BARS_MS else ""
        longest = max(seconds) * 1e3
        yield (
            f"  {what:<14} {len(seconds):>5} gånger, median {half:.0f} ms, p95 {most:.0f} ms, "
            f"längst {longest:.0f} ms {bar}"
        )
    yield f"  fel: {len(waits.errors)}"
    yield from (f"    {one}" for one in waits.errors[:10])
