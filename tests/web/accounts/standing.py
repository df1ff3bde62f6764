"""What the account's routes point at in the access matrix."""

from samsyn.domain.organisations.actions.invitations import invite_person
from samsyn.domain.organisations.enums import Role
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
    return {"uidb36": "1", "key": "abc-0123456789abcdef0123456789abcdef"}
