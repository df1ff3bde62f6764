"""The log, for the data protection officer."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samsyn.domain.audit.actions import record_read
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.log import chain_breaks, log_page
from samsyn.web.gate import needs
from samsyn.web.request import ScopedRequest


@require_safe
@needs(Act.READ_LOG)
def log(request: ScopedRequest) -> HttpResponse:
    """Entries, newest first; that they were read is an entry too."""
    text = request.GET.get("fore", "")
    before = int(text) if text.isdecimal() and len(text) < 16 else None
    page = log_page(request.scope, before=before)
    record_read(request.scope, "organisations.log_read")
    return render(request, "organisations/log.html", {"page": page, "before": before})


@require_safe
@needs(Act.READ_LOG)
def check(request: ScopedRequest) -> HttpResponse:
    """Go through the whole chain."""
    breaks = chain_breaks(request.scope)
    record_read(request.scope, "organisations.log_checked", plain={"breaks": len(breaks)})
    return render(request, "organisations/log_check.html", {"breaks": breaks})
