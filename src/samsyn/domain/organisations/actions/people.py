"""Roles given and taken, deputies appointed, accounts closed and opened."""

from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F, Q

from samsyn.domain.audit.actions import record
from samsyn.domain.organisations.enums import Act, Role
from samsyn.domain.organisations.models import Invitation, Membership, Organisation, User
from samsyn.domain.organisations.queries import has_roles_elsewhere, people_of
from samsyn.domain.organisations.rules import (
    check_a_coordinator_stays,
    check_duties_apart,
    check_here,
    check_may_close,
    check_may_deputise,
    check_not_for_oneself,
    check_not_held,
    check_only_here,
    check_period,
    day_after,
)
from samsyn.domain.organisations.tenancy import Scope, ScopedQuerySet
from samsyn.foundation import clock
from samsyn.foundation.refusals import Mistaken, NotNow


@transaction.atomic
def add_membership(
    *,
    by: Scope,
    person: User,
    organisation: Organisation,
    role: Role,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Membership:
    """Give a person a role in an organisation; the person's sessions end."""
    by.check(Act.ADMINISTER)
    check_here(by, organisation)
    return _add(
        by,
        Membership(
            municipality_id=by.municipality_id,
            user=person,
            organisation=organisation,
            role=role,
            valid_from=valid_from or clock.today(),
            valid_to=valid_to,
        ),
    )


@transaction.atomic
def appoint_deputy(
    *,
    by: Scope,
    membership: Membership,
    deputy: User,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Membership:
    """Let a person take the role in another's place; the log will name both."""
    by.check(Act.ADMINISTER)
    check_here(by, membership)
    check_may_deputise(membership, deputy)
    start = valid_from or clock.today()
    check_period(start, valid_to, membership)
    return _add(
        by,
        Membership(
            municipality_id=by.municipality_id,
            user=deputy,
            organisation=membership.organisation,
            role=membership.role,
            valid_from=start,
            valid_to=valid_to,
            deputy_for=membership,
        ),
    )


def _add(by: Scope, new: Membership) -> Membership:
    if not new.user.is_active:
        raise NotNow(f"{new.user} är avaktiverad. Återaktivera kontot först.")
    role = Role(new.role)
    check_not_for_oneself(by, new.user, new.organisation, role)
    check_period(new.valid_from, new.valid_to, new.organisation)
    held = list(Membership.objects.visible_to(by).filter(user=new.user))
    check_not_held(new, held)
    check_duties_apart(role, new.valid_from, new.valid_to, held)
    new.save()
    end_sessions(new.user)
    record(
        by,
        "organisations.deputy_appointed" if new.deputy_for else "organisations.role_given",
        new,
        plain={
            "person": str(new.user.uid),
            "role": role.value,
            "organisation": str(new.organisation.uid),
            "in_place_of": str(new.deputy_for.user.uid) if new.deputy_for else "",
        },
    )
    return new


@transaction.atomic
def end_membership(
    *, by: Scope, membership: Membership, last_day: date | None = None
) -> Membership:
    """Take a role away: at once, or after a last day. Its deputies go with it."""
    by.check(Act.ADMINISTER)
    rows = Membership.objects.visible_to(by).select_related("user", "organisation")
    row = rows.select_for_update(of=("self",)).get(pk=membership.pk)
    if row.ended_at is not None:
        raise NotNow("Rollen är redan avslutad.")
    if last_day is not None:
        check_may_close(row, last_day)
    if row.role == Role.COORDINATOR and row.deputy_for_id is None:
        after = day_after(last_day) if last_day else clock.today()
        check_a_coordinator_stays(after, _coordinators(by).exclude(pk=row.pk))
    _end(row, last_day)
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


def _coordinators(by: Scope) -> ScopedQuerySet[Membership]:
    return Membership.objects.visible_to(by).filter(role=Role.COORDINATOR)


@transaction.atomic
def deactivate_person(*, by: Scope, person: User) -> User:
    """Shut an account: no login, no session, no open invitation."""
    by.check(Act.ADMINISTER)
    row = _lock(by, person)
    if row.pk == by.user_id:
        raise NotNow("Du kan inte avaktivera dig själv. Be en annan samordnare.")
    if not row.is_active:
        raise NotNow(f"{row} är redan avaktiverad.")
    if _coordinators(by).filter(user=row).exists():
        check_a_coordinator_stays(clock.today(), _coordinators(by).exclude(user=row))
    row.is_active = False
    row.save(update_fields=["is_active"])
    end_sessions(row)
    Invitation.objects.visible_to(by).filter(user=row, accepted_at__isnull=True).update(
        expires_at=clock.now() - timedelta(seconds=1)
    )
    record(by, "organisations.person_deactivated", row)
    return row


@transaction.atomic
def reactivate_person(*, by: Scope, person: User) -> User:
    """Open a shut account; the roles that are still in force hold again."""
    by.check(Act.ADMINISTER)
    row = _lock(by, person)
    if row.is_active:
        raise NotNow(f"{row} är redan aktiv.")
    row.is_active = True
    row.save(update_fields=["is_active"])
    record(by, "organisations.person_reactivated", row)
    return row


@transaction.atomic
def reset_second_factor(*, by: Scope, person: User) -> User:
    """Forget a lost phone: the person logs in by password and sets up a new second factor."""
    by.check(Act.ADMINISTER)
    row = _lock(by, person)
    removed, _ = Authenticator.objects.filter(user=row).delete()
    if not removed:
        raise NotNow(f"{row} har inte slagit på tvåstegsinloggning.")
    end_sessions(row)
    record(by, "organisations.second_factor_reset", row)
    return row


def end_sessions(user: User) -> None:
    """End all of a person's sessions, on every device."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])


def _lock(by: Scope, person: User) -> User:
    row = User.objects.select_for_update().filter(pk=person.pk).first()
    if row is None or not people_of(by).filter(pk=person.pk).exists():
        raise Mistaken("Personen finns inte i kommunen.")
    check_only_here(has_roles_elsewhere(row, by.municipality_id))
    return row
