"""``./samsyn municipality create``: a new municipality and its first coordinator."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction

from samsyn.cli.reading import bytes_of, json_in, site_address
from samsyn.domain.observations.actions.standard_categories import add_standard_categories
from samsyn.domain.organisations.actions.municipalities import create_municipality
from samsyn.domain.organisations.actions.requests import Invited
from samsyn.domain.organisations.models import Municipality, User
from samsyn.domain.organisations.queries import municipalities_of
from samsyn.domain.organisations.rules import system_scope
from samsyn.foundation.refusals import Mistaken
from samsyn.web.organisations import letters


def main(argv: Sequence[str]) -> int:
    """Found a municipality and print the coordinator's link, or list those there are."""
    given = _parser().parse_args(argv)
    if given.what == "list":
        _list()
    else:
        _create(given)
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser("./samsyn municipality", description="Lägg upp en kommun.")
    parts = parser.add_subparsers(dest="what", required=True, metavar="KOMMANDO")
    parts.add_parser("list", help="visa de kommuner som finns")
    create = parts.add_parser("create", help="lägg upp en kommun och bjud in dess samordnare")
    create.add_argument("--code", required=True, metavar="KOD", help="kommunkod, fyra siffror")
    create.add_argument("--name", required=True, metavar="NAMN", help="kommunens namn")
    create.add_argument(
        "--coordinator", required=True, metavar="E-POST", help="EST-samordnarens e-postadress"
    )
    create.add_argument(
        "--coordinator-name", required=True, metavar="NAMN", help="EST-samordnarens namn"
    )
    create.add_argument(
        "--organisation",
        default="Kommunledningen",
        metavar="NAMN",
        help="samordnarens verksamhet (Kommunledningen)",
    )
    create.add_argument(
        "--outline", type=Path, metavar="FIL", help="kommunens gräns som GeoJSON i WGS 84"
    )
    create.add_argument(
        "--url",
        type=site_address,
        default="http://localhost:8000",
        metavar="ADRESS",
        help="Samsyns adress, som länken börjar med (http://localhost:8000)",
    )
    return parser


def _list() -> None:
    rows = Municipality.objects.order_by("code")
    lines = [f"{one.code} {one.name}" for one in rows] or ["Det finns ingen kommun ännu."]
    sys.stdout.write("\n".join(lines) + "\n")


@transaction.atomic
def _create(given: Namespace) -> None:
    _check_is_whom_is_meant(given.coordinator, given.coordinator_name)
    founded = create_municipality(
        code=given.code,
        name=given.name,
        coordinator_email=given.coordinator,
        coordinator_name=given.coordinator_name,
        organisation=given.organisation,
        outline=_read(given.outline) if given.outline else None,
    )
    municipality = founded.municipality
    add_standard_categories(system_scope(municipality))
    _, link = letters.invite(
        system_scope(municipality), municipality, lambda: founded.coordinator, root=given.url
    )
    sys.stdout.write(_answer(municipality, founded.coordinator, link))


def _check_is_whom_is_meant(email: str, name: str) -> None:
    """Refuse an address that is somebody else's account here: an account has one name and one
    address, whatever the municipality."""
    known = User.objects.filter(email=email.strip().lower()).first()
    if known is None or known.name.casefold() == name.strip().casefold():
        return
    where = ", ".join(f"{one.code} {one.name}" for one in municipalities_of(known))
    raise Mistaken(
        f"{known.email} är redan {known.name}s konto{f' (i {where})' if where else ''}. Menar du "
        f"den personen, ge --coordinator-name ”{known.name}”. Annars: ge en annan adress."
    )


def _answer(municipality: Municipality, invited: Invited, link: str) -> str:
    who = invited.person.email if invited.person else ""
    way_in = f"{who} väljer lösenord här:\n{link}" if link else f"Ett brev är på väg till {who}."
    return f"{municipality.name} ({municipality.code}) är upplagd.\n{way_in}\n"


def _read(path: Path) -> object:
    try:
        found: object = json_in(bytes_of(path))
    except ValueError as error:
        raise Mistaken(f"Filen {path} är inte GeoJSON.") from error
    return found
