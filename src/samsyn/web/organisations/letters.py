"""Letters to those who are asked in, and the link that stands in them."""

from collections.abc import Callable

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.domain.notices.actions import post
from samsyn.domain.organisations.actions.links import VALID_DAYS
from samsyn.domain.organisations.actions.requests import Invited
from samsyn.domain.organisations.models import Membership, Municipality, User
from samsyn.domain.organisations.tenancy import Scope


@transaction.atomic
def invite(
    by: Scope, municipality: Municipality, action: Callable[[], Invited], *, root: str
) -> tuple[Invited, str]:
    """Invite, and put the letter in the outbox with it; ``root`` is the site's address.

    Gives what the action gave, and the link where it may be shown.
    """
    invited = action()
    if invited.person is None:
        return invited, ""
    link = _link(invited, municipality, root)
    _post(by, municipality, invited, invited.person, link)
    return invited, link if invited.may_show else ""


@transaction.atomic
def confirm(
    by: Scope, municipality: Municipality, action: Callable[[], object], *, root: str
) -> object:
    """Confirm a change; who is let in by it gets the letter, whose link is shown to nobody."""
    done = action()
    if isinstance(done, Invited):
        invite(by, municipality, lambda: done, root=root)
    return done


def _link(invited: Invited, municipality: Municipality, root: str) -> str:
    path = (
        reverse("invitation", args=[invited.token])
        if invited.token
        else reverse("start", args=[municipality.code])
    )
    return root.rstrip("/") + path


def _post(by: Scope, municipality: Municipality, invited: Invited, person: User, link: str) -> None:
    post(
        by,
        key=f"invitation:{invited.invitation.uid}" if invited.invitation else _key(by, person),
        recipient=person.email,
        subject=_("Inbjudan till Samsyn i %s") % municipality.name,
        body=(_with_link() if invited.token else _with_login())
        % {
            "name": person.name,
            "municipality": municipality.name,
            "link": link,
            "days": VALID_DAYS,
        },
    )


def _key(by: Scope, person: User) -> str:
    """One letter a role, to one who can already log in."""
    newest = Membership.objects.visible_to(by).filter(user=person).latest("pk")
    return f"role:{newest.uid}"


def _with_link() -> str:
    return _(
        "Hej %(name)s!\n\n"
        "Du är inbjuden att delta i brottsförebyggande samverkan i Samsyn. Kommun: "
        "%(municipality)s. "
        "Välj ett lösenord här:\n\n%(link)s\n\n"
        "Länken är personlig, fungerar en gång och gäller i %(days)s dagar."
    )


def _with_login() -> str:
    return _(
        "Hej %(name)s!\n\n"
        "Du har fått ett uppdrag i brottsförebyggande samverkan i Samsyn. Kommun: "
        "%(municipality)s. "
        "Logga in som vanligt:\n\n%(link)s"
    )
