"""Reading in an agency's file: choose, map, try, import, undo."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from samsyn.domain.files.actions import read
from samsyn.domain.intake import queries
from samsyn.domain.intake.actions import create_source, order_check, save_mapping, take_in
from samsyn.domain.intake.enums import BatchState
from samsyn.domain.intake.models import Batch, Source
from samsyn.domain.intake.rules import may_keep, may_see_rows, may_step, may_undo
from samsyn.domain.observations.actions.approving import Consent, order_import
from samsyn.domain.observations.actions.importing import table_of, undo
from samsyn.domain.observations.actions.trying import suggestion, table_in
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.enums import Act
from samsyn.domain.places.actions import add_alias
from samsyn.foundation import formats
from samsyn.foundation.refusals import Mistaken, Refusal
from samsyn.sources.mapping import About, TableMapping
from samsyn.sources.tables import Table
from samsyn.web.answers import attempt, found, sent, sent_files, show_form, tell
from samsyn.web.differences import replaced
from samsyn.web.gate import needs
from samsyn.web.intake.deciding import DecideForm
from samsyn.web.intake.forms import FileForm, LayoutForm, MappingForm, SourceForm
from samsyn.web.request import ScopedRequest

WORKING = (BatchState.UPLOADED, BatchState.CHECKING, BatchState.IMPORTING)


@require_safe
@needs(Act.IMPORT)
def batches(request: ScopedRequest) -> HttpResponse:
    """The sources, and what has come in from them."""
    lists = queries.sources(request.scope)
    context = {
        "sources": lists,
        "batches": queries.batches(request.scope),
        "kept": queries.kept_by(request.scope, [one.source for one in lists]),
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
    batch = attempt(request, form, lambda: _first_file(request, form))
    if batch is not None:
        return redirect("batch_mapping", request.municipality.code, batch.uid)
    return show_form(request, "intake/source.html", form)


def _first_file(request: ScopedRequest, form: SourceForm) -> Batch:
    """A new list and its first file; a file that holds no table makes no list."""
    file = form.cleaned_data["file"]
    data = file.read()
    table_in(data, file.name)
    with transaction.atomic():
        source = create_source(by=request.scope, new=form.new_source())
        return take_in(by=request.scope, source=source, data=data, name=file.name)


@needs(Act.IMPORT)
def upload(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """One more file of a source."""
    rows = Source.objects.visible_to(request.scope).filter(removed_at__isnull=True)
    source = get_object_or_404(rows, uid=uid)
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
    others = queries.others_bring(request.scope, batch.source)
    keeps = may_keep(request.scope, batch.source, others_bring=others)
    remarks = queries.problems(request.scope, batch, blocking=False) if shown else []
    context = {
        "batch": batch,
        "shown": shown,
        "preview": batch.preview if shown else [],
        "working": kept and batch.state in WORKING and bool(batch.mapping),
        "problems": queries.problems(request.scope, batch, blocking=True),
        "remarks": remarks,
        "stopped": any(one.kind == About.PERSONAL for one in remarks),
        "most_shown": queries.MOST_PROBLEMS,
        "may_import": kept and may_step(batch, BatchState.IMPORTING),
        "may_undo": may_step(batch, BatchState.UNDONE) and may_undo(request.scope, batch),
        "may_change": request.scope.may(Act.REVIEW),
        "may_try": kept and may_step(batch, BatchState.CHECKING),
        "may_map": keeps and kept and may_step(batch, BatchState.CHECKING),
        "decide": _deciding(request, batch) if shown and kept and keeps else None,
    }
    return render(request, "intake/one.html", context)


def _deciding(request: ScopedRequest, batch: Batch) -> DecideForm | None:
    """The choices that are still to be made, where there are any."""
    asked = any(batch.asks.get(name) for name in ("words", "places", "without"))
    if batch.state != BatchState.CHECKED or not asked:
        return None
    return DecideForm(batch=batch, known=reference(request.scope))


@require_POST
@needs(Act.IMPORT)
def decide(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Keep what words and places mean, and try the file once more."""
    batch = _batch(request, uid)
    form = DecideForm(request.POST, batch=batch, known=reference(request.scope))

    def act() -> Source:
        with transaction.atomic():
            for word, place in form.aliases(reference(request.scope)).items():
                add_alias(by=request.scope, place=place, alias=word)
            mapping = form.new_mapping(TableMapping.from_json(batch.source.mapping))
            return _keep(request, batch, mapping, form.cleaned_data["version"])

    if not form.is_valid():
        tell(request, Mistaken("Ett av valen finns inte längre. Välj igen."))
        return redirect("batch", request.municipality.code, batch.uid)
    return _do(request, batch, act)


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
        table, current = _table_and_mapping(request, batch)
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
    layout = LayoutForm(
        initial={"rad": current.labels_on, "blad": current.only_sheet}, sheets=table.sheets
    )
    context = {"batch": batch, "table": table, "differences": changed, "layout": layout}
    return show_form(request, "intake/mapping.html", form, **context)


def _table_and_mapping(request: ScopedRequest, batch: Batch) -> tuple[Table, TableMapping]:
    """The file as the list reads it, or with the headings and sheet that a person points out."""
    saved = batch.source.mapping
    current = TableMapping.from_json(saved) if saved else TableMapping(())
    where = _pointed_out(request, current)
    if where is None:
        table = table_of(batch)
        return table, current if saved else suggestion(request.scope, table)
    table = table_in(read(batch.file), batch.file.name, replace(where, columns=()))
    fits = {rule.label for rule in where.columns} & set(table.header)
    mapping = where if fits else suggestion(request.scope, table)
    return table, replace(mapping, labels_on=where.labels_on, only_sheet=where.only_sheet)


def _pointed_out(request: ScopedRequest, mapping: TableMapping) -> TableMapping | None:
    """The mapping with where the headings stand as it was said now; None where nothing was."""
    data = request.POST if request.method == "POST" else request.GET
    row = data.get("labels_on", data.get("rad", ""))
    sheet = data.get("only_sheet", data.get("blad", ""))
    if not row and not sheet and "rad" not in data:
        return None
    number = int(row) if row.isdigit() else None
    return replace(mapping, labels_on=number, only_sheet=sheet or None)


def _save(request: ScopedRequest, batch: Batch, form: MappingForm) -> Source:
    return _keep(request, batch, form.new_mapping(), form.cleaned_data["version"])


def _keep(request: ScopedRequest, batch: Batch, mapping: TableMapping, version: int) -> Source:
    """Keep a list's mapping and have the file tried with it."""
    source = save_mapping(by=request.scope, source=batch.source, mapping=mapping, version=version)
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
