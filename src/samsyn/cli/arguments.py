"""Arguments that several commands take: which municipality, and who acts."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from pathlib import Path

from samsyn.domain.organisations.models import Municipality, User
from samsyn.domain.organisations.queries import standing
from samsyn.domain.organisations.rules import make_scope, system_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.refusals import Mistaken, NotAllowed


def add_scope(parser: ArgumentParser) -> None:
    """``--municipality`` and ``--as``."""
    parser.add_argument("--municipality", metavar="KOD", help="kommunkod, om det finns flera")
    parser.add_argument("--as", dest="actor", metavar="E-POST", help="vem som gör det")


def scope_of(given: Namespace) -> Scope:
    """The scope a command acts in: a person's, or the system's."""
    municipality = _municipality(given.municipality)
    if not given.actor:
        return system_scope(municipality)
    user = User.objects.filter(email=given.actor.lower(), is_active=True).first()
    found = standing(user, municipality.code) if user else None
    if user is None or found is None:
        raise NotAllowed(f"{given.actor} har ingen roll i {municipality.name}.")
    return make_scope(user, *found)


def iso_day(text: str) -> date:
    """A date argument."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} är inget datum; skriv ÅÅÅÅ-MM-DD") from error


def bytes_of(path: Path) -> bytes:
    """A file's bytes."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Mistaken(f"Filen {path} går inte att öppna. {_why(error)}") from error


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "Den finns inte."
    if isinstance(error, IsADirectoryError):
        return "Det är en mapp."
    return "Får du läsa den?"


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Mistaken(
            f"Filen {path} kan inte skrivas. Finns mappen, och får du skriva i den?"
        ) from error


def _municipality(code: str | None) -> Municipality:
    found = list(Municipality.objects.filter(code=code) if code else Municipality.objects.all()[:2])
    if len(found) == 1:
        return found[0]
    if code:
        raise Mistaken(f"Det finns ingen kommun med koden {code}.")
    if found:
        raise Mistaken("Det finns flera kommuner. Säg vilken med --municipality KOD.")
    raise Mistaken("Det finns ingen kommun ännu. Lägg upp en med ./samsyn municipality.")
