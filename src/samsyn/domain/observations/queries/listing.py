"""The list of reports: pages by cursor rather than by number."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Value

from samsyn.domain.audit.models import Redaction, Revision
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries.selecting import matching
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.rules import may_read_text
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import formats
from samsyn.foundation.clock import start_of
from samsyn.foundation.refusals import Mistaken

PAGE_SIZE = 100
MOST_COUNTED = 10_000
MOST_SORTED = 5_000
ORDERS = ("oldest", "what", "where", "organisation", "state")
"""How the list may be ordered, beside by when it happened, the latest first."""


@dataclass(frozen=True)
class Cursor:
    """A position in the list: the row it starts after, and which way to read."""

    occurred_from: datetime
    key: int
    newer: bool = False

    def __str__(self) -> str:
        way = "n" if self.newer else "o"
        return f"{way}{self.occurred_from.timestamp():.6f}-{self.key}"

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """The cursor in a link; a mangled one is refused."""
        try:
            stamp, key = text[1:].rsplit("-", 1)
            start = datetime.fromtimestamp(float(stamp), tz=start_of(date(2000, 1, 1)).tzinfo)
            return cls(start, int(key), {"n": True, "o": False}[text[0]])
        except (ValueError, KeyError, IndexError, OverflowError, OSError) as error:
            raise Mistaken("Länken är trasig. Börja om från listans början.") from error


@dataclass(frozen=True)
class SortedPage:
    """One page of reports in the order of a column, which it is, of how many reports and pages."""

    rows: list[Observation]
    number: int
    total: int
    pages: int


@dataclass(frozen=True)
class Page:
    """One page of reports, newest first, and the cursors of its neighbours."""

    rows: list[Observation]
    newer: Cursor | None
    older: Cursor | None


def page(
    scope: Scope, selection: Selection, cursor: Cursor | None = None, size: int = PAGE_SIZE
) -> Page:
    """The page that starts at a cursor, in one query."""
    rows = matching(scope, selection)
    backwards = cursor is not None and cursor.newer
    order = ("occurred_from", "id") if backwards else ("-occurred_from", "-id")
    found = list(rows.filter(_beyond(cursor)).order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    return Page(
        rows=named(scope, found),
        newer=_at(found[0], newer=True) if found and (more if backwards else cursor) else None,
        older=_at(found[-1], newer=False) if found and (backwards or more) else None,
    )


def total(scope: Scope, selection: Selection) -> int:
    """How many reports match, up to one more than ``MOST_COUNTED``."""
    return int(latest(scope, selection)[: MOST_COUNTED + 1].count())


def latest(scope: Scope, selection: Selection) -> QuerySet[Observation]:
    """The reports that match, the latest first."""
    return matching(scope, selection).order_by("-occurred_from", "-id")


def by_keys(scope: Scope, keys: list[int]) -> list[Observation]:
    """Reports by their keys, of those that one may read, the latest first."""
    rows = Observation.objects.visible_to(scope).filter(pk__in=keys)
    return named(scope, list(rows.order_by("-occurred_from", "-id"))) if keys else []


def sorted_page(
    scope: Scope, selection: Selection, by: str, number: int = 1, size: int = PAGE_SIZE
) -> SortedPage:
    """A page of reports in the order of a column, one of ``ORDERS``, as Swedish names are ordered.

    Raises Mistaken where more than ``MOST_SORTED`` match: all of them are read to be ordered.
    """
    columns = ("pk", "occurred_from", "category", "place", "district", "organisation", "state")
    rows = latest(scope, selection).values_list(*columns)[: MOST_SORTED + 1]
    keys = list(rows)
    if len(keys) > MOST_SORTED:
        raise Mistaken(
            f"Fler än {formats.number(MOST_SORTED)} rapporter svarar mot urvalet. "
            "Välj en kortare tid, så kan de sorteras så.",
            "sort",
        )
    keys.sort(key=lambda row: (row[1], row[0]), reverse=by != "oldest")
    if by != "oldest":
        keys.sort(key=_named_by(scope, by))
    first = size * (number - 1)
    shown = [row[0] for row in keys[first : first + size]]
    found = Observation.objects.visible_to(scope).filter(pk__in=shown).in_bulk()
    rows_shown = named(scope, [found[key] for key in shown if key in found])
    return SortedPage(rows_shown, number, len(keys), -(-len(keys) // size))


def _named_by(scope: Scope, by: str) -> Callable[[tuple[Any, ...]], tuple[bool, tuple[str, str]]]:
    """What orders a row by the name in a column; rows without one last."""
    known = reference(scope)

    def name(row: tuple[Any, ...]) -> tuple[bool, tuple[str, str]]:
        _key, _at, category, place, district, organisation, state = row
        where = known.places.get(place) or known.districts.get(district)
        said = {
            "what": lambda: known.categories[category].name,
            "where": lambda: where.name if where else "",
            "organisation": lambda: known.organisations[organisation].short_name,
            "state": lambda: str(ReportState(state).label),
        }[by]()
        return not said, formats.swedish_order(said)

    return name


def _at(row: Observation, *, newer: bool) -> Cursor:
    return Cursor(row.occurred_from, row.pk, newer)


def _beyond(cursor: Cursor | None) -> Q:
    """Rows strictly beyond the cursor, said so that the index is entered at it."""
    if cursor is None:
        return Q()
    if cursor.newer:
        tied = Q(occurred_from=cursor.occurred_from, id__lte=cursor.key)
        return Q(occurred_from__gte=cursor.occurred_from) & ~tied
    tied = Q(occurred_from=cursor.occurred_from, id__gte=cursor.key)
    return Q(occurred_from__lte=cursor.occurred_from) & ~tied


def one(scope: Scope, uid: UUID) -> Observation:
    """A report with its names and its reporter's key; ``DoesNotExist`` outside the scope."""
    rows = Observation.objects.visible_to(scope).select_related("reporter")
    found: Observation = rows.get(uid=uid)
    named(scope, [found])
    return found


