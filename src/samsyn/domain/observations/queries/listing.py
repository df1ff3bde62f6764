"""The list of reports: pages by cursor rather than by number."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, Value

from samsyn.domain.audit.models import Redaction, Revision
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries.selecting import matching
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.rules import may_read_text
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.clock import start_of
from samsyn.foundation.refusals import Mistaken

PAGE_SIZE = 100


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
