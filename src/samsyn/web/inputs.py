"""What the forms of several rooms are made of."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

Choice = tuple[Any, Any]


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own time picker."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def with_blank(choices: Iterable[Choice], label: Any = "–") -> list[Choice]:
    """Choices with an empty one first."""
    return [("", label), *choices]


def number_in(data: Mapping[str, str], name: str) -> int:
    """A key or a version that was sent; 0, which none has, where it is no number."""
    sent = data.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0
