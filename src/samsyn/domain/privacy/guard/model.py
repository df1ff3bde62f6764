"""A model that a site has itself: asked beside the rules, off unless a setting names it.

The model is a callable that takes a text and gives tuples of start, end, kind (a value of
``Kind``) and whether the text must be stopped. It adds findings and never takes any away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module

from samsyn.domain.privacy.guard.findings import Kind, Severity, Span

Model = Callable[[str], Iterable[tuple[int, int, str, bool]]]
_used: list[Model] = []


def use_model(path: str) -> None:
    """Use the callable at the dotted path from now on; an empty path, none.

    Raises ValueError where the path names nothing that can be called.
    """
    _used.clear()
    if not path:
        return
    module, _, name = path.rpartition(".")
    try:
        model = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(f"SAMSYN_GUARD_MODEL: {path} finns inte.") from error
    if not callable(model):
        raise ValueError(f"SAMSYN_GUARD_MODEL: {path} går inte att anropa.")  # noqa: TRY004
    _used.append(model)


def uses_model() -> bool:
    """Whether a model is asked, which may answer otherwise from one time to the next."""
    return bool(_used)


def spans_of_model(text: str) -> Iterator[Span]:
    """What the model finds, inside the text; nothing where no model is used."""
    for model in _used:
        for start, end, kind, stops in model(text):
            if 0 <= start < end <= len(text):
                yield Span(start, end, Kind(kind), Severity.MUST_FLAG if stops else Severity.WARN)
