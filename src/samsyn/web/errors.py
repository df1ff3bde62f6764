"""Error pages: a sentence in Swedish that says what to do."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from samsyn.foundation.refusals import NotAllowed, Refusal


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with the sentence of the rule that refused."""
    return render(request, "403.html", {"sentence": str(exception), "refused": True}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Without the shell, whose parts may be what broke; 503 while the database is away."""
    if isinstance(sys.exception(), InterfaceError | OperationalError):
        retry = {"Retry-After": "10"}
        return HttpResponse(render_to_string("503.html"), status=503, headers=retry)
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open for too long, or cookies are off."""
    sentence = _("Sidan har varit öppen för länge. Gå tillbaka, ladda om och skicka igen.")
    return render(request, "403.html", {"sentence": sentence, "refused": False}, status=403)


def said(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer, with a page where a button's address was opened as a link."""
    if not isinstance(response, HttpResponseNotAllowed):
        return response
    sentence = _(
        "Adressen hör till en knapp och går inte att öppna som en sida. Inget har ändrats."
    )
    page = render(request, "403.html", {"sentence": sentence, "refused": False}, status=405)
    page.headers["Allow"] = response.headers["Allow"]
    return page


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """403 or 409 with the refusal's sentence, for what no form can show."""
    status = 403 if isinstance(refusal, NotAllowed) else 409
    context = {"sentence": refusal.sentence, "refused": True}
    return render(request, "403.html", context, status=status)
