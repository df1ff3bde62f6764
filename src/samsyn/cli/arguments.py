"""Arguments that several commands take: which municipality, and who acts.

Each use of a command is an entry in the log, with the operating system's user. What somebody
may read on a page ``--as`` does not open all of: not the police's texts, and not the log.
"""

import os
import pwd
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Model, QuerySet

from samsyn.domain.audit.actions import record
from samsyn.domain.notices.letters.command import tell_of_command
from samsyn.domain.organisations.actions.access import record_refusal
from samsyn.domain.organisations.actions.municipalities import Installation
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.organisations.models import Municipality, User
from samsyn.domain.organisations.queries import municipalities_of, standing
from samsyn.domain.organisations.rules import HeldRole, make_scope, system_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.refusals import Mistaken, NotAllowed

Row = TypeVar("Row", bound=Model)
CHANNEL = "kommandorad"
WHICH = "Säg vilken med --municipality KOD"
# who acts in the command that runs, and its name
_acting: ContextVar[tuple[Scope, str] | None] = ContextVar("acting", default=None)


def add_municipality(parser: ArgumentParser) -> None:
    """``--municipality``."""
    parser.add_argument("--municipality", metavar="KOD", help="kommunkod, där det finns flera")
    parser.set_defaults(command=parser.prog.split()[1], actor="")


def add_scope(parser: ArgumentParser) -> None:
    """``--municipality`` and ``--as``."""
    add_municipality(parser)
    parser.add_argument(
        "--as",
        dest="actor",
        metavar="E-POST",
        help="vem som gör det; personen får besked, och varken polisens text eller loggen öppnas",
    )


def scope_of(given: Namespace) -> Scope:
    """The scope a command acts in: a person's, or the system's. That it is used is logged."""
    municipality = _municipality(given)
    system = _by_command(system_scope(municipality))
    _acting.set((system, given.command))
    if not given.actor:
        record(system, "access.command_run", plain={"command": given.command})
        return system
    user = _person(given)
    found = standing(user, municipality.code) if user else None
    if user is None or found is None:
        elsewhere = municipalities_of(user) if user else []
        other = f" {WHICH}: {_choices(elsewhere)}." if elsewhere else ""
        raise NotAllowed(f"{given.actor} har ingen roll i {municipality.name}.{other}")
    opened = _opened(found[1])
    if not opened:
        raise NotAllowed(
            f"{given.actor} har bara roller som --as inte öppnar: polisens och dataskyddsombudets."
        )
    scope = _by_command(make_scope(user, municipality, opened))
    _acting.set((scope, given.command))
    with transaction.atomic():
        record(scope, "access.command_run", user, plain={"command": given.command})
        tell_of_command(system, user, command=given.command, os_user=system.os_user)
    return scope


def log_is_there() -> bool:
    """Whether there is anything to keep a log of: some commands are for a host without tables,
    and one that is empty stays so until it is founded, or restored from a backup."""
    try:
        tables = connection.introspection.table_names()
        return Municipality._meta.db_table in tables and Municipality.objects.exists()
    except (OperationalError, InterfaceError):
        return False


def log_run(command: str) -> None:
    """Log that a command was run, where it acted in no municipality, or in all: in the
    installation's own log."""
    if _acting.get() is None:
        by = Installation(channel=CHANNEL, os_user=_os_user())
        record(by, "access.command_run", plain={"command": command})
    _acting.set(None)


def log_refusal() -> None:
    """Log that the command was refused, in the municipality's log where it has come so far."""
    acting = _acting.get()
    if acting:
        scope, command = acting
        record_refusal(scope, f"./samsyn {command}")


def _opened(held: Iterable[HeldRole]) -> list[HeldRole]:
    return [
        one
        for one in held
        if one.kind != OrganisationKind.POLICE and one.role != Role.DATA_PROTECTION_OFFICER
    ]


def _by_command(scope: Scope) -> Scope:
    # not from the environment, which whoever runs the command can set
    return replace(scope, channel=CHANNEL, os_user=_os_user())


def _os_user() -> str:
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:  # in a container nobody need be named
        return str(number)


def iso_day(text: str) -> date:
    """A date argument."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} är inget datum; skriv ÅÅÅÅ-MM-DD") from error


def by_uid(rows: QuerySet[Row], text: str, missing: str) -> Row:
    """The row of a uid that somebody typed; ``missing`` is said where there is none."""
    try:
        row = rows.filter(uid=UUID(text)).first()
    except ValueError:
        row = None
    if row is None:
        raise Mistaken(missing)
    return row


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Mistaken(
            f"Filen {path} kan inte skrivas. Finns mappen, och får du skriva i den?"
        ) from error


def _municipality(given: Namespace) -> Municipality:
    """The one that was named, or the only one; never one of several."""
    every = list(Municipality.objects.order_by("code"))
    code = (given.municipality or "").strip()
    found = [one for one in every if one.code == code] if code else every
    if len(found) == 1:
        return found[0]
    if not every:
        raise Mistaken("Det finns ingen kommun ännu. Lägg upp en med ./samsyn municipality.")
    if code:
        raise Mistaken(f"Det finns ingen kommun med koden {code}. {WHICH}: {_choices(every)}.")
    person = _person(given) if given.actor else None
    theirs = municipalities_of(person) if person else []
    raise Mistaken(f"Det finns flera kommuner. {WHICH}: {_choices(theirs or every)}.")


def _person(given: Namespace) -> User | None:
    """Whose name a command is run in; an address is one account, whatever the municipality."""
    return User.objects.filter(email=given.actor.strip().lower(), is_active=True).first()


def _choices(municipalities: Iterable[Municipality]) -> str:
    return ", ".join(f"{one.code} {one.name}" for one in municipalities)
