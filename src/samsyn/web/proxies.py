"""Who asks, where a proxy stands in front: its word is taken only if it is one of ours."""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Next = Callable[[HttpRequest], HttpResponseBase]
_FORWARDED_FOR, _FORWARDED_PROTO = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"


def find_client(get_response: Next) -> Next:
    """Let ``REMOTE_ADDR`` be the client's address, whoever stands between.

    What a stranger says of himself in ``X-Forwarded-For`` and ``X-Forwarded-Proto`` is not
    heard, once trusted proxies are named.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if settings.TRUSTED_PROXIES:
            _find(request.META)
        return get_response(request)

    return middleware


def _find(meta: dict[str, str]) -> None:
    if not _is_trusted(meta.get("REMOTE_ADDR", "")):
        meta.pop(_FORWARDED_PROTO, None)
        return
    meta["REMOTE_ADDR"] = client_of(meta["REMOTE_ADDR"], meta.get(_FORWARDED_FOR, ""))


def client_of(peer: str, forwarded: str) -> str:
    """The address that the last trusted proxy was asked from.

    Each proxy adds at the right who asked it; what stands left of the first stranger may be
    anything that he wrote.
    """
    client = peer
    for told in reversed(forwarded.split(",")):
        address = _address(told.strip())
        if address is None:
            return client
        client = str(address)
        if not _is_trusted(client):
            return client
    return client


def _is_trusted(text: str) -> bool:
    address = _address(text)
    return address is not None and any(address in one for one in settings.TRUSTED_PROXIES)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """An address, as a proxy may write it: with a port, in brackets, mapped into IPv6."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
