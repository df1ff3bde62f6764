"""Letters about changes of access: to those who confirm, who asked, and whom it concerns."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.domain.notices.actions import post
from samsyn.domain.organisations.enums import AccessChange, RequestState, Role
from samsyn.domain.organisations.models import AccessRequest, Membership, Organisation, User
from samsyn.domain.organisations.queries import held
from samsyn.domain.organisations.queries.access import OBJECTORS, deciders_of, who_must_prove
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.organisations.rules.giving import operator_may_from
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.wording import decided, period, wanted
from samsyn.foundation import formats
from samsyn.foundation.clock import local_day


@transaction.atomic
def tell_of_access(request_id: int) -> None:
    """Tell of a request as it is now. A letter is sent once for each state and reader."""
    rows = AccessRequest.rows.select_related(
        "municipality", "organisation", "person", "asked_by", "decided_by"
    )
    request = rows.get(pk=request_id)
    by = system_scope(request.municipality)
    awaited = request.state == RequestState.AWAITED
    unproved = who_must_prove(by, request) if awaited else []
    for reader in _once([*_readers(by, request), *unproved]):
        post(
            by,
            key=f"access:{request.uid}:{_stage(request)}:{reader.uid}"[:120],
            recipient=reader.email,
            subject=_subject(request),
            body="\n\n".join(
                [
                    _("Hej %s!") % reader.name,
                    _facts(request),
                    _to_do(request) if awaited else _afterwards(),
                    *([_first_prove()] if reader in unproved else []),
                ]
            ),
        )


def _stage(request: AccessRequest) -> str:
    noticed = request.state == RequestState.AWAITED and request.noticed_at is not None
    return "noticed" if noticed else request.state


def _readers(by: Scope, request: AccessRequest) -> list[User]:
    """Who is told: those who may confirm, or who may object; of what is decided all of them,
    who asked, and the one it concerns. Nobody is told of what they have just done."""
    found: list[User] = deciders_of(by, request)
    if request.change == AccessChange.NEW_ORGANISATION and request.organisation:
        found += _colleagues(by, request.organisation)
    if request.noticed_at is not None or not deciders_of(by, request):
        found += _holders(by, OBJECTORS)
    if request.state != RequestState.AWAITED:
        found += [one for one in (request.asked_by, request.person) if one]
    by_themselves = request.decided_by_id if request.decided_at else request.asked_by_id
    return _once(one for one in found if one.pk != by_themselves)


def _holders(by: Scope, roles: frozenset[Role]) -> list[User]:
    keys = Membership.objects.visible_to(by).filter(held(), role__in=roles, deputy_for__isnull=True)
    return list(User.objects.filter(pk__in=keys.values("user_id"), is_active=True).order_by("pk"))


def _colleagues(by: Scope, new: Organisation) -> list[User]:
    """Those of the same kind who are here already: a second police is news to the first."""
    rows = Membership.objects.visible_to(by).filter(
        held(), organisation__kind=new.kind, deputy_for__isnull=True
    )
    people = User.objects.filter(pk__in=rows.values("user_id"), is_active=True)
    return list(people.order_by("pk"))


def _once(people: Iterable[User]) -> list[User]:
    return list({one.pk: one for one in people}.values())


def _subject(request: AccessRequest) -> str:
    if request.state == RequestState.AWAITED:
        return _("Behörighet att ta ställning till i %s") % request.municipality.name
    return _("Behörighet ändrad i %s") % request.municipality.name


def _facts(request: AccessRequest) -> str:
    asker = request.asked_by.name if request.asked_by else _("driften, på kommandoraden")
    return "\n".join(
        [
            _("Vad: %s") % wanted(request),
            *([_("Gäller: %s") % when] if (when := period(request)) else []),
            _("Begärt av: %s") % asker,
            _("Läge: %s") % decided(request),
        ]
    )


def _to_do(request: AccessRequest) -> str:
    if request.noticed_at is None:
        return _(
            "Logga in i Samsyn och välj Behörigheter på startsidan. Bekräfta bara om du vet "
            "vem det är och att adressen är personens egen. Neka annars."
        )
    may_from = operator_may_from(request.noticed_at, request.municipality.created_at)
    return _(
        "Det finns ingen annan där som kan bekräfta. Driften får därför göra det från och med "
        "%(day)s. Är det fel: logga in i Samsyn, välj Behörigheter på startsidan och neka."
    ) % {"day": formats.day(local_day(may_from))}


def _first_prove() -> str:
    return _(
        "Ingen har ännu visat att den här brevlådan är din egen. Du kan därför inte bekräfta "
        "förrän du har valt Glömt lösenordet på inloggningssidan och följt länken i brevet."
    )


def _afterwards() -> str:
    return _("Känner du inte igen det: kontakta samordnaren eller dataskyddsombudet i kommunen.")
