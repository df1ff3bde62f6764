"""The operator's page: how the installation stands, and what can be done again."""

from collections.abc import Callable, Iterator
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.domain.operations.actions.mending import retry_work, send_letter_again
from samsyn.domain.operations.actions.watching import close_alert
from samsyn.domain.operations.enums import AlertKind
from samsyn.domain.operations.models import Alert
from samsyn.domain.operations.queries.status import installation_status
from samsyn.domain.operations.wording import TO_DO, alert_about
from samsyn.domain.organisations.enums import Act
from samsyn.foundation import folders
from samsyn.web.gate import needs
from samsyn.web.organisations.pages import say
from samsyn.web.request import ScopedRequest
from samsyn.web.rooms import Task


def alerts(request: ScopedRequest) -> Iterator[Task]:
    """Alerts that nobody has looked at."""
    if count := Alert.objects.filter(closed_at__isnull=True).count():
        yield Task(_("Larm att se över"), _page(request), count)


@require_safe
@needs(Act.OPERATE)
def status(request: ScopedRequest) -> HttpResponse:
    """How the installation stands."""
    found = installation_status()
    context = {
        "status": found,
        "alerts": [(one, alert_about(one), TO_DO[AlertKind(one.kind)]) for one in found.alerts],
        "command": folders.COMMAND,
        "good": found.last_good_backup,
        "used": round(100 * (1 - found.disk_free / found.disk_total)),
        "sent": found.letters.get("sent", 0),
    }
    return render(request, "operations/status.html", context)


@require_POST
@needs(Act.OPERATE)
def retry(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Let failed work begin anew."""
    return _done(
        request, lambda: retry_work(by=request.scope, uid=uid), _("Arbetet görs om strax.")
    )


@require_POST
@needs(Act.OPERATE)
def resend(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Send a letter once more."""
    return _done(
        request, lambda: send_letter_again(by=request.scope, uid=uid), _("Brevet skickas igen.")
    )


@require_POST
@needs(Act.OPERATE)
def close(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Say that an alert has been looked at."""
    alert = get_object_or_404(Alert, uid=uid)
    return _done(
        request,
        lambda: close_alert(by=request.scope, alert=alert),
        _("Larmet är kvitterat. Det finns kvar i listan."),
    )


def _done(request: ScopedRequest, action: Callable[[], object], done: str) -> HttpResponse:
    say(request, action, done)
    return redirect(_page(request))


def _page(request: ScopedRequest) -> str:
    return reverse("operations", args=[request.municipality.code])
