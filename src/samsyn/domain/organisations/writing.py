"""The one way to write: in a scope, by a rule, past the guard and into the log, or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar, get_args, get_origin, get_type_hints

from django.db import models, transaction

from samsyn.domain.organisations.tenancy import MunicipalityRow, Scope
from samsyn.foundation.refusals import Stale
from samsyn.foundation.writing import Write, under_way

Given = ParamSpec("Given")
Made = TypeVar("Made")
Kept = TypeVar("Kept", bound=MunicipalityRow)


class IncompleteWriteError(RuntimeError):
    """A write left out its rule, its guard or its entry; nothing of it was kept."""


def action(
    *, plain: tuple[str, ...] = ()
) -> Callable[[Callable[Given, Made]], Callable[Given, Made]]:
    """Make a function of ``by`` (a Scope) and named values a write.

    It runs in a transaction. It is undone, with ``IncompleteWriteError``, unless a rule was asked
    (``Scope.may`` or ``check``), an entry was made (``record``, or ``note_nothing_done`` where
    it had been done before), and, where it was given text, the guard read it (``check_texts`` and
    its kin).
    ``plain`` names what is text to Python and nobody's writing: a key, a code.
    """

    def make(function: Callable[Given, Made]) -> Callable[Given, Made]:
        texts = [name for name in _texts_of(function) if name not in plain]

        @wraps(function)
        def write(*args: Given.args, **values: Given.kwargs) -> Made:
            scope = values.get("by")
            if not isinstance(scope, Scope):
                raise IncompleteWriteError(f"{function.__qualname__}: by is no scope")
            with transaction.atomic(), under_way() as done:
                made = function(*args, **values)
                _demand(function.__qualname__, done, any(values.get(name) for name in texts))
            return made

        write.is_action = True  # type: ignore[attr-defined]
        return write

    return make


def _demand(name: str, done: Write, has_text: bool) -> None:
    left_out = [
        what
        for what, is_done in (
            ("a rule", done.ruled),
            ("the guard", done.guarded or not has_text),
            ("an entry", done.recorded),
        )
        if not is_done
    ]
    if left_out:
        raise IncompleteWriteError(f"{name} leaves out {', '.join(left_out)}")


def _texts_of(function: Callable[..., Any]) -> list[str]:
    """Parameters that may hold what somebody has written."""
    hints = get_type_hints(function)
    named = [name for name in signature(function).parameters if name != "by"]
    return [name for name in named if _holds_text(hints.get(name))]


def _holds_text(kind: Any) -> bool:
    if kind is str:
        return True
    parts = get_args(kind)
    if parts:
        held = parts[1:] if get_origin(kind) in (dict, Mapping) else parts
        return any(_holds_text(part) for part in held)
    return is_dataclass(kind) and any(
        _holds_text(one) for one in get_type_hints(kind).values() if one is not kind
    )


def locked(by: Scope, row: Kept, *, version: int | None = None, stale: str = "") -> Kept:
    """The row as it is now, kept from others until the write ends.

    ``Stale``, with the sentence, where it is newer than the version that was seen; ``Gone``
    where it is not in the person's sight, or no longer.
    """
    rows: models.QuerySet[Kept] = type(row).objects.visible_to(by)
    found = rows.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if found is None:
        raise Gone
    check_version(found, version, stale)
    return found


class Gone(Stale):
    """The row is not in the person's sight, or no longer."""

    def __init__(self) -> None:
        super().__init__(
            "Någon annan har tagit bort det, eller du får inte längre se det. Ladda om sidan."
        )


def check_version(row: Any, version: int | None, stale: str) -> None:
    """Refuse to write over what is newer than what was seen."""
    if version is not None and row.version != version:
        raise Stale(stale)
