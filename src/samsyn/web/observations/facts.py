"""A report's fields as its page and its reviewer are told them, from the table of its fields."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.values.fields import At, Beside, in_order
from samsyn.domain.observations.values.report import TABLE


@dataclass(frozen=True)
class Fact:
    """A line of facts; ``note`` stands in brackets. ``swedish`` where it is somebody's words."""

    label: str
    value: str
    note: str = ""
    swedish: bool = False


_SAID: Mapping[str, Callable[[Any], str]] = {"severity": lambda value: f"{value} {_('av 4')}"}


def facts(row: Observation, *, readable: bool) -> Iterator[Fact]:
    """The lines of a report's page in their order, without what nobody has answered and, where
    the text may not be read, without anybody's words."""
    places = _places()
    beside = {one.page.field: name for name, one in TABLE.items() if isinstance(one.page, Beside)}
    for name in in_order(places):
        words = TABLE[name].words is not None
        value = _said(row, name)
        if value and (readable or not words):
            note = getattr(row, beside[name]) if readable and name in beside else ""
            yield Fact(str(places[name].label), value, note, words)


@cache
def _places() -> dict[str, At]:
    return {name: one.page for name, one in TABLE.items() if isinstance(one.page, At)}


def _said(row: Observation, name: str) -> str:
    """What was answered, in words; nothing where it was not."""
    value = getattr(row, name)
    if value in (None, ""):
        return ""
    if name in _SAID:
        return _SAID[name](value)
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    display = getattr(row, f"get_{name}_display", None)
    return str(display() if display else value)


def words_to_review(row: Observation) -> Iterator[Fact]:
    """The free texts that a reviewer reads beside the description and the place."""
    for name, one in TABLE.items():
        label = one.words and (one.words.review or (isinstance(one.page, At) and one.page.label))
        if label and getattr(row, name):
            yield Fact(str(label), getattr(row, name), swedish=True)
