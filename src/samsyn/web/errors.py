"""Error pages: a sentence in Swedish that says what to do."""

import sys
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from samsyn.foundation.faults import Fault, fault_of
from samsyn.foundation.refusals import NotAllowed, Refusal
from samsyn.web import resending

_PIECE = 65_536


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, unless it is the machine that could not: Django says of a session that cannot be
    written that it has been deleted."""
    return unavailable(request, exception) or render(request, "400.html", status=400)


def too_long(request: HttpRequest) -> HttpResponse | None:
    """413 for a form that is longer than what is read of it, before anything reads it."""
    form = request.content_type == "application/x-www-form-urlencoded"
    length = request.META.get("CONTENT_LENGTH") or "0"
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if not form or not length.isdecimal() or int(length) <= most:
        return None
    return render(request, "413.html", status=413)


def unclear(request: HttpRequest, sentences: list[str]) -> HttpResponse:
    """422 with what in the address was not understood, instead of an answer to something else."""
    return render(request, "422.html", {"sentences": sentences}, status=422)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with the sentence of the rule that refused."""
    return render(request, "403.html", {"sentence": str(exception), "refused": True}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Without the shell, whose parts may be what broke; 503 while the database is away."""
    told = unavailable(request, sys.exception())
    return told or HttpResponse(render_to_string("500.html"), status=500)


def unavailable(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """507 for a full disk and 503 for a database that is away, with when to try again.

    A part that a page asks for is answered with a part.
    """
    fault = fault_of(error)
    if fault is None:
        return None
    _hear_out(request)
    name = "fault_part.html" if "HX-Request" in request.headers else "503.html"
    context = {"fault": fault.value}
    return HttpResponse(
        render_to_string(name, context),
        status=507 if fault is Fault.FULL else 503,
        headers={"Retry-After": "10"},
    )


def _hear_out(request: HttpRequest) -> None:
    """Read what is still being sent: a browser that is cut off in the middle of a file shows
    its own error instead of the answer."""
    left = settings.UPLOAD_LIMIT_BYTES
    with suppress(OSError):
        while left > 0 and (some := request.read(_PIECE)):
            left -= len(some)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open for too long, or cookies are off; what was typed here comes back."""
    if again := resending.without_token(request):
        return again
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
