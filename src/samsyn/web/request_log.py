"""A line in the log for each request: which route, how it went, how long it took."""

import logging
import time
from collections.abc import Callable
from uuid import uuid4

from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponseBase

Next = Callable[[HttpRequest], HttpResponseBase]
log = logging.getLogger(__name__)


def log_request(get_response: Next) -> Next:
    """Log a request by its route's name, never by its path, query or body."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        start, number = time.perf_counter(), uuid4().hex
        request.META["samsyn.request"] = number
        response = get_response(request)
        if log.isEnabledFor(logging.INFO):
            log.info("request", extra=_told(request, response.status_code, start, number))
        return response

    return middleware


def _told(request: HttpRequest, status: int, start: float, number: str) -> dict[str, object]:
    match = request.resolver_match
    # who has not been asked for yet is not asked for here
    person = getattr(request, "_cached_user", None)
    return {
        "method": request.method,
        "route": match.view_name if match else "",
        "status": status,
        "duration_ms": round((time.perf_counter() - start) * 1000),
        "request": number,
        "actor": str(getattr(person, "uid", "") or ""),
    }


def _log_fault(sender: object, request: HttpRequest | None = None, **about: object) -> None:
    """A fault while answering; what kind and where, with the request's number."""
    match = request.resolver_match if request is not None else None
    about_it = {
        "request": request.META.get("samsyn.request", "") if request is not None else "",
        "route": match.view_name if match else "",
    }
    log.error("fault", exc_info=True, extra=about_it)


got_request_exception.connect(_log_fault, dispatch_uid="samsyn.fault")