def every(scope: Scope, selection: Selection) -> Iterator[Observation]:
    """All matching reports in the list's order, for export, a chunk at a time."""
    found = matching(scope, selection).select_related("earlier")
    rows = found.order_by("-occurred_from", "-id").iterator(chunk_size=2000)
    return (named(scope, [row])[0] for row in rows)


@dataclass(frozen=True)
class Step:
    """What has happened to a report: when, what (a state, ``edited`` or ``masked``), and a note on
    it."""

    at: datetime
    what: str
    note: str
    own: bool

    @property
    def icon(self) -> str:
        """The drawing beside it."""
        return {"edited": "pencil", "masked": "eye-slash"}.get(self.what, "check")


def history(scope: Scope, row: Observation) -> list[Step]:
    """Reviews and changes of a report, and maskings in it, the oldest first; one statement.

    Each of them makes a new version: the first has none.
    """
    if row.version == 1:
        return []
    reviews = row.reviews.visible_to(scope).values_list("created_at", "verdict", "note", "own")
    revisions = Revision.objects.visible_to(scope).filter(subject=str(row.uid))
    edits = revisions.values_list("at", Value("edited"), Value(""), Value(value=False))
    redactions = Redaction.objects.visible_to(scope).filter(subject=str(row.uid))
    masked = redactions.values_list("at", Value("masked"), Value(""), Value(value=False))
    rows = reviews.order_by().union(edits.order_by(), masked.order_by(), all=True)
    steps = dict.fromkeys(Step(*values) for values in rows)  # one masking is of many rows
    return sorted(steps, key=lambda one: one.at)


def to_mend(scope: Scope) -> list[Observation]:
    """The person's own reports that were returned, the latest first."""
    rows = Observation.objects.visible_to(scope).filter(state=ReportState.RETURNED)
    return named(scope, list(rows.filter(reporter__user=scope.user_id).order_by("-id")))


def latest_own(scope: Scope, size: int) -> list[Observation]:
    """The person's own latest reports, and what has come of each."""
    rows = Observation.objects.visible_to(scope).filter(reporter__user=scope.user_id)
    return named(scope, list(rows.order_by("-id")[:size]))


def named(scope: Scope, rows: list[Observation]) -> list[Observation]:
    """The same reports, with category, organisation, place and district from the reference data.

    Districts carry their borders: joining them would read those once for every report. What
    has been added since the scope was made is read when it is asked for. Where the police
    hold the text, the words about the place are held with it.
    """
    known = reference(scope)
    held = (
        ("category", known.categories),
        ("organisation", known.organisations),
        ("place", known.places),
        ("district", known.districts),
    )
    for row in rows:
        for name, found in held:
            key = getattr(row, f"{name}_id")
            if key in found:
                setattr(row, name, found[key])
        if not may_read_text(scope, row):
            row.place_note = ""
    return rows
