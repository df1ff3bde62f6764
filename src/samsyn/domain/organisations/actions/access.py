"""What the log says of getting in, staying out, and being refused."""

from dataclasses import dataclass

from django.db import transaction

from samsyn.domain.audit.actions import INSTALLATION, record, record_read
from samsyn.domain.organisations.models import Membership, Municipality, User
from samsyn.domain.organisations.queries import held
from samsyn.domain.organisations.rules import own_scope
from samsyn.domain.organisations.rules.giving import NotConfirmed
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.refusals import NotAllowed


@dataclass(frozen=True)
class _Nobody:
    """An unknown visitor, in the installation's log."""

    chain: str = INSTALLATION
    actor: str = ""
    acting_for: str = ""
    channel: str = ""
    os_user: str = ""


@transaction.atomic
def record_access(act: str, person: User) -> None:
    """Log an act on one's own account in each municipality where the person has a role.

    ``act`` is one of login, login_failed, logout, password_changed, password_reset_asked,
    second_factor_failed.
    """
    keys = Membership.rows.filter(held(), user=person).values("municipality_id")
    for municipality in Municipality.objects.filter(pk__in=keys).order_by("pk"):
        record(own_scope(person, municipality), f"access.{act}", person)


def record_unknown_login() -> None:
    """Log a failed login with an address that nobody has; the address is not kept."""
    record(_Nobody(), "access.login_failed")


def is_entry(error: BaseException | None) -> bool:
    """Whether an error is a refusal that the log keeps: of what nobody may who has not the role, or
    of an answer about access; mistakes and other bad timing are none."""
    return isinstance(error, NotAllowed | NotConfirmed)


def record_refusal(scope: Scope, path: str) -> None:
    """Log that something was refused: a page, by an address of keys alone, or a command."""
    record_read(scope, "access.refused", plain={"path": path})


def record_acting(scope: Scope, in_place_of: str) -> None:
    """Log that a person goes over to act in another's place (a uid), or back (empty)."""
    act = "access.acted_for" if in_place_of else "access.acted_for_oneself"
    record(scope, act, plain={"in_place_of": in_place_of})
