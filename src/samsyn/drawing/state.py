"""What a value is worth, the same for charts, maps and tables."""

from enum import StrEnum


class ValueState(StrEnum):
    """A value is known, still filling up, not reported, or too small to show."""

    KNOWN = "known"
    PRELIMINARY = "preliminary"
    MISSING = "missing"
    WITHHELD = "withheld"


STATE_TEXT = {
    ValueState.KNOWN: "",
    ValueState.PRELIMINARY: "preliminär",
    ValueState.MISSING: "uppgift saknas",
    ValueState.WITHHELD: "för litet för att visa",
}

UNSHOWN = frozenset({ValueState.MISSING, ValueState.WITHHELD})
"""States without a number."""
