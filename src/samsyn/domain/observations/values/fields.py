"""How one field of a report is told wherever reports are: stored, shown, taken out, guarded.

``values.report.NewReport`` is the table: each of its fields carries a ``Told``, and leaves nothing
out without a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

_KEY = "told"


@dataclass(frozen=True)
class At:
    """A place among the others' by tens, and the words that stand there; ``number`` where what
    follows them is one."""

    position: int
    label: Any
    number: bool = False


@dataclass(frozen=True)
class Elsewhere:
    """No place of its own, and why: another thing tells it, or nobody is told."""

    why: str


@dataclass(frozen=True)
class Beside:
    """Told in brackets after another field."""

    field: str


@dataclass(frozen=True)
class FreeText:
    """Somebody's own words: the guard reads them, a revision keeps them, who reviews reads them,
    and those of the police are held until they are released.

    ``order`` is that in which the guard reads, by tens; ``longest`` in characters; ``review`` what
    they are called to who reviews, where that is not what the report's page calls them.
    """

    order: int
    longest: int
    review: Any = ""


@dataclass(frozen=True)
class Told:
    """``file``: the column in files. ``page``: the line on the report's page. ``asked``: the
    questions of the form that answer it, where it is not the one of its name. ``copied``: stored
    as it is, in the column of its name."""

    file: At | Elsewhere
    page: At | Beside | Elsewhere
    asked: tuple[str, ...] | Elsewhere | None = None
    words: FreeText | None = None
    copied: bool = True


def told(
    *,
    file: At | Elsewhere,
    page: At | Beside | Elsewhere,
    asked: tuple[str, ...] | Elsewhere | None = None,
    words: FreeText | None = None,
    copied: bool = True,
) -> dict[str, Told]:
    """What a field of the data class carries."""
    return {_KEY: Told(file, page, asked, words, copied)}


def table_of(report: Any) -> Mapping[str, Told]:
    """The fields of a data class by name; one that tells nothing of itself is refused."""
    untold = [one.name for one in fields(report) if _KEY not in one.metadata]
    if untold:
        raise TypeError(f"{untold[0]} of {report.__name__} does not say where it is told.")
    return {one.name: one.metadata[_KEY] for one in fields(report)}


def in_order(places: Mapping[str, At]) -> list[str]:
    """Names by their places; two at the same are refused."""
    by_place = {one.position: name for name, one in places.items()}
    if len(by_place) < len(places):
        lost = next(name for name in places if name not in by_place.values())
        raise ValueError(f"{lost} stands at another's place.")
    return [by_place[position] for position in sorted(by_place)]
