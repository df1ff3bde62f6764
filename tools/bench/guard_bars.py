"""What the guard's figures are held to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """The least, or the most, that a figure may be."""

    least: float | None = None
    most: float | None = None

    def holds(self, figure: float | None) -> bool:
        """Whether the figure reaches the bar; one of no cases has nothing to reach."""
        if figure is None:
            return True
        return (self.least is None or figure >= self.least) and (
            self.most is None or figure <= self.most
        )

    def __str__(self) -> str:
        return f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}"


BARS = {
    "must flag": Bar(least=0.95),
    "structured": Bar(least=0.97),
    "names": Bar(least=0.93),
    "homes": Bar(least=0.92),
    "singling out": Bar(least=0.70),
    "clean stopped": Bar(most=0.03),
    "clean warned": Bar(most=0.10),
    "characters": Bar(least=0.92),
    "made NAME": Bar(least=0.95),
    "made ADDR": Bar(least=0.95),
    **{f"made {kind}": Bar(least=0.97) for kind in ("PHONE", "PNR", "PLATE", "HANDLE", "ID")},
    "made clean stopped": Bar(most=0.03),
    "mean, 80 characters": Bar(most=0.15),
    "p95, 2,000 characters": Bar(most=50),
    "worst, 10,000 characters": Bar(most=2_000),
}

MONOTONOUS = (
    "a", "A ", "1", "1 ", "12-", "@", "a@", "a.", "Aa ", "Oskar ", "enda ", "mannen som ", "punkt ",
    "noll ", "at ", "snabel-a ", "den mannen ", "xxxx-", "konto ", "Tallvägen ", "+46", "((", "\n",
    "ÅÄÖ", "reg ", "f. ", "lgh ", "900101/", "900101/9802 ", "JKL 456 ", "bil j k l ", "port 4 ",
    "Anna-", "\u200b", "1\u200b", "Oskar\u200b", "o\u0308", "\ufdfa",
)  # fmt: skip
"""Repeated, they make texts that patterns with loops inside loops would be slow on."""
