"""Changes of access as they are carried out, once it is settled that they may be.

Nothing here asks who may: ``actions.requests`` does, and is the only one that calls.
"""

from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.db.models import F, Q, QuerySet

from samsyn.domain.audit.actions import record
from samsyn.domain.organisations import reference
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.models import (
    AccessRequest,
    Invitation,
    Membership,
    Organisation,
    User,
)
from samsyn.domain.organisations.queries import belongs_elsewhere, people_of
from samsyn.domain.organisations.queries.access import access_given
from samsyn.domain.organisations.rules import (
    check_a_coordinator_stays,
    check_belongs_here,
    check_duties_apart,
    check_may_close,
    check_may_deputise,
    check_not_for_oneself,
    check_not_held,
    check_period,
    day_after,
)
from samsyn.domain.organisations.rules.giving import check_not_ones_own_first
from samsyn.domain.organisations.tenancy import Scope, ScopedQuerySet
from samsyn.foundation import clock
from samsyn.foundation.refusals import Mistaken, NotNow


def check_new(by: Scope, new: Membership) -> None:
    """Refuse a role that the person cannot have, or not from ``by``."""
    if not new.user.is_active:
        raise NotNow(f"{new.user} är avaktiverad. Återaktivera kontot först.")
    role = Role(new.role)
    check_not_for_oneself(by, new.user, new.organisation, role)
    check_not_ones_own_first(access_given(by, new.organisation, role, new.user))
    ordinary = new.deputy_for
    if ordinary is not None:
        check_may_deputise(ordinary, new.user)
    check_period(new.valid_from, new.valid_to, new.organisation, *([ordinary] if ordinary else []))
    held = list(Membership.objects.visible_to(by).filter(user=new.user))
    check_not_held(new, held)
    check_duties_apart(role, new.valid_from, new.valid_to, held)


def add(by: Scope, new: Membership) -> Membership:
    """Store a role; a link that somebody else has seen shuts."""
    check_new(by, new)
    new.save()
    _shut_links(Invitation.rows.filter(user=new.user, on_screen=True))
    record(
        by,
        "organisations.deputy_appointed" if new.deputy_for else "organisations.role_given",
        new,
        plain={
            "person": str(new.user.uid),
            "role": new.role,
            "organisation": str(new.organisation.uid),
            "in_place_of": str(new.deputy_for.user.uid) if new.deputy_for else "",
        },
    )
    return new


def _shut_links(invitations: QuerySet[Invitation]) -> None:
    now = clock.now()
    still = invitations.filter(accepted_at__isnull=True, expires_at__gt=now)
    still.update(expires_at=now - timedelta(seconds=1))


def locked_membership(by: Scope, membership: Membership) -> Membership:
    """The row as it is now, for this transaction alone."""
    rows = Membership.objects.visible_to(by).select_related("user", "organisation")
    row: Membership = rows.select_for_update(of=("self",)).get(pk=membership.pk)
    return row


def check_end(by: Scope, row: Membership, last_day: date | None) -> None:
    """Refuse to end what has ended, or the last coordinator."""
    if row.ended_at is not None:
        raise NotNow("Rollen är redan avslutad.")
    if last_day is not None:
        check_may_close(row, last_day)
    if row.role == Role.COORDINATOR and row.deputy_for_id is None:
        after = day_after(last_day) if last_day else clock.today()
        check_a_coordinator_stays(after, coordinators(by).exclude(pk=row.pk))


def end(by: Scope, row: Membership, last_day: date | None) -> Membership:
    """Take a role away: at once, or after a last day. Its deputies go with it."""
    check_end(by, row, last_day)
    _end(row, last_day)
    rows = Membership.objects.visible_to(by).select_related("user")
    for deputy in rows.filter(deputy_for=row, ended_at__isnull=True).filter(_lasts_past(last_day)):
        _end(deputy, last_day)
    record(
        by,
        "organisations.role_ended",
        row,
        plain={
            "person": str(row.user.uid),
            "role": row.role,
            "last_day": last_day.isoformat() if last_day else "",
        },
    )
    return row


def _lasts_past(last_day: date | None) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gt=last_day) if last_day else Q()


