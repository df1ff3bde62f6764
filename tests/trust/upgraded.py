"""An installation of an earlier release, brought up to date and looked through. Run as a process.

python -m tests.trust.upgraded
"""

from collections.abc import Callable

from tests.trust.town_process import prepare, tell

prepare(static=True)

from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from samsyn.domain.audit.models import Head  # noqa: E402
from samsyn.domain.audit.queries import breaks  # noqa: E402
from samsyn.domain.files.actions import read  # noqa: E402
from samsyn.domain.intake.models import Batch  # noqa: E402
from samsyn.domain.notices.letters.access import tell_of_access  # noqa: E402
from samsyn.domain.notices.models import OutgoingMail  # noqa: E402
from samsyn.domain.observations.actions.upkeep import differences  # noqa: E402
from samsyn.domain.observations.models import Observation  # noqa: E402
from samsyn.domain.observations.queries.selecting import matching  # noqa: E402
from samsyn.domain.observations.values.selection import Selection  # noqa: E402
from samsyn.domain.organisations.actions.invitations import invite_person  # noqa: E402
from samsyn.domain.organisations.actions.links import prove_mailbox  # noqa: E402
from samsyn.domain.organisations.actions.people import add_membership  # noqa: E402
from samsyn.domain.organisations.actions.requests import confirm_request  # noqa: E402
from samsyn.domain.organisations.enums import OrganisationKind, Role  # noqa: E402
from samsyn.domain.organisations.models import Municipality, Organisation, User  # noqa: E402
from samsyn.domain.organisations.queries import standing  # noqa: E402
from samsyn.domain.organisations.queries.access import deciders_of  # noqa: E402
from samsyn.domain.organisations.rules import make_scope, system_scope  # noqa: E402
from samsyn.domain.organisations.tenancy import Scope  # noqa: E402
from samsyn.domain.publishing.models import PublishedDocument  # noqa: E402
from samsyn.domain.situations.enums import Audience  # noqa: E402
from samsyn.domain.situations.models import FrozenSection, SituationPicture  # noqa: E402
from samsyn.domain.situations.queries import proof  # noqa: E402
from samsyn.foundation.refusals import Refusal  # noqa: E402


def main() -> None:
    where = Municipality.objects.get()
    scope = system_scope(where)
    documents = PublishedDocument.rows.select_related("file").order_by("pk")
    settled = SituationPicture.rows.get(settled_at__isnull=False)
    tell(
        {
            "breaks": [one.sentence for head in Head.objects.all() for one in breaks(head.chain)],
            "counts": differences(scope),
            "documents": {one.file.digest: len(read(one.file)) for one in documents},
            "sections": FrozenSection.rows.count(),
            "seal": [proof(scope, settled, one).holds for one in Audience],
            "originals": [read(one.file).decode() for one in Batch.rows.order_by("pk")],
            "pages": pages(where, settled),
            "officer": officer(where),
            "words": words(scope),
        }
    )


def words(scope: Scope) -> list[bool]:
    """Whether a report is found by its words, and by those it gets: what follows a write may have
    gone with a table that a migration made anew."""
    rows = Observation.objects.visible_to(scope).filter(release="not_needed")
    row = rows.exclude(description="").first()
    found = []
    for text in ("Nyckelordet", "Sökordet"):
        Observation.objects.visible_to(scope).filter(pk=row.pk).update(description=text)
        rows = matching(scope, Selection(words=text.lower()))
        found.append([one.pk for one in rows] == [row.pk])
    old = max(row.description.split(), key=len)
    Observation.objects.visible_to(scope).filter(pk=row.pk).update(description=row.description)
    return [*found, matching(scope, Selection(words=old)).filter(pk=row.pk).exists()]


def pages(where: Municipality, settled: SituationPicture) -> dict[str, int]:
    """The status of pages for the coordinator, a settled picture's among them."""
    client = Client()
    client.force_login(User.objects.get(email="kim@exempel.se"))
    some = ("start", "organisation", "people", "batches", "municipality_settings", "pictures")
    routes = [reverse(name, args=[where.code]) for name in some]
    routes.append(reverse("picture", args=[where.code, settled.uid]))
    routes += [reverse("batch", args=[where.code, one.uid]) for one in Batch.rows.all()]
    return {route: client.get(route).status_code for route in routes}


def officer(where: Municipality) -> dict[str, dict[str, object]]:
    """What the police's account may do about others' access, before and after its mailbox has
    answered; nothing of it is kept."""
    robin = User.objects.get(email="robin@exempel.se")
    told = {"before": say_of(where, robin)}
    with transaction.atomic():
        prove_mailbox(robin)
        told["after"] = say_of(where, robin)
        transaction.set_rollback(True)
    return told


def say_of(where: Municipality, robin: User) -> dict[str, object]:
    kim = scope_of(User.objects.get(email="kim@exempel.se"), where)
    police = Organisation.objects.within(where).get(kind=OrganisationKind.POLICE)
    with transaction.atomic():
        new = {"email": "ny@exempel.se", "name": "Ny Diktad", "roles": [Role.REVIEWER]}
        [asked] = invite_person(by=kim, organisation=police, **new).requests
        tell_of_access(asked.pk)
        told = {
            "decides": robin in deciders_of(kim, asked),
            "is_told": OutgoingMail.rows.filter(recipient=robin.email).exists(),
            "confirms": refused(lambda: confirm_request(by=scope_of(robin, where), request=asked)),
            "gets_more": refused(
                lambda: add_membership(
                    by=kim,
                    person=robin,
                    organisation=Organisation.objects.within(where).get(name="Bostadsbolaget"),
                    role=Role.REPORTER,
                )
            ),
        }
        transaction.set_rollback(True)
    return told


def scope_of(person: User, where: Municipality) -> Scope:
    found = standing(person, where.code)
    assert found is not None
    return make_scope(person, *found)


def refused(act: Callable[[], object]) -> str:
    """The kind of refusal that an action meets; empty where it is done."""
    try:
        with transaction.atomic():
            act()
    except Refusal as refusal:
        return type(refusal).__name__
    return ""


if __name__ == "__main__":
    main()
