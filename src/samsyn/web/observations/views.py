"""The list of reports and one report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from samsyn.domain.audit.actions import record_read
from samsyn.domain.observations.enums import Release, ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries import listing
from samsyn.domain.observations.queries.events import linked_among
from samsyn.domain.observations.queries.records import beside
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.rules import (
    may_edit,
    may_judge,
    may_read_text,
    may_recall,
    may_review,
)
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.observations.values.words import passed_over
from samsyn.domain.observations.wording import shortened, what, when_short, where
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.refusals import Mistaken
from samsyn.web.gate import needs
from samsyn.web.inputs import number_in
from samsyn.web.observations.facts import facts
from samsyn.web.observations.filtering import Choice, chosen, settled_at
from samsyn.web.observations.forms import ReturnForm
from samsyn.web.observations.maps import SHOWS_MAP, list_map, map_of, point_of
from samsyn.web.request import ScopedRequest

# stands in an address for the report's own
ANY = UUID(int=0)


class ListedReport(TypedDict):
    """A report as a line of the list; ``text`` is None where it may not be read, ``color`` that of
    its state's badge. A mapping, since that is where a template looks first, in each of a
    hundred lines."""

    url: str
    when: str
    what: str
    events: int
    where: str
    text: str | None
    organisation: str
    state: str
    color: str


def log_held(request: ScopedRequest, rows: Iterable[Observation]) -> None:
    """Log that held texts are shown in a list: one entry a page, with which."""
    shown = [r for r in rows if r.release == Release.HELD and may_read_text(request.scope, r)]
    if shown:
        record_read(
            request.scope,
            "observations.held_texts_read",
            plain={"rows": len(shown)},
            subjects=shown,
        )


def lines(request: ScopedRequest, rows: Iterable[Observation]) -> list[ListedReport]:
    """The lines of reports, their words said, so that the template has little to do."""
    pattern = reverse("report_one", args=[request.municipality.code, ANY])
    labels = {state.value: str(state.label) for state in ReportState}
    return [_line(request.scope, row, pattern, labels[row.state]) for row in rows]


_COLORS = {ReportState.PASSED_ON: "success", ReportState.RETURNED: "warning"}


def _line(scope: Scope, row: Observation, pattern: str, state: str) -> ListedReport:
    return ListedReport(
        url=pattern.replace(str(ANY), str(row.uid)),
        when=when_short(row),
        what=what(row),
        events=row.events,
        where=where(row),
        text=shortened(row.description) if may_read_text(scope, row) else None,
        organisation=row.organisation.short_name,
        state=state,
        color=_COLORS.get(ReportState(row.state), "neutral"),
    )


@require_safe
@needs(Act.READ_REPORTS)
def reports(request: ScopedRequest) -> HttpResponse:
    """The list, newest first, by cursor."""
    asked = chosen(request)
    context = {
        "form": asked.form,
        "narrowed": asked.narrowed,
        "filtered": bool(asked.narrowed) or any(map(asked.form.data.get, asked.form.fields)),
        "understood": asked.selection is not None,
        "settled": settled_at(request),
        "lines": [],
    }
    if asked.selection is None:
        return render(request, "observations/list.html", context, status=422)
    rows, pages = _page(request, asked)
    log_held(request, rows)
    context |= {
        "lines": lines(request, rows),
        **pages,
        "columns": [_column(request, *one) for one in COLUMNS],
        "passed_over": passed_over(asked.selection.words),
        "query": _query(request),
        "most": listing.MOST_COUNTED,
        "beside": beside(request.scope, asked.selection) if not _turned(request) else None,
        "may_export": request.scope.may(Act.EXPORT),
        "map": list_map(request, asked.selection) if SHOWS_MAP in request.GET else None,
        "map_url": _address(request, **{SHOWS_MAP: "" if SHOWS_MAP in request.GET else "1"}),
        "events": _events(request, asked.selection, rows) if pages["total"] == len(rows) else None,
    }
    status = 422 if asked.form.errors else 200
    return render(request, "observations/list.html", context, status=status)


@dataclass(frozen=True)
class EventsTold:
    """How many events the listed reports tell of."""

    reports: int
    events: int


def _events(
    request: ScopedRequest, selection: Selection, rows: Sequence[Observation]
) -> EventsTold | None:
    """Said of a list that a page holds all of, where a link makes the numbers differ."""
    linked = linked_among(request.scope, selection)
    return EventsTold(len(rows), linked.events_of(rows)) if linked else None


@require_safe
@needs(Act.READ_REPORTS)
def one(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """One report with what has happened to it and what may be done."""
    try:
        row = listing.one(request.scope, uid)
    except Observation.DoesNotExist as error:
        raise Http404 from error
    reporter = getattr(row, "reporter", None)
    readable = may_read_text(request.scope, row)
    if row.release == Release.HELD and readable:
        record_read(request.scope, "observations.held_text_read", row)
    context = {
        "report": row,
        "readable": readable,
        "facts": list(facts(row, readable=readable)),
        "steps": listing.history(request.scope, row),
        "own": reporter is not None and reporter.user_id == request.scope.user_id,
        "may_edit": may_edit(request.scope, row, reporter.user_id if reporter else None),
        "may_review": may_review(request.scope, row),
        "may_recall": may_recall(request.scope, row),
        "is_passing": row.state == ReportState.PASSING and may_judge(request.scope, row),
        "may_redact": readable and request.scope.may(Act.REDACT),
        "may_release": row.release == Release.HELD and row.organisation_id in request.scope.police,
        "return_form": ReturnForm(initial={"version": row.version}),
    }
    if readable and (point := point_of(reference(request.scope), row)):
        context["map"] = map_of(request, [point])
    return render(request, "observations/one.html", context)


def _page(request: ScopedRequest, asked: Choice) -> tuple[list[Observation], dict[str, object]]:
    """The rows of the page that the address asks for, how many there are in all, and the links to
    its neighbours."""
    selection, order = asked.selection or Selection(), asked.form.cleaned_data.get("sort")
    if order:
        try:
            return _ordered(request, selection, order)
        except Mistaken as error:
            asked.form.add_error("sort", error.sentence)
    cursor = listing.Cursor.parse(request.GET["at"]) if "at" in request.GET else None
    page = listing.page(request.scope, selection, cursor)
    whole = not (page.newer or page.older)
    return page.rows, {
        "newer": _link(request, page.newer),
        "older": _link(request, page.older),
        "total": len(page.rows) if whole else listing.total(request.scope, selection),
    }


def _ordered(
    request: ScopedRequest, selection: Selection, order: str
) -> tuple[list[Observation], dict[str, object]]:
    number = max(1, number_in(request.GET, "page"))
    page = listing.sorted_page(request.scope, selection, order, number)
    return page.rows, {
        "before": _address(request, page=number - 1) if number > 1 else "",
        "after": _address(request, page=number + 1) if number < page.pages else "",
        "number": number,
        "pages": page.pages,
        "total": page.total,
    }


@dataclass(frozen=True)
class Column:
    """A heading of the list: the address that orders by it, and how the list is ordered by it."""

    label: str
    url: str = ""
    ordered: str = ""


COLUMNS = (
    (_("När"), ("", "oldest")),
    (_("Vad"), ("what",)),
    (_("Var"), ("where",)),
    (_("Beskrivning"), ()),
    (_("Organisation"), ("organisation",)),
    (_("Läge"), ("state",)),
)


def _column(request: ScopedRequest, label: str, orders: tuple[str, ...]) -> Column:
    """Pressed again the time goes the other way; the names go from a to ö."""
    if not orders:
        return Column(label)
    now = request.GET.get("sort", "")
    wanted = orders[(orders.index(now) + 1) % len(orders)] if now in orders else orders[0]
    way = "descending" if now == "" else "ascending"
    return Column(label, _address(request, sort=wanted), way if now in orders else "")


def _turned(request: ScopedRequest) -> bool:
    """Whether another page than the first is asked for."""
    return "at" in request.GET or number_in(request.GET, "page") > 1


def _query(request: ScopedRequest, **more: object) -> str:
    kept = {key: value for key, value in request.GET.items() if value and key not in _OF_A_PAGE}
    return urlencode({key: value for key, value in {**kept, **more}.items() if value})


_OF_A_PAGE = ("at", "page")


def _address(request: ScopedRequest, **more: object) -> str:
    return f"{reverse('reports', args=[request.municipality.code])}?{_query(request, **more)}"


def _link(request: ScopedRequest, cursor: listing.Cursor | None) -> str:
    return _address(request, at=cursor) if cursor else ""
