"""Headers, language and the session's limits, on every request."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

Next = Callable[[HttpRequest], HttpResponseBase]
STARTED, SEEN = "session_started", "session_seen"
# how old the last mark of activity may be before the session row is written again
MARK_EVERY_SECONDS = 60


def harden_answer(get_response: Next) -> Next:
    """Add the headers that no library sets; pages with data are never stored."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "geolocation=(self), camera=(), microphone=()"
        )
        if not request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def choose_language(get_response: Next) -> Next:
    """Swedish, unless the reader has chosen English; the browser's wish is not asked."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def limit_session(get_response: Next) -> Next:
    """End a session after 30 idle minutes or 12 hours in all."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            _check_session(request)
        return get_response(request)

    return middleware


def _check_session(request: HttpRequest) -> None:
    now, session = int(time.time()), request.session
    started, seen = session.get(STARTED, now), session.get(SEEN, now)
    if (
        now - seen > settings.SESSION_IDLE_SECONDS
        or now - started > settings.SESSION_ABSOLUTE_SECONDS
    ):
        logout(request)
    elif SEEN not in session or now - seen > MARK_EVERY_SECONDS:
        session[STARTED], session[SEEN] = started, now
