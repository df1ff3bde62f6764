"""How often the guard is wrong here, for the page of its words."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from samsyn.domain.organisations.enums import Act
from samsyn.domain.stops.enums import StopState, WritePath
from samsyn.domain.stops.queries import (
    Accuracy,
    TriedTexts,
    all_texts_of_files,
    figures,
    stopped_texts,
    summed,
)
from samsyn.domain.stops.wording import KINDS
from samsyn.foundation import clock
from samsyn.web.request import ScopedRequest

FALSE = "state=false"


@dataclass(frozen=True)
class Line:
    """A figure by name; ``rows`` is the address of the stops it counts, and ``false_rows`` of those
    judged false: for who may see them, while they are there."""

    name: object
    figure: Accuracy
    rows: str = ""
    false_rows: str = ""
    low: str = ""
    high: str = ""
    share: str = ""


@dataclass(frozen=True)
class Figures:
    """Whole, by kind and by month; ``whole`` is None before the first stop. ``files`` are the
    texts of files, of which ``files_reported`` stops were said to be false."""

    whole: Line | None
    kinds: list[Line]
    months: list[Line]
    files: TriedTexts
    files_reported: int


def accuracy(request: ScopedRequest) -> Figures:
    """The figures of the municipality."""
    found, kept = figures(request.scope), _kept(request)
    kinds = summed(found, lambda key: key[2])
    months = summed(found, lambda key: key[0])
    whole = summed(found, lambda _key: "").get("")
    most_first = sorted(kinds.items(), key=lambda one: (-one[1].stops, one[0]))
    return Figures(
        whole=_line("", whole, kept, "") if whole else None,
        kinds=[_line(KINDS.get(key, key), one, kept, f"kind={key}") for key, one in most_first],
        files=all_texts_of_files(request.scope),
        files_reported=sum(one.reported for key, one in found.items() if key[1] == WritePath.FILE),
        months=[_line(key, one, kept, f"month={_month(key)}") for key, one in months.items()],
    )


@dataclass(frozen=True)
class _Kept:
    """The address of the list, and which parts of it hold rows now."""

    address: str
    parts: frozenset[str]

    def leads_to(self, *parts: str) -> str:
        """The address of a part; nothing where no row is left in it."""
        query = "&".join(part for part in parts if part)
        return f"{self.address}?{query}" if query in self.parts else ""


def _kept(request: ScopedRequest) -> _Kept:
    if not request.scope.may(Act.JUDGE_STOPS):
        return _Kept("", frozenset())
    parts = set[str]()
    rows = stopped_texts(request.scope).values_list("kind", "state", "created_at")
    for kind, state, made_at in rows:
        of = ("", f"kind={kind}", f"month={_month(clock.local_day(made_at))}")
        parts.update(of)
        if state == StopState.FALSE:
            parts.update("&".join(filter(None, (one, FALSE))) for one in of)
    return _Kept(reverse("stops", args=[request.municipality.code]), frozenset(parts))


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _line(name: object, figure: Accuracy, kept: _Kept, part: str) -> Line:
    rows, false_rows = kept.leads_to(part), kept.leads_to(part, FALSE)
    if figure.interval is None:
        return Line(name, figure, rows)
    low, high = figure.interval
    share = figure.false / figure.judged
    return Line(name, figure, rows, false_rows, _per_cent(low), _per_cent(high), _per_cent(share))


def _per_cent(share: float) -> str:
    return f"{round(100 * share)}\u00a0%"
