"""Letters to those in whose name a command was run on the server."""

from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.domain.notices.actions import post
from samsyn.domain.organisations.models import User
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import formats


def tell_of_command(by: Scope, person: User, *, command: str, os_user: str) -> None:
    """Tell a person that somebody on the server ran a command as if it were the person."""
    post(
        by,
        key=f"command:{uuid4()}",
        recipient=person.email,
        subject=_("Ett kommando har körts i ditt namn i Samsyn"),
        body=_(
            "Hej %(name)s!\n\n"
            "Kommandot %(command)s kördes på servern i ditt namn %(when)s av "
            "operativsystemets användare %(os_user)s. Känner du inte till det: kontakta "
            "systemförvaltaren eller dataskyddsombudet i kommunen."
        )
        % {
            "name": person.name,
            "command": command,
            "when": formats.moment(timezone.now()),
            "os_user": os_user,
        },
    )
