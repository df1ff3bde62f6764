"""The Scope that the role matrix makes of memberships, and what must hold among them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from samsyn.domain.organisations.enums import MATRIX, Act, OrganisationKind, Role
from samsyn.domain.organisations.tenancy import MunicipalityRow, Scope
from samsyn.foundation import formats
from samsyn.foundation.formats import swedish
from samsyn.foundation.refusals import Mistaken, NotAllowed, NotNow

if TYPE_CHECKING:
    from samsyn.domain.organisations.models import (
        Membership,
        Municipality,
        Organisation,
        Seat,
        User,
        Valid,
    )

# a second factor is asked of all others: a reporter's account opens the own reports alone
WITHOUT_SECOND_FACTOR = frozenset({Role.REPORTER})
# the one reads the log of what the other does
NEVER_THE_SAME_PERSON = frozenset({Role.REGISTRAR, Role.DATA_PROTECTION_OFFICER})

# organisations and their bodies may be older than anybody who acts in them
EARLIEST_YEAR, LATEST_YEAR = 1800, 2199


@dataclass(frozen=True)
class HeldRole:
    """A role that gives rights, where, and in whose place (uid and name) it is held."""

    role: Role
    organisation_id: int
    kind: OrganisationKind
    principal: str = ""
    principal_name: str = ""


def principals(held: Iterable[HeldRole]) -> dict[str, str]:
    """The people in whose place the roles let somebody act: names by uid."""
    return {one.principal: one.principal_name for one in held if one.principal}


def make_scope(
    user: "User",
    municipality: "Municipality",
    held: Iterable[HeldRole],
    acting_for: str = "",
) -> Scope:
    """The Scope of a person in a municipality, from the roles held there.

    What is held in another's place counts while the person acts for that other one
    (``acting_for``, a uid), or when nothing is held in the person's own name.
    """
    held = list(held)
    stands_in_for = _stands_in_for(held, acting_for)
    counts = [one for one in held if one.principal in ("", stands_in_for)]
    roles: dict[int, set[Role]] = defaultdict(set)
    for one in counts:
        roles[one.organisation_id].add(one.role)
    all_roles = frozenset(role for some in roles.values() for role in some)
    return Scope(
        municipality_id=municipality.pk,
        chain=str(municipality.uid),
        actor=str(user.uid),
        user_id=user.pk,
        acting_for=stands_in_for,
        acts=frozenset(act for role in all_roles for act in MATRIX[role]),
        roles=all_roles,
        organisations={key: frozenset(some) for key, some in roles.items()},
        municipal=_of_kind(counts, OrganisationKind.DEPARTMENT),
        police=_of_kind(counts, OrganisationKind.POLICE),
        reference_version=municipality.reference_version,
    )


def _stands_in_for(held: list[HeldRole], wanted: str) -> str:
    possible = [one.principal for one in held]
    if wanted in possible:
        return wanted
    return "" if "" in possible else next(iter(possible), "")


def _of_kind(held: list[HeldRole], kind: OrganisationKind) -> frozenset[int]:
    return frozenset(one.organisation_id for one in held if one.kind == kind)


def own_scope(user: "User", municipality: "Municipality") -> Scope:
    """A person's mark in the log of a municipality, with no rights: for login and the like."""
    return make_scope(user, municipality, ())


def system_scope(municipality: "Municipality") -> Scope:
    """The system's own view of a municipality: every act, for commands and queued work."""
    return Scope(
        municipality_id=municipality.pk,
        chain=str(municipality.uid),
        actor="system",
        acts=frozenset(Act),
        roles=frozenset({Role.COORDINATOR}),
        everything=True,
        reference_version=municipality.reference_version,
    )


def check_day(field: str, day: date) -> None:
    """Refuse a day that no calendar of a municipality holds: 0001, or 9999 for ever."""
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise Mistaken(
            f"Året {day.year:04} är orimligt. Välj en dag mellan {EARLIEST_YEAR} och "
            f"{LATEST_YEAR}.",
            field,
        )


def check_period(start: date, end: date | None, *within: "Valid") -> None:
    """Refuse a period that ends before it starts, or that leaves the ones it lies in."""
    check_day("valid_from", start)
    if end is not None:
        check_day("valid_to", end)
    if end is not None and end < start:
        raise Mistaken("Sista dagen ligger före första dagen.", "valid_to")
    for outer in within:
        if start < outer.valid_from:
            raise Mistaken(
                f"{outer} finns från {formats.day(outer.valid_from)}. Välj den dagen eller senare.",
                "valid_from",
            )
        if outer.valid_to is not None and (
            start > outer.valid_to or (end or date.max) > outer.valid_to
        ):
            raise Mistaken(
                f"{outer} finns till {formats.day(outer.valid_to)}. Sätt en sista dag senast då.",
                "valid_to",
            )


def check_here(scope: Scope, *rows: MunicipalityRow) -> None:
    """Refuse what belongs to another municipality than the scope's."""
    if any(row.municipality_id != scope.municipality_id for row in rows):
        raise NotAllowed("Det här hör till en annan kommun.")


def check_may_close(thing: "Valid", last_day: date) -> None:
    """Refuse to end what has already ended, or a last day before the first."""
    check_day("last_day", last_day)
    if thing.valid_to is not None and thing.valid_to <= last_day:
        raise NotNow(f"{thing} avslutas redan {formats.day(thing.valid_to)}.")
    if last_day < thing.valid_from:
        raise Mistaken(
            f"Sista dagen ligger före den första, {formats.day(thing.valid_from)}.", "last_day"
        )


