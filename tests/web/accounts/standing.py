"""What the account's routes point at in the access matrix."""

from django.utils.http import int_to_base36

from samsyn.domain.organisations.actions.invitations import invite_person
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.models import User
from samsyn.domain.organisations.rules import system_scope
from tests.web.access.world import World, stands


@stands("invitation")
def invitation(world: World) -> dict[str, object]:
    invited = invite_person(
        by=system_scope(world.municipality),
        email="inbjuden@example.org",
        name="Inga Bjuden",
        organisation=world.office,
        roles=[Role.READER],
    )
    return {"token": invited.token}


@stands("account_reset_password_from_key")
def reset_key(world: World) -> dict[str, object]:
    """A made-up key for a real account."""
    person = User.objects.create_user("glomsk@example.org", "Glömska Prov")
    return {"uidb36": int_to_base36(person.pk), "key": "abc-0123456789abcdef0123456789abcdef"}
