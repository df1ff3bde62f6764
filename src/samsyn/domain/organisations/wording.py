"""What the roles are for, and what requests for access are about."""

from django.utils.translation import gettext_lazy as _

from samsyn.domain.organisations.enums import AccessChange, RequestState, Role
from samsyn.domain.organisations.models import AccessRequest
from samsyn.domain.organisations.rules.giving import TAKES_AWAY
from samsyn.foundation import formats

ROLE_IS_FOR = {
    Role.REPORTER: _("rapporterar och följer sina egna rapporter"),
    Role.CONTACT: _("för sin verksamhet i EST-gruppen, läser det delade och bedömer läget"),
    Role.REVIEWER: _("släpper rapporter vidare och stoppar personuppgifter"),
    Role.COORDINATOR: _("leder arbetet, fastställer lägesbilden och sköter organisationen"),
    Role.ANALYST: _("läser, jämför, läser in filer och sammanställer"),
    Role.COUNCIL_MEMBER: _("beslutar och ser exakta tal"),
    Role.READER: _("läser fastställda lägesbilder"),
    Role.REGISTRAR: _("tar hand om allmänna handlingar"),
    Role.DATA_PROTECTION_OFFICER: _("läser loggen, men inga rapporter"),
    Role.OPERATOR: _("sköter driften, men läser inga rapporter"),
}

_WANTED = {
    AccessChange.ROLE: _("ge %(who)s rollen %(role)s för %(organisation)s"),
    AccessChange.DEPUTY: _("utse %(who)s till ersättare som %(role)s för %(organisation)s"),
    AccessChange.END: _("avsluta rollen %(role)s för %(organisation)s, som %(who)s har"),
    AccessChange.SECOND_FACTOR: _("nollställa tvåstegsinloggningen för %(who)s"),
    AccessChange.DEACTIVATE: _("stänga av kontot för %(who)s"),
    AccessChange.REACTIVATE: _("öppna kontot för %(who)s igen"),
    AccessChange.NEW_ORGANISATION: _("lägga upp verksamheten %(organisation)s"),
    AccessChange.CLOSE_ORGANISATION: _("avsluta verksamheten %(organisation)s"),
}


def wanted(request: AccessRequest) -> str:
    """What a request for access is about, to stand after "vill" or "begäran att"."""
    roles = request.roles or [request.role]
    return _WANTED[AccessChange(request.change)] % {
        "who": who(request),
        "role": ", ".join(str(Role(role).label) for role in roles if role),
        "organisation": request.organisation,
    }


def who(request: AccessRequest) -> str:
    """The person concerned, with the address: it is the address that is let in."""
    if request.person:
        return f"{request.person.name} ({request.person.email})"
    return (
        f"{request.name} ({request.email})" if request.email else str(_("den som skulle bjudas in"))
    )


def period(request: AccessRequest) -> str:
    """From when until when what is asked for holds; empty where it is an account's."""
    first, last = request.valid_from, request.valid_to
    if request.change in TAKES_AWAY:
        return _("sista dag %s") % formats.day(last) if last else ""
    if first is None:
        return ""
    if last is None:
        return _("från %s, tills vidare") % formats.day(first)
    return _("från %(first)s till och med %(last)s") % {
        "first": formats.day(first),
        "last": formats.day(last),
    }


def decided(request: AccessRequest) -> str:
    """What has become of a request, and by whom."""
    state = RequestState(request.state)
    if state == RequestState.AWAITED:
        return str(state.label)
    by = request.decided_by.name if request.decided_by else _("driften, på kommandoraden")
    return _("%(state)s av %(name)s") % {"state": state.label, "name": by}
