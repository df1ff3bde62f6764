"""The log, for the data protection officer: searched, taken out as a file, checked."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from samsyn.domain.audit.actions import record_read
from samsyn.domain.audit.queries import last_number
from samsyn.domain.audit.wording import READING, named_acts
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries.files import exports_that_may_hold
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.queries.log import (
    LogFilters,
    LogRow,
    chain_breaks,
    count_entries,
    every_row,
    log_page,
    said,
)
from samsyn.domain.organisations.rules import EARLIEST_YEAR, LATEST_YEAR
from samsyn.domain.organisations.tenancy import Scope
from samsyn.drawing.sheets import csv_lines
from samsyn.drawing.table import Column
from samsyn.foundation import clock
from samsyn.foundation.ids import as_uid
from samsyn.web.gate import needs
from samsyn.web.inputs import DayInput
from samsyn.web.request import ScopedRequest

LONGEST = 80
_TYPED = ("vem", "sak")
_DAYS_OF_A_CALENDAR = (
    MinValueValidator(date(EARLIEST_YEAR, 1, 1)),
    MaxValueValidator(date(LATEST_YEAR, 12, 31)),
)


class Search(forms.Form):
    """What narrows the log."""

    vem = forms.CharField(
        label=_("Vem"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    vad = forms.ChoiceField(label=_("Vad"), required=False)
    sak = forms.CharField(
        label=_("Om rapport eller sak"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "R123"}),
    )
    fran = forms.DateField(
        label=_("Från"), widget=DayInput(), required=False, validators=_DAYS_OF_A_CALENDAR
    )
    till = forms.DateField(
        label=_("Till"), widget=DayInput(), required=False, validators=_DAYS_OF_A_CALENDAR
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        some = [(READING, _("All läsning av det som är skyddat"))]
        acts = sorted(named_acts().items(), key=lambda one: one[1].casefold())
        self.fields["vad"].choices = [("", _("Allt")), *some, *acts]  # type: ignore[attr-defined]


# digits of a key that the database can hold
LONGEST_NUMBER = 18


@require_safe
@needs(Act.READ_LOG)
def log(request: ScopedRequest) -> HttpResponse:
    """Entries, newest first; that they were read, and which were asked for, is an entry too."""
    form = Search(request.GET)
    report = _report(request)
    filters = _filters(form, report)
    text = request.GET.get("fore", "")
    before = int(text) if text.isdecimal() and len(text) < 16 else None
    page = log_page(request.scope, filters, before=before) if filters else None
    record_read(request.scope, "organisations.log_read", plain=_told(form))
    context = {
        "form": form,
        "page": page,
        "before": before,
        "report": report,
        "exports": _exports(request, report),
        "filtered": bool(filters and filters.narrow) or not form.is_valid(),
        "query": urlencode(_kept(form)),
        "may_redact": request.scope.may(Act.REDACT),
    }
    return render(request, "organisations/log.html", context)


def _filters(form: Search, report: Observation | None) -> LogFilters | None:
    """What is asked for; None where it is not understood."""
    if not form.is_valid():
        return None
    data = form.cleaned_data
    subject = str(report.uid) if report else data["sak"].strip().lower()
    if subject and not report and not as_uid(subject):
        form.add_error("sak", _("Det finns ingen rapport och ingen sak med det numret."))
        return None
    return LogFilters(
        who=data["vem"].strip(),
        act=data["vad"],
        since=data["fran"],
        until=data["till"],
        subject=subject,
    )


def _report(request: ScopedRequest) -> Observation | None:
    """The report that is asked about by number, uid or address: that it is there, not what it
    says."""
    text = request.GET.get("sak", "").strip().strip("/").rpartition("/")[-1]
    rows = Observation.objects.within(request.scope.municipality_id)
    if uid := as_uid(text):
        return rows.filter(uid=uid).first()
    number = text.upper().removeprefix("R").strip()
    known = number.isdecimal() and len(number) <= LONGEST_NUMBER
    return rows.filter(pk=int(number)).first() if known else None


def _exports(request: ScopedRequest, report: Observation | None) -> list[LogRow]:
    """The files that may have held a report."""
    if report is None:
        return []
    return list(said(request.scope, exports_that_may_hold(request.scope, report)))


def _told(form: Search) -> dict[str, str | int | bool | None]:
    """What was asked for, but for the words: a name that was typed is not kept."""
    kept = _kept(form)
    return {f"asked_{name}": kept[name] if name not in _TYPED else True for name in kept}


def _kept(form: Search) -> dict[str, str]:
    if not form.is_valid():
        return {}
    data = form.cleaned_data
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in data.items()
        if value
    }


@require_safe
@needs(Act.READ_LOG)
def download(request: ScopedRequest) -> HttpResponseBase:
    """The entries asked for as CSV, with their hashes, so that another can check the chain."""
    form = Search(request.GET)
    filters = _filters(form, _report(request))
    if filters is None:
        return render(request, "422.html", {"sentences": [str(form.errors)]}, status=422)
    before = last_number(request.scope.chain) + 1  # that it was taken out is not in it
    told = {"rows": count_entries(request.scope, filters), **_told(form)}
    record_read(request.scope, "organisations.log_exported", plain=told)
    columns = tuple(Column(name) for name in ("Nr", "När", "Vad", "Kanal", "Kod", "Kedja"))
    lines = csv_lines(columns, _cells(request.scope, filters, before))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"logg-{request.municipality.code}-{clock.today()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cells(scope: Scope, filters: LogFilters, before: int) -> Iterator[tuple[str, ...]]:
    """What stands in the file, as it is read; a file of a long log is never whole in memory."""
    for row, entry in every_row(scope, filters, before):
        at = row.at.isoformat()
        yield str(row.number), at, row.sentence, row.origin, row.act, entry.hash


@require_safe
@needs(Act.READ_LOG)
def check(request: ScopedRequest) -> HttpResponse:
    """Go through the whole chain."""
    breaks = chain_breaks(request.scope)
    record_read(request.scope, "organisations.log_checked", plain={"breaks": len(breaks)})
    return render(request, "organisations/log_check.html", {"breaks": breaks})
