"""How a page shows what the guard found, and carries a stop to the one tap that says it is false.

The page holds each stop as it was made, signed: what is reported is what the guard has stopped,
whatever has been typed since, and nothing else. It holds for a day, for its writer alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from samsyn.domain.operations.queries import terms_of
from samsyn.domain.organisations.models import Organisation
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.privacy.guard import Kind, Severity, Span
from samsyn.domain.privacy.rules import Finding, finding_of
from samsyn.domain.stops.actions import report_stop
from samsyn.domain.stops.enums import WritePath
from samsyn.domain.stops.models import StoppedText
from samsyn.domain.stops.rules import Stop, is_polices
from samsyn.foundation.refusals import Mistaken
from samsyn.web.rooms import rooms

WRONG = "sparren_fel"
"""The button that says that a stop is false; it holds the stop."""
HOLDS_SECONDS = 24 * 3600
SALT = "samsyn.web.stopping"
CONTEXT = 30  # signs
NOT_TO_PUT_IN = frozenset({Kind.BIRTH_DATE, Kind.STOPPED_WORD})
"""What is suggested for these is said of them, and is no text."""
OLD = "Stoppet går inte längre att anmäla härifrån. Skicka texten igen, och anmäl det på nytt."


@dataclass(frozen=True)
class WhereWritten:
    """Where texts are being written: by which page, and for whom."""

    path: WritePath
    organisation_id: int | None
    police: bool
    typed: bool = False


@cache
def paths() -> Mapping[str, WritePath]:
    """Which way of writing each page with a text is, as the rooms say."""
    return {route: path for pages in rooms().values() for route, path in pages.written.items()}


def path_of(route: str | None) -> WritePath:
    """Which way of writing a page is."""
    return paths().get(route or "", WritePath.OTHER)


def path_at(address: str) -> WritePath:
    """Which way of writing an address of ours is."""
    try:
        return path_of(resolve(urlsplit(address).path).url_name)
    except (Resolver404, ValueError):
        return WritePath.OTHER


def written(
    scope: Scope, path: WritePath, organisation: object, *, typed: bool = False
) -> WhereWritten:
    """Where a text is written, and whether it is the police's; ``organisation`` is one that was
    chosen, or its key."""
    key = getattr(organisation, "pk", organisation)
    known = key if isinstance(key, int) else None
    row = Organisation.objects.visible_to(scope).filter(pk=known).first() if known else None
    return WhereWritten(path, row.pk if row else None, is_polices(scope, row), typed)


def shown(
    scope: Scope,
    where: WhereWritten,
    texts: Mapping[str, str],
    findings: Iterable[Finding],
    labels: Mapping[str, object],
    ids: Mapping[str, str],
) -> list[dict[str, object]]:
    """Findings as a page shows them: with the words around, and the stop that can be reported."""
    found = list(findings)
    spans = {
        name: tuple(_span(one) for one in found if one.field == name)
        for name in {one.field for one in found}
    }
    return [
        {
            **in_context(one, texts.get(one.field, "")),
            "label": labels.get(one.field, ""),
            "id": ids.get(one.field, ""),
            "token": _token(scope, where, texts, one, spans[one.field]) if one.must_flag else "",
        }
        for one in found
    ]


def in_context(found: Finding, text: str) -> dict[str, object]:
    """A finding with the words around it, so that the writer sees which they are."""
    before, after = text[: found.start], text[found.end :]
    return {
        "before": before if len(before) <= CONTEXT else f"…{before[-CONTEXT:]}",
        "text": found.text,
        "after": after if len(after) <= CONTEXT else f"{after[:CONTEXT]}…",
        "start": found.start,
        "sentence": found.sentence,
        "suggestion": found.suggestion,
        "fits": found.kind not in NOT_TO_PUT_IN,
        "must": found.must_flag,
    }


def _span(found: Finding) -> tuple[int, int, str, str]:
    severity = Severity.MUST_FLAG if found.must_flag else Severity.WARN
    return found.start, found.end, found.kind.value, severity.value


def _token(
    scope: Scope,
    where: WhereWritten,
    texts: Mapping[str, str],
    found: Finding,
    spans: tuple[tuple[int, int, str, str], ...],
) -> str:
    # the police's words go nowhere, not even round by the page
    text = "" if where.police else texts.get(found.field, "")
    stop = Stop(
        field=found.field[:60],
        text=text,
        spans=spans,
        chosen=spans.index(_span(found)),
        **asdict(where),
    )
    return signing.dumps([_whose(scope), asdict(stop)], salt=SALT, compress=True)


def _whose(scope: Scope) -> str:
    return f"{scope.chain}:{scope.user_id}"


def read(scope: Scope, token: str) -> Stop:
    """The stop that a page of the same person's was given, while it holds."""
    try:
        whose, told = signing.loads(token, salt=SALT, max_age=HOLDS_SECONDS)
    except signing.BadSignature as error:
        raise Mistaken(OLD) from error
    if whose != _whose(scope):
        raise Mistaken(OLD)
    spans = tuple((start, end, kind, severity) for start, end, kind, severity in told["spans"])
    return Stop(**{**told, "path": WritePath(told["path"]), "spans": spans})


@dataclass(frozen=True)
class Reported:
    """A stop that was said to be false, and what is kept of it: nothing of the police's."""

    stop: Stop
    row: StoppedText | None
    days: int

    @property
    def said(self) -> str:
        """What is told to who reported it."""
        if self.row is None:
            return _(
                "Tack. Stoppet är räknat som anmält. Polisens texter sparas aldrig för det här."
            )
        return _(
            "Tack. Texten sparas i högst %(days)s dagar så att dataskyddsombudet kan se om spärren "
            "hade fel. Skriv om den under tiden, så kommer den in."
        ) % {"days": self.days}


def report(request: HttpRequest, scope: Scope) -> Reported:
    """Report the stop whose button was pressed."""
    stop = read(scope, request.POST.get(WRONG, ""))
    days = terms_of(scope).stopped_days
    return Reported(stop, report_stop(by=scope, stop=stop, days=days), days)


def still_found(
    scope: Scope, stop: Stop, labels: Mapping[str, object], ids: Mapping[str, str]
) -> list[dict[str, object]]:
    """What was found in the text of a stop, to be shown once more when it has been reported."""
    if not stop.text:
        return []
    found = [
        finding_of(stop.field, stop.text, Span(start, end, Kind(kind), Severity(severity)))
        for start, end, kind, severity in stop.spans
    ]
    where = WhereWritten(stop.path, stop.organisation_id, stop.police)
    rows = shown(scope, where, {stop.field: stop.text}, found, labels, ids)
    rows[stop.chosen]["token"] = ""
    rows[stop.chosen]["reported"] = True
    return rows
