"""What really happens when somebody changes somebody's access, in a word for each case.

``python -m tests.domain.organisations.propose_giving`` prints giving.csv as the code has it
now; what stands in the file has been read by a human and is what the test holds the code to.

    yes        done at once              screen  and the link is shown where no mail is set up
    there      asked of someone of the organisation
    role       asked of someone with the role
    colleague  asked of a coordinator in the own name
    operator   asked of nobody: the operator confirms after seven days' notice
    no         refused, or there is no such thing to do
"""

import csv
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.db import transaction

from samsyn.domain.organisations.actions import people
from samsyn.domain.organisations.actions.invitations import invite_again, invite_person
from samsyn.domain.organisations.actions.links import prove_mailbox
from samsyn.domain.organisations.actions.organisations import (
    close_organisation,
    create_organisation,
)
from samsyn.domain.organisations.actions.requests import Invited
from samsyn.domain.organisations.enums import Keeper, OrganisationKind, Role
from samsyn.domain.organisations.models import (
    AccessRequest,
    Membership,
    Municipality,
    Organisation,
    User,
)
from samsyn.domain.organisations.queries.access import deciders_of, keeper_of
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import clock
from samsyn.foundation.refusals import Mistaken, NotAllowed, Refusal
from tests import factories

FILE = Path(__file__).with_name("giving.csv")
CAN_LOG_IN = "argon2$stands-in-for-a-password"
KINDS = {
    "own": OrganisationKind.DEPARTMENT,
    "department": OrganisationKind.DEPARTMENT,
    "police": OrganisationKind.POLICE,
    "county_board": OrganisationKind.COUNTY_BOARD,
    "federation": OrganisationKind.FEDERATION,
    "company": OrganisationKind.COMPANY,
}
AUTHORITIES_AND_PARTNERS = ("police", "county_board", "federation", "company")
# an organisation with somebody there already, and one that is new
RECEIVERS = (
    "own",
    "department",
    *(f"{name}{suffix}" for name in AUTHORITIES_AND_PARTNERS for suffix in ("", "_new")),
)
WATCHING = (Role.REGISTRAR, Role.DATA_PROTECTION_OFFICER, Role.OPERATOR)
GIVERS = (
    "coordinator",
    "deputy",
    "contact",
    "reviewer",
    "police",
    *(role.value for role in WATCHING),
)
numbers = count(1)


@dataclass(frozen=True)
class Town:
    """A municipality with everybody who gives and every organisation that receives."""

    where: Municipality
    organisations: dict[str, Organisation]
    givers: dict[str, User]

    def scope(self, giver: str) -> Scope:
        return factories.scope_of(self.givers[giver], self.where)


def build() -> Town:
    """The town; of each role that keeps watch there is one who holds it."""
    where = factories.municipality()
    organisations = {
        name: factories.organisation(where, KINDS[name.removesuffix("_new")], name=name)
        for name in RECEIVERS
    }
    givers = {"coordinator": _someone(where, Role.COORDINATOR, organisations["own"])}
    givers["deputy"] = factories.deputy(where, givers["coordinator"])
    _someone(where, Role.COORDINATOR, organisations["department"])
    for role in (Role.CONTACT, Role.REVIEWER, *WATCHING):
        givers[role.value] = _someone(where, role, organisations["own"])
    for name in AUTHORITIES_AND_PARTNERS:
        givers[name] = _someone(where, Role.CONTACT, organisations[name])
    return Town(where, organisations, givers)


def let_in(who: User) -> User:
    """Let somebody log in, with a mailbox that has answered."""
    User.objects.filter(pk=who.pk).update(password=CAN_LOG_IN)
    prove_mailbox(who)
    who.refresh_from_db()
    return who


def inside(where: Municipality, *roles: Role, at: Organisation) -> User:
    """Somebody with roles who can log in."""
    return let_in(factories.member(where, *roles, at=at))


def role_of(who: User, where: Municipality) -> Membership:
    """The one role of somebody in a municipality."""
    return Membership.objects.within(where).select_related("user", "organisation").get(user=who)


def _someone(where: Municipality, role: Role, at: Organisation) -> User:
    return inside(where, role, at=at)


Attempt = Callable[[Town, Scope, Organisation, Role], object]


def _invite(town: Town, by: Scope, at: Organisation, role: Role) -> object:
    email = f"ny{next(numbers)}@example.org"
    return invite_person(by=by, email=email, name="Ny Namnsson", organisation=at, roles=[role])


def _invite_again(town: Town, by: Scope, at: Organisation, role: Role) -> object:
    return invite_again(by=by, person=factories.member(town.where, role, at=at))


def _give(town: Town, by: Scope, at: Organisation, role: Role) -> object:
    who = factories.member(town.where, Role.READER, at=town.organisations["own"])
    to = town.organisations["department"] if role == Role.READER and at.name == "own" else at
    return people.add_membership(by=by, person=who, organisation=to, role=role)


def _oneself(town: Town, by: Scope, at: Organisation, role: Role) -> object:
    [giver] = [who for who in town.givers.values() if who.pk == by.user_id]
    return people.add_membership(by=by, person=giver, organisation=at, role=role)


def _deputy(town: Town, by: Scope, at: Organisation, role: Role) -> object:
    ordinary = _membership(_someone(town.where, role, at))
    return people.appoint_deputy(by=by, membership=ordinary, deputy=factories.user())