def _end(row: Membership, last_day: date | None) -> None:
    today = clock.today()
    if last_day is None or last_day < row.valid_from:
        row.ended_at = clock.now()
        row.valid_to = max(row.valid_from, min(today, row.valid_to or today))
    else:
        row.valid_to = last_day
    row.save(update_fields=["ended_at", "valid_to"])
    end_sessions(row.user)


def coordinators(by: Scope) -> ScopedQuerySet[Membership]:
    """The municipality's memberships as coordinator, whatever their state."""
    return Membership.objects.visible_to(by).filter(role=Role.COORDINATOR)


def locked_person(by: Scope, person: User) -> User:
    """One whose account belongs here, as the row is now, for this transaction alone."""
    row = User.objects.select_for_update().filter(pk=person.pk).first()
    if row is None or not people_of(by).filter(pk=person.pk).exists():
        raise Mistaken("Personen finns inte i kommunen.")
    check_belongs_here(elsewhere=belongs_elsewhere(row, by.municipality_id))
    return row


def check_deactivate(by: Scope, row: User) -> None:
    """Refuse to shut a shut account, or the last coordinator's."""
    if not row.is_active:
        raise NotNow(f"{row} är redan avaktiverad.")
    if coordinators(by).filter(user=row).exists():
        check_a_coordinator_stays(clock.today(), coordinators(by).exclude(user=row))


def deactivate(by: Scope, row: User) -> User:
    """Shut an account: no login, no session, no open invitation."""
    check_deactivate(by, row)
    row.is_active = False
    row.save(update_fields=["is_active"])
    end_sessions(row)
    _shut_links(Invitation.objects.visible_to(by).filter(user=row))
    record(by, "organisations.person_deactivated", row)
    return row


def check_reactivate(row: User) -> None:
    """Refuse to open what is open."""
    if row.is_active:
        raise NotNow(f"{row} är redan aktiv.")


def reactivate(by: Scope, row: User) -> User:
    """Open a shut account; the roles that are still in force hold again."""
    check_reactivate(row)
    row.is_active = True
    row.save(update_fields=["is_active"])
    record(by, "organisations.person_reactivated", row)
    return row


def check_second_factor(row: User) -> None:
    """Refuse to reset what is not there."""
    if not Authenticator.objects.filter(user=row).exists():
        raise NotNow(f"{row} har inte slagit på tvåstegsinloggning.")


def forget_second_factor(by: Scope, row: User) -> User:
    """Forget a lost phone: the person logs in by password and sets up a new second factor."""
    check_second_factor(row)
    Authenticator.objects.filter(user=row).delete()
    end_sessions(row)
    record(by, "organisations.second_factor_reset", row)
    return row


def end_sessions(user: User) -> None:
    """End all of a person's sessions, on every device."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])


def new_memberships(request: AccessRequest, person: User) -> list[Membership]:
    """The roles that a request gives, not stored: those it names, or the one it is a deputy's."""
    ordinary = request.membership
    roles = [ordinary.role] if ordinary else request.roles
    return [_new_membership(request, person, role) for role in roles]


def _new_membership(request: AccessRequest, person: User, role: str) -> Membership:
    ordinary = request.membership
    return Membership(
        municipality_id=request.municipality_id,
        user=person,
        organisation=ordinary.organisation if ordinary else request.organisation,
        role=role,
        valid_from=request.valid_from or clock.today(),
        valid_to=request.valid_to or (ordinary.valid_to if ordinary else None),
        deputy_for=ordinary,
    )


def close(by: Scope, organisation: Organisation, last_day: date) -> Organisation:
    """Let an organisation end; the rights of its people end with it."""
    row = Organisation.objects.visible_to(by).select_for_update().get(pk=organisation.pk)
    check_may_close(row, last_day)
    if coordinators(by).filter(organisation=row).exists():
        others = coordinators(by).exclude(organisation=row).select_related("user", "organisation")
        check_a_coordinator_stays(day_after(last_day), others)
    row.valid_to = last_day
    row.version += 1
    row.save(update_fields=["valid_to", "version"])
    reference.moved(by.municipality_id)
    record(by, "organisations.organisation_closed", row, plain={"last_day": last_day.isoformat()})
    return row
