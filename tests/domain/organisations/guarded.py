"""One write for each guarded text of the room."""

from datetime import timedelta

from samsyn.domain.organisations.actions.bodies import add_seat, create_body
from samsyn.domain.organisations.actions.guard_words import list_word
from samsyn.domain.organisations.actions.invitations import invite_person
from samsyn.domain.organisations.actions.municipalities import change_settings
from samsyn.domain.organisations.actions.organisations import create_organisation
from samsyn.domain.organisations.enums import BodyKind, OrganisationKind, Role, WordList
from samsyn.domain.organisations.models import Municipality
from samsyn.foundation import clock
from tests import factories


def group(text):
    where = factories.municipality()
    where = Municipality.objects.get(pk=where.pk)
    by = factories.scope_as(Role.COORDINATOR, where)
    return change_settings(by=by, version=where.version, est_name=text)


def organisation(**named):
    by = factories.scope_as(Role.COORDINATOR)
    words = {"name": "Parker", "short_name": "PA", **named}
    return create_organisation(by=by, kind=OrganisationKind.COMPANY, **words)


def seat(**named):
    where = factories.municipality()
    by = factories.scope_as(Role.COORDINATOR, where)
    words = {"title": "Ledamot", "holder": "Kim Exempelsson", **named}
    at = factories.organisation(where, short_name="PA")
    return add_seat(by=by, body=factories.body(where), organisation=at, **words)


def person(role):
    def write(text):
        where = factories.municipality()
        by = factories.scope_as(Role.COORDINATOR, where)
        at = factories.organisation(where, short_name="PA")
        invite_person(by=by, email="ny@example.org", name=text, organisation=at, roles=[role])

    return write


WRITES = {
    "Municipality.est_name": group,
    "Organisation.name": lambda text: organisation(name=text),
    "Organisation.short_name": lambda text: organisation(short_name=text),
    "Body.name": lambda text: create_body(
        by=factories.scope_as(Role.COORDINATOR), name=text, kind=BodyKind.COUNCIL
    ),
    "Seat.title": lambda text: seat(title=text),
    "Seat.holder_name": lambda text: seat(holder=text),
    "User.name": person(Role.REPORTER),
    "AccessRequest.name": person(Role.COORDINATOR),
    "GuardWord.why": lambda text: list_word(
        by=factories.scope_as(Role.COORDINATOR),
        word="Storgatan",
        listed=WordList.STOP,
        why=text,
        valid_to=clock.today() + timedelta(days=30),
    ),
}
