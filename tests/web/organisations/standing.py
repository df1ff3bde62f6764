"""What this room's routes point at in the access matrix."""

from django.utils import timezone

from samsyn.domain.organisations.enums import AccessChange, OrganisationKind, Role
from samsyn.domain.organisations.models import AccessRequest, Membership
from tests import factories
from tests.web.access.world import World, stands


@stands("organisation_edit", "organisation_close")
def organisation(world: World) -> dict[str, object]:
    return {"uid": factories.organisation(world.municipality).uid}


@stands("access_confirm", "access_refuse", "access_withdraw")
def access_request(world: World) -> dict[str, object]:
    where = world.municipality
    made = AccessRequest.objects.within(where).create(
        municipality=where,
        change=AccessChange.ROLE,
        organisation=factories.organisation(where, OrganisationKind.POLICE),
        role=Role.CONTACT,
        roles=[Role.CONTACT],
        person=factories.user(),
        noticed_at=timezone.now(),
    )
    return {"uid": made.uid}


@stands("body", "body_close", "seat_new")
def body(world: World) -> dict[str, object]:
    return {"uid": factories.body(world.municipality).uid}


@stands("seat_deputy", "seat_close")
def seat(world: World) -> dict[str, object]:
    made = factories.seat(factories.body(world.municipality), world.office)
    return {"uid": made.uid}


@stands(
    "person",
    "invite_again",
    "person_deactivate",
    "person_reactivate",
    "person_reset_second_factor",
    "role_new",
)
def person(world: World) -> dict[str, object]:
    return {"uid": factories.member(world.municipality, Role.READER).uid}


@stands("role_end", "role_deputy", "role_invite_deputy")
def role(world: World) -> dict[str, object]:
    who = factories.member(world.municipality, Role.READER)
    return {"uid": Membership.objects.within(world.municipality).get(user=who).uid}


@stands("guard_word_end")
def guard_word(world: World) -> dict[str, object]:
    return {"uid": factories.guard_word(world.municipality).uid}
