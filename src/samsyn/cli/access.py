"""``./samsyn access``: changes of access that nobody else can confirm."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence

from samsyn.cli.arguments import add_municipality, by_uid, scope_of
from samsyn.cli.reading import site_address
from samsyn.domain.organisations.actions.requests import (
    Invited,
    confirm_as_operator,
    give_notice,
    refuse_request,
)
from samsyn.domain.organisations.models import AccessRequest, Municipality
from samsyn.domain.organisations.queries.access import awaited, waited_for
from samsyn.domain.organisations.rules.giving import operator_may_from
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.wording import wanted
from samsyn.foundation import formats
from samsyn.foundation.clock import local_day
from samsyn.web.organisations import letters


def main(argv: Sequence[str]) -> int:
    """List what waits, or answer it."""
    given = _parser().parse_args(argv)
    scope = scope_of(given)
    if given.what == "list":
        _list(scope)
    else:
        _ANSWERS[given.what](scope, given)
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        "./samsyn access",
        description="Behörigheter som väntar. Driften bekräftar bara där ingen annan kan, sju "
        "dagar efter att samordnare och dataskyddsombud har fått besked.",
    )
    parts = parser.add_subparsers(dest="what", required=True, metavar="KOMMANDO")
    add_municipality(parts.add_parser("list", help="visa vad som väntar, och på vem"))
    for name, does in (
        ("confirm", "bekräfta"),
        ("refuse", "neka"),
        ("notice", "ge besked när de som kunde bekräfta inte finns längre"),
    ):
        part = parts.add_parser(name, help=does)
        part.add_argument("request", metavar="NUMMER", help="numret som list visar")
        part.add_argument(
            "--url",
            type=site_address,
            default="http://localhost:8000",
            metavar="ADRESS",
            help="Samsyns adress, som brevets länk börjar med (http://localhost:8000)",
        )
        add_municipality(part)
    return parser


def _list(scope: Scope) -> None:
    rows = list(awaited(scope))
    lines = [_line(scope, one) for one in rows] or ["Inget väntar."]
    sys.stdout.write("\n".join(lines) + "\n")


def _line(scope: Scope, request: AccessRequest) -> str:
    others = ", ".join(one.name for one in waited_for(scope, request))
    return f"{request.uid}  {wanted(request)}\n    {_waits_for(request, others)}"


def _waits_for(request: AccessRequest, others: str) -> str:
    if others:
        return f"väntar på {others}"
    if request.noticed_at is None:
        return "ingen kan bekräfta; ge besked med: access notice"
    founded = Municipality.objects.get(pk=request.municipality_id).created_at
    day = formats.day(local_day(operator_may_from(request.noticed_at, founded)))
    return f"driften får bekräfta från och med {day}"


def _confirm(scope: Scope, given: Namespace) -> None:
    request = _found(scope, given.request)
    municipality = Municipality.objects.get(pk=scope.municipality_id)
    done = letters.confirm(
        scope,
        municipality,
        lambda: confirm_as_operator(by=scope, request=request),
        root=given.url,
    )
    let_in = done.person if isinstance(done, Invited) else None
    sent = f" Ett brev är på väg till {let_in.email}." if let_in else ""
    sys.stdout.write(f"Bekräftat.{sent}\n")


def _refuse(scope: Scope, given: Namespace) -> None:
    refuse_request(by=scope, request=_found(scope, given.request))
    sys.stdout.write("Nekat. Den som begärde det får besked.\n")


def _notice(scope: Scope, given: Namespace) -> None:
    request = give_notice(by=scope, request=_found(scope, given.request))
    sys.stdout.write(f"Samordnare och dataskyddsombud får besked; {_waits_for(request, '')}.\n")


_ANSWERS: dict[str, Callable[[Scope, Namespace], None]] = {
    "confirm": _confirm,
    "refuse": _refuse,
    "notice": _notice,
}


def _found(scope: Scope, text: str) -> AccessRequest:
    missing = f"Det finns ingen begäran med numret {text}. Se ./samsyn access list."
    return by_uid(AccessRequest.objects.visible_to(scope), text, missing)
