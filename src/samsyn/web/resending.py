"""What was sent in vain comes back, to be sent again by hand.

A session may end while a form is open. The fields are then kept in the page that answers,
and nowhere else: no file and no password, only in a municipality's pages, and only of a form
that came from here. Nothing is sent until the person has read it and presses the button.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

# the token, and the button that says that the guard is wrong
NOT_TYPED = ("csrfmiddlewaretoken", "sparren_fel")
CHOSEN = re.compile(r"[a-z0-9_:.-]*")


@dataclass(frozen=True)
class Sent:
    """A field as it was sent."""

    name: str
    value: str

    @property
    def written(self) -> bool:
        """Whether somebody wrote it; keys, choices, numbers and times have other signs."""
        return not CHOSEN.fullmatch(self.value)


def logged_out(request: HttpRequest) -> HttpResponse | None:
    """The page for who is no longer logged in; None where nothing would be lost."""
    sentence = _(
        "Du har loggats ut, och inget har sparats. Det du skrev ligger kvar här. Logga in i en ny "
        "flik, kom tillbaka hit och skicka igen."
    )
    return _page(request, sentence)


def without_token(request: HttpRequest) -> HttpResponse | None:
    """The page for a form whose token is too old; None for what another site may have sent."""
    if not _from_here(request):
        return None
    sentence = _(
        "Sidan har varit öppen för länge, eller så har du loggat in på nytt sedan du öppnade den. "
        "Inget har sparats. Det du skrev ligger kvar här: läs igenom det och skicka igen."
    )
    return _page(request, sentence)


def _page(request: HttpRequest, sentence: str) -> HttpResponse | None:
    fields = list(_fields(request))
    if not fields:
        return None
    context = {
        "sentence": sentence,
        "fields": fields,
        "address": request.get_full_path(),
        "file": bool(request.FILES),
    }
    return render(request, "resend.html", context, status=403)


def _fields(request: HttpRequest) -> Iterator[Sent]:
    match = request.resolver_match
    if request.method != "POST" or match is None or "code" not in match.kwargs:
        return
    for name, values in request.POST.lists():
        if name not in NOT_TYPED and "password" not in name.lower():
            yield from (Sent(name, value) for value in values)


def _from_here(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent it; silence is no yes."""
    told = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        sender = urlsplit(told)
    except ValueError:
        return False
    return (sender.scheme, sender.netloc) == (request.scheme, request.get_host())
