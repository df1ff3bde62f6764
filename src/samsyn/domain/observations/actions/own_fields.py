"""What a file of the product's own says of reports beside when, where and what: read back by the
headings that files give the fields."""

from collections.abc import Callable, Mapping
from typing import Any, get_args, get_type_hints

from django.db.models import TextChoices

from samsyn.domain.observations.enums import ReportKind
from samsyn.domain.observations.values.fields import At
from samsyn.domain.observations.values.report import TABLE, NewReport
from samsyn.foundation.formats import swedish

TAKEN = (
    "kind", "setting", "position_precision_m", "informant", "certainty", "repetition", "severity",
    "affected", "action_taken", "reported_to_police", "visibility", "discovered",
)  # fmt: skip
"""The rest is read as of any file, or is of the list (who delivers it), or of its review."""


def label_of(name: str) -> str:
    """The heading that files give a field."""
    place = TABLE[name].file
    if not isinstance(place, At):
        raise TypeError(f"{name} has no column of its own.")
    return str(place.label)


_BY_LABEL = {label_of(name): name for name in TAKEN}


def own_values(extra: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields that a row's further columns say, and those columns that nobody can read, by
    heading."""
    found: dict[str, Any] = {}
    unread: dict[str, str] = {}
    for label, text in extra.items():
        name = _BY_LABEL.get(label)
        if name is None:
            continue
        try:
            found[name] = _READERS[name](text)
        except (KeyError, ValueError):
            unread[label] = text
    return found, unread


def is_coming_up(extra: Mapping[str, str]) -> bool:
    """Whether a row tells of something that is to come."""
    return extra.get(label_of("kind")) == swedish(ReportKind.UPCOMING)


def said(name: str, value: object) -> str:
    """A field's value in words."""
    choices = _choices_of(name)
    if choices is not None:
        return swedish(choices(str(value))) if value else ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return "" if value is None else str(value)


def _choices_of(name: str) -> type[TextChoices] | None:
    hint = get_type_hints(NewReport)[name]
    of = (one for one in (hint, *get_args(hint)) if isinstance(one, type))
    return next((one for one in of if issubclass(one, TextChoices)), None)


def _reader_of(name: str) -> Callable[[str], Any]:
    choices = _choices_of(name)
    if choices is not None:
        by_word = {swedish(one): one for one in choices}
        return by_word.__getitem__
    hint = get_type_hints(NewReport)[name]
    if hint is bool:
        return {"ja": True, "nej": False}.__getitem__
    return str if hint is str else _whole


def _whole(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


_READERS = {name: _reader_of(name) for name in TAKEN}
