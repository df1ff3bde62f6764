"""The reviewer's one screen: the queue, one report open beside it, and what may be done."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.domain.observations.actions.store import stored_report
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries import listing
from samsyn.domain.observations.queries.repeats import alike_in, repeats_of
from samsyn.domain.observations.queries.review_queue import (
    MOST_ALIKE,
    ReviewQueue,
    on_their_way,
    queue_page,
    waiting,
)
from samsyn.domain.observations.queries.verdicts import judged_by_now
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.rules import may_edit, may_read_text, may_review
from samsyn.domain.observations.wording import already_judged, what, when_short, where
from samsyn.domain.organisations.enums import Act
from samsyn.web.gate import needs
from samsyn.web.observations.facts import words_to_review
from samsyn.web.observations.forms import ReturnForm, initial_of
from samsyn.web.observations.review_forms import ManyForm, QueueForm, correct_form
from samsyn.web.observations.undoing import undo_offered
from samsyn.web.observations.views import ANY, log_held
from samsyn.web.request import ScopedRequest
from samsyn.web.rooms import Task


def unreviewed(request: ScopedRequest) -> Iterator[Task]:
    """The reports that wait for this reviewer."""
    if count := waiting(request.scope).count():
        yield Task(
            _("Rapporter att granska"), reverse("review", args=[request.municipality.code]), count
        )


@dataclass(frozen=True)
class QueueLine:
    """A report as a line of the queue; ``like`` is the number of the one it is most like."""

    report: Observation
    url: str
    what: str
    where: str
    when: str
    organisation: str
    waited: int
    like: str
    current: bool


@dataclass(frozen=True)
class Asked:
    """The queue as the address narrows it; without ``queue`` the address was not understood."""

    form: QueueForm
    query: str
    queue: ReviewQueue | None
    alike: dict[int, Observation]


@require_safe
@needs(Act.REVIEW)
def review(request: ScopedRequest) -> HttpResponse:
    """The queue, the oldest first, with the first report open."""
    return screen(request)


@require_safe
@needs(Act.REVIEW)
def review_one(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """The queue with a report open; of one that another has taken care of, who did."""
    return screen(request, uid)


def screen(request: ScopedRequest, uid: UUID | None = None, **bound: Any) -> HttpResponse:
    """The screen; ``bound`` are forms that were sent and not taken, which it then shows."""
    asked = narrowed(request)
    passing = on_their_way(request.scope)
    rows = asked.queue.rows if asked.queue else []
    row = _opened(request, uid, rows, passing)
    if row is None and uid is not None:
        return gone(request, uid)
    context: dict[str, Any] = {
        "form": asked.form,
        "query": asked.query,
        "filtered": bool(asked.form.is_bound and asked.form.data),
        "queue": asked.queue,
        "lines": list(_lines(request, asked, row)),
        "passing": passing,
        "chosen": uid is not None,
        "undo": undo_offered(request),
        "many": bound.get("many") or ManyForm(known=reference(request.scope), auto_id="many_%s"),
    }
    if row is not None:
        context |= _open(request, row, rows) | bound
    failed = any(form.errors for form in (asked.form, *bound.values()))
    return render(request, "observations/review.html", context, status=422 if failed else 200)


def narrowed(request: ScopedRequest) -> Asked:
    """The queue that the address asks for."""
    known, scope = reference(request.scope), request.scope
    form = QueueForm(request.GET, known=known)
    if not form.is_valid():
        return Asked(form, "", None, {})
    given = request.GET.get("after", "")
    after = int(given) if given.isdecimal() and len(given) < 18 else 0
    told = form.told | ({"after": str(after)} if after else {})
    wanted = form.cleaned_data["alike"]
    size = {"size": MOST_ALIKE} if wanted else {}
    queue = queue_page(
        scope, form.selection, days=form.cleaned_data["days"] or 0, after=after, **size
    )
    alike = alike_in(scope, queue.rows)
    if wanted:
        rows = [row for row in queue.rows if row.pk in alike]
        queue = ReviewQueue(rows, queue.total, queue.after)
    return Asked(form, urlencode(told), queue, alike)


def gone(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """To the queue, with who has taken care of a report that waits no longer; 404 where it never
    was the person's to judge."""
    review = judged_by_now(request.scope, uid)
    if review is None:
        raise Http404
    messages.info(request, already_judged(review), extra_tags="sv")
    return redirect(f"{reverse('review', args=[request.municipality.code])}?{_query(request)}")


def _query(request: ScopedRequest) -> str:
    return urlencode([(name, value) for name, value in request.GET.items() if value])


def _opened(
    request: ScopedRequest, uid: UUID | None, rows: list[Observation], passing: list[Observation]
) -> Observation | None:
    """The report that the address names, if it waits or is on its way; else the first."""
    if uid is None:
        return rows[0] if rows else None
    for row in (*rows, *passing):
        if row.uid == uid:
            return row
    found = waiting(request.scope).select_related("reporter", "same_event").filter(uid=uid)
    return next(iter(listing.named(request.scope, list(found))), None)


def _lines(request: ScopedRequest, asked: Asked, opened: Observation | None) -> Iterator[QueueLine]:
    pattern = reverse("review_one", args=[request.municipality.code, ANY])
    now = timezone.now()
    for row in asked.queue.rows if asked.queue else ():
        address = pattern.replace(str(ANY), str(row.uid))
        like = asked.alike.get(row.pk)
        yield QueueLine(
            report=row,
            url=f"{address}?{asked.query}" if asked.query else address,
            what=what(row),
            where=where(row),
            when=when_short(row),
            organisation=row.organisation.short_name,
            waited=(now - row.created_at).days,
            like=like.reference if like else "",
            current=opened is not None and row.pk == opened.pk,
        )


def _open(request: ScopedRequest, row: Observation, rows: list[Observation]) -> dict[str, Any]:
    """What is shown and may be done of the open report."""
    scope = request.scope
    reporter = getattr(row, "reporter", None)
    reporter_id = reporter.user_id if reporter else None
    readable = may_read_text(scope, row)
    repeats = repeats_of(scope, row)
    log_held(request, [row, *(one.report for one in repeats.found)])
    mends = may_edit(scope, row, reporter_id)
    return {
        "report": row,
        "readable": readable,
        "words": list(words_to_review(row)) if readable else [],
        "own": reporter_id is not None and reporter_id == scope.user_id,
        "last_note": getattr(row, "last_note", "") if readable else "",
        "then": _next(row, rows),
        "repeats": repeats.found,
        "uncompared": repeats.uncompared,
        "is_passing": row.state == ReportState.PASSING,
        "may_review": may_review(scope, row),
        "may_redact": readable and scope.may(Act.REDACT),
        "return_form": ReturnForm(initial={"version": row.version}, auto_id=f"{row.pk}_%s"),
        "correct": _correct(request, row) if mends else None,
    }


def _correct(request: ScopedRequest, row: Observation) -> Any:
    initial = {**initial_of(row, stored_report(row, shown=True)), "version": row.version}
    return correct_form(None, reference(request.scope), row, initial)


def _next(row: Observation, rows: list[Observation]) -> UUID | None:
    """The report to open when this one is done with: the next, or of the last the one before."""
    keys = [one.pk for one in rows]
    at = keys.index(row.pk) if row.pk in keys else -1
    left = rows[at + 1 : at + 2] or rows[max(at - 1, 0) : max(at, 0)]
    return left[0].uid if left else None
