"""What a value is worth, the same for charts, maps and tables."""

from enum import StrEnum


class State(StrEnum):
    """A value is known, still filling up, not reported, or too small to show."""

    KNOWN = "known"
    PRELIMINARY = "preliminary"
    MISSING = "missing"
    WITHHELD = "withheld"


STATE_TEXT = {
    State.KNOWN: "",
    State.PRELIMINARY: "preliminär",
    State.MISSING: "uppgift saknas",
    State.WITHHELD: "för litet för att visa",
}

UNSHOWN = frozenset({State.MISSING, State.WITHHELD})
"""States without a number."""
