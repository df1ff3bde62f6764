"""Reads of organisations, bodies and people."""

from django.db.models import Q

from samsyn.domain.organisations.models import Membership, Municipality, User
from samsyn.foundation import clock


def in_force(prefix: str = "") -> Q:
    """What holds today."""
    today = clock.today()
    return Q(**{f"{prefix}valid_from__lte": today}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": today})
    )


def memberships_in(user: User, code: str) -> list[Membership]:
    """A person's memberships in force in the municipality with a code, in one query."""
    held = Membership.rows.select_related(
        "municipality", "organisation", "deputy_for__user"
    ).filter(in_force(), in_force("organisation__"), user=user, municipality__code=code)
    return list(held.order_by("id"))


def municipalities_of(user: User) -> list[Municipality]:
    """Where a person has something to do, by name."""
    held = Membership.rows.filter(in_force(), in_force("organisation__"), user=user)
    keys = held.values_list("municipality_id", flat=True)
    return list(Municipality.objects.filter(pk__in=keys).order_by("name"))
