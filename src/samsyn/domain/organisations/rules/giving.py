"""Who may give whom what: which change of somebody's access another has to confirm.

The table that a test walks is ``tests/domain/organisations/giving.csv``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from samsyn.domain.organisations.enums import (
    AccessChange,
    Act,
    Keeper,
    OrganisationKind,
    RequestState,
    Role,
)
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import formats
from samsyn.foundation.clock import local_day
from samsyn.foundation.formats import swedish
from samsyn.foundation.refusals import NotAllowed, NotNow
from samsyn.foundation.writing import note_rule

# authorities decide themselves who is theirs
AUTHORITIES = frozenset({OrganisationKind.POLICE, OrganisationKind.COUNTY_BOARD})
# others decide themselves from their first contact on
PARTNERS = frozenset({OrganisationKind.FEDERATION, OrganisationKind.COMPANY})
CONFIRMED_BY_PARTNERS = frozenset({Role.CONTACT, Role.REVIEWER})
# those who keep watch over the others are not chosen by them
WATCHING_ROLES = frozenset({Role.REGISTRAR, Role.DATA_PROTECTION_OFFICER, Role.OPERATOR})
# what takes rights away needs nobody, but for the last one who could give them back
TAKES_AWAY = frozenset({AccessChange.END, AccessChange.DEACTIVATE, AccessChange.CLOSE_ORGANISATION})
GIVES = frozenset({AccessChange.ROLE, AccessChange.DEPUTY})
# the operator confirms alone only after the others have had time to object
NOTICE = timedelta(days=7)
FIRST_DAY = timedelta(days=1)
# whose access is watched over most strictly decides who confirms
_STRICTEST_FIRST = (
    OrganisationKind.POLICE,
    Role.DATA_PROTECTION_OFFICER,
    OrganisationKind.COUNTY_BOARD,
    Role.REGISTRAR,
    Role.OPERATOR,
)


class Term(NamedTuple):
    """From which day till which, both included, somebody holds a role."""

    first: date
    last: date


class NotConfirmed(NotNow):
    """An answer about somebody's access that was tried at the wrong time or by the wrong one: an
    entry in the log, as what nobody may is, since it may have been tried on purpose."""


@dataclass(frozen=True)
class Access:
    """What is opened by a role in an organisation.

    ``has_contact``: somebody else is the organisation's contact already. ``own``: it is a
    department of the municipality's in which the giver has a role. ``to_oneself``: who gives it
    gets it. ``in_anothers_place``: who gives it stands in for a coordinator.
    """

    organisation_id: int
    kind: OrganisationKind
    role: Role
    has_contact: bool = False
    own: bool = False
    to_oneself: bool = False
    in_anothers_place: bool = False

    @property
    def keeper(self) -> Keeper:
        """Who confirms that somebody gets it."""
        if self.kind in AUTHORITIES:
            return Keeper.ORGANISATION
        if self.role in WATCHING_ROLES:
            return Keeper.ROLE
        if self.kind in PARTNERS and self.role in CONFIRMED_BY_PARTNERS and self.has_contact:
            return Keeper.ORGANISATION
        if self.to_oneself and not self.own:
            return Keeper.ORGANISATION
        return Keeper.COLLEAGUE if self.in_anothers_place else Keeper.COORDINATOR

    @property
    def told(self) -> bool:
        """Whether both sides are told of a change: the role is not the giver's own department's
        affair, or it is one that keeps watch."""
        return not self.own or self.role in WATCHING_ROLES


def strictest(held: Iterable[Access]) -> Access | None:
    """Of all that somebody holds, what is watched over most strictly; None where nothing is."""
    watched = [one for one in held if one.keeper != Keeper.COORDINATOR]
    return min(watched, key=_strictness, default=None)


def _strictness(one: Access) -> int:
    for place, watched in enumerate(_STRICTEST_FIRST):
        if watched in (one.kind, one.role):
            return place
    return len(_STRICTEST_FIRST)


def comes_sooner(terms: Iterable[tuple[Term, Term]], first_without: date) -> bool:
    """Whether there is nobody, or somebody for a shorter time, who confirms for an access once
    a change has been made: the terms of those who do, before and after it."""
    pairs = list(terms)
    before, after = [old for old, _ in pairs], [new for _, new in pairs]
    if not any(first_without <= one.last for one in before):
        return False
    gap = not any(one.first <= first_without <= one.last for one in after)
    return gap or max(one.last for one in after) < max(one.last for one in before)


def operator_may_from(noticed_at: datetime, founded_at: datetime) -> datetime:
    """When the operator may confirm alone: seven days after all were told, but at once on the
    first day of an installation, when nobody is there to ask."""
    return noticed_at if noticed_at - founded_at < FIRST_DAY else noticed_at + NOTICE


def check_operator_may(moment: datetime, may_from: datetime) -> None:
    """Refuse the operator before the others have had their time."""
    note_rule()
    if moment < may_from:
        raise NotConfirmed(
            f"Samordnare och dataskyddsombud har fått besked. Driften får bekräfta från och med "
            f"{formats.day(local_day(may_from))}, om ingen har nekat."
        )


def check_may_answer(may: bool) -> None:
    """Refuse who does not keep watch, who asked, and who would gain by it."""
    note_rule()
    if not may:
        raise NotAllowed(
            "Det bekräftas av någon annan än den som begär eller får behörigheten, och som "
            "själv har rollen där i eget namn."
        )


def check_not_ones_own_first(access: Access) -> None:
    """Nobody is their own first contact with a partner, nor reviews what has none: the contact
    confirms who comes after."""
    decides = access.kind in PARTNERS and access.role in CONFIRMED_BY_PARTNERS
    if access.to_oneself and decides and not access.has_contact:
        raise NotAllowed(
            "Ingen kan vara sin egen första deltagare för ett förbund eller bolag. Bjud in någon "
            "som arbetar där."
        )


def check_is_their_own(who: str, *, is_stranger: bool) -> None:
    """Refuse to open more to an account that whoever saw its link may have opened."""
    if is_stranger:
        raise NotConfirmed(
            f"Ingen har visat att brevlådan {who} är personens egen. Be personen välja Glömt "
            "lösenordet på inloggningssidan och följa länken i brevet, och gör sedan om det här."
        )


def check_own_mailbox(must_prove: bool) -> None:
    """Refuse who has a say about others' access before their own mailbox has answered: whoever saw
    the link of the account may have opened it."""
    if must_prove:
        raise NotConfirmed(
            "Ingen har visat att din brevlåda är din egen. Välj Glömt lösenordet på "
            "inloggningssidan, följ länken i brevet och gör sedan om det här."
        )


def check_may_withdraw(scope: Scope, asked_by: int | None) -> None:
    """Who asked takes it back; a coordinator too."""
    note_rule()
    if scope.user_id != asked_by and not scope.may(Act.ADMINISTER):
        raise NotAllowed("Den som har begärt det, eller en samordnare, tar tillbaka begäran.")


def check_awaited(state: str) -> None:
    """Refuse to decide what is decided."""
    if state != RequestState.AWAITED:
        raise NotConfirmed(f"Begäran är redan avgjord: {swedish(RequestState(state))}.")
