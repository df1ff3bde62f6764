"""Reading in an agency's file: choose, map, try, import, undo."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from samsyn.domain.intake import queries
from samsyn.domain.intake.actions import create_source, order_check, save_mapping, take_in
from samsyn.domain.intake.enums import BatchState
from samsyn.domain.intake.models import Batch, Source
from samsyn.domain.intake.rules import may_see_rows, may_step
from samsyn.domain.observations.actions.importing import Consent, order_import, table_of, undo
from samsyn.domain.observations.actions.trying import suggestion
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.enums import Act
from samsyn.foundation import formats
from samsyn.foundation.refusals import Mistaken, Refusal
from samsyn.sources.mapping import TableMapping
from samsyn.sources.tables import Table
from samsyn.web.answers import attempt, found, sent, sent_files, show_form, tell
from samsyn.web.differences import replaced
from samsyn.web.gate import needs
from samsyn.web.intake.forms import FileForm, MappingForm, SourceForm
from samsyn.web.request import ScopedRequest

WORKING = (BatchState.UPLOADED, BatchState.CHECKING, BatchState.IMPORTING)


@require_safe
@needs(Act.IMPORT)
def batches(request: ScopedRequest) -> HttpResponse:
    """The sources, and what has come in from them."""
    context = {
        "sources": queries.sources(request.scope),
        "batches": queries.batches(request.scope),
    }
    return render(request, "intake/list.html", context)


@needs(Act.IMPORT)
def new_source(request: ScopedRequest) -> HttpResponse:
    """A new source with its first file."""
    form = SourceForm(
        sent(request),
        sent_files(request),
        scope=request.scope,
        known=reference(request.scope),
    )
    source = attempt(request, form, lambda: create_source(by=request.scope, new=form.new_source()))
    batch = _take_in(request, form, source) if source else None
    if batch is not None:
        return redirect("batch_mapping", request.municipality.code, batch.uid)
    return show_form(request, "intake/source.html", form)


@needs(Act.IMPORT)
def upload(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """One more file of a source."""
    source = get_object_or_404(Source.objects.visible_to(request.scope), uid=uid)
    form = FileForm(sent(request), sent_files(request))
    batch = _take_in(request, form, source)
    if batch is not None:
        route = "batch" if source.mapping else "batch_mapping"
        return redirect(route, request.municipality.code, batch.uid)
    return show_form(request, "intake/upload.html", form, source=source)


def _take_in(request: ScopedRequest, form: FileForm, source: Source) -> Batch | None:
    def take() -> Batch:
        file = form.cleaned_data["file"]
        return take_in(by=request.scope, source=source, data=file.read(), name=file.name)

    return attempt(request, form, take)


@require_safe
@needs(Act.IMPORT)
def one(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """A batch: how far it has come, what is in it, what is wrong, what may be done."""
    batch = _batch(request, uid)
    shown, kept = may_see_rows(request.scope, batch), batch.file.disposed_at is None
    context = {
        "batch": batch,
        "shown": shown,
        "preview": batch.preview if shown else [],
        "working": kept and batch.state in WORKING and bool(batch.mapping),
        "problems": queries.problems(request.scope, batch, blocking=True),
        "remarks": queries.problems(request.scope, batch, blocking=False) if shown else [],
        "most_shown": queries.MOST_PROBLEMS,
        "may_import": kept and may_step(batch, BatchState.IMPORTING),
        "may_undo": may_step(batch, BatchState.UNDONE),
        "may_map": kept and may_step(batch, BatchState.CHECKING),
    }
    return render(request, "intake/one.html", context)


@require_safe
@needs(Act.IMPORT)
def progress(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """The progress bar alone; when the work is done, the whole page is fetched anew."""
    batch = _batch(request, uid)
    answer = render(request, "intake/progress.html", {"batch": batch})
    if batch.state not in WORKING:
        answer["HX-Refresh"] = "true"
    return answer


@needs(Act.IMPORT)
def mapping(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Which column means what."""
    batch = _batch(request, uid)
    try:
        table = table_of(batch)
        current = _mapping(request, batch, table)
    except Mistaken as refusal:
        return render(
            request, "intake/unreadable.html", {"batch": batch, "refusal": refusal}, status=422
        )

    def made(sent: QueryDict | None, of: TableMapping) -> MappingForm:
        return MappingForm(
            sent,
            table=table,
            mapping=of,
            known=reference(request.scope),
            shown=may_see_rows(request.scope, batch),
            initial={"version": batch.source.version},
        )

    form = made(sent(request), current)
    if attempt(request, form, lambda: _save(request, batch, form)) is not None:
        return redirect("batch", request.municipality.code, uid)
    kept = batch.source.mapping
    changed = (
        replaced(form, batch.source, lambda: made(None, TableMapping.from_json(kept)))
        if kept
        else []
    )
    context = {"batch": batch, "table": table, "differences": changed}
    return show_form(request, "intake/mapping.html", form, **context)


def _mapping(request: ScopedRequest, batch: Batch, table: Table) -> TableMapping:
    if batch.source.mapping:
        return TableMapping.from_json(batch.source.mapping)
    return suggestion(request.scope, table)


def _save(request: ScopedRequest, batch: Batch, form: MappingForm) -> Source:
    source = save_mapping(
        by=request.scope,
        source=batch.source,
        mapping=form.new_mapping(),
        version=form.cleaned_data["version"],
    )
    batch.source = source
    order_check(by=request.scope, batch=batch)
    return source


@require_POST
@needs(Act.IMPORT)
def try_again(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Try the file once more."""
    batch = _batch(request, uid)
    return _do(request, batch, lambda: order_check(by=request.scope, batch=batch))


@require_POST
@needs(Act.IMPORT)
def run(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Import what was tried."""
    batch = _batch(request, uid)
    said = {name: bool(request.POST.get(name)) for name in Consent.__dataclass_fields__}
    consent = Consent(**said)
    return _do(request, batch, lambda: order_import(by=request.scope, batch=batch, consent=consent))


@require_POST
@needs(Act.IMPORT)
def take_out(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Undo an import."""
    batch = _batch(request, uid)

    def act() -> None:
        count = undo(by=request.scope, batch=batch)
        done = ngettext(
            "%s rapport är borttagen igen.", "%s rapporter är borttagna igen.", count
        ) % formats.number(count)
        messages.success(request, done)

    return _do(request, batch, act)


def _do(request: ScopedRequest, batch: Batch, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        tell(request, refusal)
    return redirect("batch", request.municipality.code, batch.uid)


def _batch(request: ScopedRequest, uid: UUID) -> Batch:
    return found(lambda: queries.batch(request.scope, uid))