def overlaps(one: "Valid", start: date, end: date | None) -> bool:
    """Whether a period and what holds from a day to a day share a day."""
    return one.valid_from <= (end or date.max) and start <= (one.valid_to or date.max)


def check_duties_apart(
    role: Role, start: date, end: date | None, held: Iterable["Membership"]
) -> None:
    """The data protection officer and the registrar are never the same person."""
    others = NEVER_THE_SAME_PERSON - {role} if role in NEVER_THE_SAME_PERSON else frozenset()
    if any(one.role in others and _lasts_into(one, start, end) for one in held):
        raise Mistaken(
            "Registrator och dataskyddsombud kan inte vara samma person. Välj någon annan.", "role"
        )


def check_not_for_oneself(
    scope: Scope, person: "User", organisation: "Organisation", role: Role
) -> None:
    """Nobody opens to oneself what another is to keep watch over: police text, or the log.
    Who stands in for another gives nobody but others anything."""
    if scope.acting_for and scope.user_id == person.pk:
        raise NotAllowed(
            "Den som är ersättare kan inte ge sig själv en roll. Be den du ersätter, eller en "
            "annan samordnare."
        )
    kept_apart = organisation.kind == OrganisationKind.POLICE or role in NEVER_THE_SAME_PERSON
    if kept_apart and scope.user_id is not None and scope.user_id == person.pk:
        raise NotAllowed("Ingen kan ge sig själv den rollen. Be en annan samordnare göra det.")


def check_kind_stays(
    organisation: "Organisation", kind: OrganisationKind, *, has_people: bool
) -> None:
    """What an organisation is decides who confirms its people and who reads its texts: it is
    never made an authority or ceases to be one, nor changed under those who have roles there."""
    authorities = (OrganisationKind.POLICE, OrganisationKind.COUNTY_BOARD)
    if organisation.kind == kind:
        return
    if kind in authorities or organisation.kind in authorities:
        raise Mistaken(
            "Slaget kan inte ändras till eller från polis eller länsstyrelse. Avsluta "
            "verksamheten och lägg upp en ny.",
            "kind",
        )
    if has_people:
        raise Mistaken(
            "Slaget kan inte ändras när någon har en roll där. Avsluta verksamheten och lägg "
            "upp en ny.",
            "kind",
        )


def check_not_held(new: "Membership", held: Iterable["Membership"]) -> None:
    """Refuse the same role, in the same organisation and place, twice at a time."""
    for one in held:
        same = (one.role, one.organisation_id, one.deputy_for_id) == (
            new.role,
            new.organisation_id,
            new.deputy_for_id,
        )
        if same and _lasts_into(one, new.valid_from, new.valid_to):
            raise Mistaken(
                f"Personen är redan {swedish(Role(new.role))} för {new.organisation}.", "role"
            )


def _lasts_into(one: "Membership", start: date, end: date | None) -> bool:
    return one.ended_at is None and overlaps(one, start, end)


def check_a_coordinator_stays(after: date, others: Iterable["Membership"]) -> None:
    """Refuse what leaves the municipality without a coordinator of its own from a day.

    ``others`` are the coordinators' memberships that would remain.
    """
    for one in others:
        own = one.ended_at is None and one.deputy_for_id is None and one.user.is_active
        if own and overlaps(one, after, after) and overlaps(one.organisation, after, after):
            return
    raise NotNow("Kommunen måste ha en EST-samordnare. Ge rollen till någon annan först.")


def check_may_deputise(membership: "Membership", deputy: "User | None") -> None:
    """A deputy (None: somebody new) stands in for somebody else, and not for another deputy."""
    if membership.deputy_for_id is not None:
        raise NotNow("En ersättare kan inte ha en ersättare. Välj den ordinarie.")
    if membership.ended_at is not None:
        raise NotNow("Rollen är avslutad och kan inte få en ersättare.")
    if deputy is not None and membership.user_id == deputy.pk:
        raise Mistaken("Ingen kan vara sin egen ersättare. Välj någon annan.", "person")


def check_may_have_deputies(seat: "Seat") -> None:
    """Deputies sit for an ordinary seat."""
    if seat.deputy_for_id is not None:
        raise NotNow("En ersättarplats kan inte ha ersättare. Välj den ordinarie platsen.")


def check_belongs_here(*, elsewhere: bool) -> None:
    """What touches the whole account is done where the person had a role first."""
    if elsewhere:
        raise NotNow("Kontot hör till en annan kommun. Avsluta rollerna här i stället.")


def may_be_invited_again(person: "User") -> bool:
    """Whether a new link may be made: the account is open and has no password yet."""
    return person.is_active and not person.has_usable_password()


def check_may_invite_again(person: "User") -> None:
    if not may_be_invited_again(person):
        raise NotNow(
            "Personen har redan ett lösenord, eller är avaktiverad. "
            "Glömt lösenord ordnas från inloggningssidan."
        )


def day_before(day: date) -> date:
    """The last day of what is gone on a day."""
    return day - timedelta(days=1)


def day_after(day: date) -> date:
    """The first day on which what ended on a day is gone."""
    return day + timedelta(days=1)