def _end(town: Town, by: Scope, at: Organisation, role: Role) -> object:
    return people.end_membership(by=by, membership=_membership(_someone(town.where, role, at)))


def _deactivate(town: Town, by: Scope, at: Organisation, role: Role) -> object:
    return people.deactivate_person(by=by, person=_someone(town.where, role, at))


def _reactivate(town: Town, by: Scope, at: Organisation, role: Role) -> object:
    who = _someone(town.where, role, at)
    who.is_active = False
    who.save()
    return people.reactivate_person(by=by, person=who)


def _second_factor(town: Town, by: Scope, at: Organisation, role: Role) -> object:
    who = _someone(town.where, role, at)
    Authenticator.objects.create(user=who, type=Authenticator.Type.TOTP, data={})
    return people.reset_second_factor(by=by, person=who)


def _new_organisation(town: Town, by: Scope, at: Organisation, role: Role) -> object:
    name = f"Ny {next(numbers)}"
    kind = OrganisationKind(at.kind)
    return create_organisation(by=by, name=name, short_name=name, kind=kind)


def _close_organisation(town: Town, by: Scope, at: Organisation, role: Role) -> object:
    return close_organisation(by=by, organisation=at, last_day=clock.today())


def _membership(who: User) -> Membership:
    return Membership.rows.select_related("organisation", "user").get(user=who)


OF_A_ROLE: dict[str, Attempt] = {
    "invite": _invite,
    "new_link": _invite_again,
    "role": _give,
    "oneself": _oneself,
    "deputy": _deputy,
    "end": _end,
    "deactivate": _deactivate,
    "reactivate": _reactivate,
    "second_factor": _second_factor,
}
OF_AN_ORGANISATION: dict[str, Attempt] = {
    "new_organisation": _new_organisation,
    "close_organisation": _close_organisation,
}
# nobody does these for another: the mailbox alone resets a password, and a new address is a
# new account, so that the log never calls two people by one name
BY_NOBODY = {"password": "password", "address": "email"}


def cases() -> list[tuple[str, str, str]]:
    """(giver, change, role) of each line; ``-`` where the role makes no difference."""
    of_roles = [(change, role.value) for change in OF_A_ROLE for role in Role]
    others = [(change, "-") for change in (*OF_AN_ORGANISATION, *BY_NOBODY)]
    first = [("coordinator", *one) for one in (*of_roles, *others)]
    attempts = (*OF_A_ROLE, *OF_AN_ORGANISATION)
    return first + [(giver, change, "-") for giver in GIVERS[1:] for change in attempts]


def outcome(town: Town, giver: str, change: str, role: str, receiver: str) -> str:
    """What happens, undone afterwards."""
    if change in BY_NOBODY:
        return _whatever_is_done(town, giver, receiver, BY_NOBODY[change])
    attempt = {**OF_A_ROLE, **OF_AN_ORGANISATION}[change]
    with transaction.atomic():
        try:
            by, at = town.scope(giver), town.organisations[receiver]
            word = _word(by, attempt(town, by, at, Role(role) if role != "-" else Role.CONTACT))
        except (NotAllowed, Mistaken):
            word = "no"
        transaction.set_rollback(True)
    return word


def _whatever_is_done(town: Town, giver: str, receiver: str, field: str) -> str:
    """Whether anything that can be done to somebody changes a field of an account; undone."""
    by, at = town.scope(giver), town.organisations[receiver]
    with transaction.atomic():
        known = _someone(town.where, Role.READER, at)
        accounts = dict(User.objects.values_list("pk", field))
        again = partial(invite_person, by=by, name="Annan", organisation=at, roles=[Role.ANALYST])
        for attempt in (
            *(partial(one, town, by, at, Role.READER) for one in OF_A_ROLE.values()),
            partial(again, email=known.email.upper()),
            partial(again, email=f" {known.email}"),
            partial(invite_again, by=by, person=known),
        ):
            with suppress(Refusal), transaction.atomic():
                attempt()
        now = dict(User.objects.filter(pk__in=accounts).values_list("pk", field))
        transaction.set_rollback(True)
    return "no" if now == accounts else "yes"


def _word(by: Scope, done: object) -> str:
    if isinstance(done, Invited):
        waiting = done.requests
        if waiting:
            return _asked_of(by, waiting[0])
        return "screen" if done.may_show else "yes"
    return _asked_of(by, done) if isinstance(done, AccessRequest) else "yes"


_WORDS = {Keeper.ROLE: "role", Keeper.ORGANISATION: "there", Keeper.COLLEAGUE: "colleague"}


def _asked_of(by: Scope, request: AccessRequest) -> str:
    if not deciders_of(by, request):
        return "operator"
    return _WORDS[keeper_of(request)]


def read() -> dict[tuple[str, str, str, str], str]:
    """The file's words by (giver, change, role, receiver)."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {
            (line["giver"], line["change"], line["role"], receiver): line[receiver]
            for line in csv.DictReader(lines)
            for receiver in RECEIVERS
        }


def write(town: Town) -> None:
    """Write what happens now to standard output."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["giver", "change", "role", *RECEIVERS])
    for case in cases():
        out.writerow([*case, *(outcome(town, *case, receiver) for receiver in RECEIVERS)])
