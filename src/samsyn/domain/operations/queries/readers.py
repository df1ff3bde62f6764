"""Who is told of how the installation stands."""

from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.models import Membership, Municipality, User
from samsyn.domain.organisations.queries import held


def holders(municipality: Municipality, *roles: Role) -> list[User]:
    """Those who hold one of some roles in a municipality now, deputies too."""
    keys = Membership.objects.within(municipality).filter(held(), role__in=roles)
    people = User.objects.filter(pk__in=keys.values("user"), is_active=True)
    return list(people.order_by("pk"))


def who_runs_it(municipality: Municipality) -> list[User]:
    """The operators; where there is none, those who can have one appointed or ask why."""
    return holders(municipality, Role.OPERATOR) or holders(
        municipality, Role.COORDINATOR, Role.DATA_PROTECTION_OFFICER
    )


def who_is_alerted(municipality: Municipality) -> list[User]:
    """Operators and data protection officers; where there are none, coordinators."""
    return holders(municipality, Role.OPERATOR, Role.DATA_PROTECTION_OFFICER) or holders(
        municipality, Role.COORDINATOR
    )
