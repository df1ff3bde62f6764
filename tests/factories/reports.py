"""Answers to every question of a report, found by the kind of its field."""

from dataclasses import fields as dataclass_fields
from enum import Enum
from typing import get_args, get_type_hints

from samsyn.domain.observations.values.report import TABLE, TEXTS, NewReport

_SAMPLES = {bool: (False, True), int: (1, 2, 3, 4), float: (59.0512345678,), type(None): (None,)}
_KINDS = get_type_hints(NewReport)
# what names another row or a time is no answer to make up
ANSWERS = {
    name: kind
    for name, kind in _KINDS.items()
    if name in TABLE and name != "period" and not name.endswith("_id")
}


def values_of(name: str, texts: tuple[str, ...] = ("", "Krossad ruta")) -> list[object]:
    """Some values that a field may have, the plainest first."""
    if name in TEXTS:
        return list(texts)
    kinds = get_args(_KINDS[name]) or (_KINDS[name],)
    choices = [one for kind in kinds if issubclass(kind, Enum) for one in kind]
    if choices:
        return [*([""] if str in kinds else []), *choices]
    return [value for kind in reversed(kinds) for value in _SAMPLES[kind]]


def filled(**fields: object) -> NewReport:
    """A report in which everything is answered otherwise than where nobody is asked."""
    asked = {one.name: one.default for one in dataclass_fields(NewReport)}
    other = {
        name: next(value for value in reversed(values_of(name)) if value != asked[name])
        for name in ANSWERS
    }
    return NewReport(**other | fields)  # type: ignore[arg-type]
