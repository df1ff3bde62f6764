"""What this room is to the others: its words in the log, its states, its texts."""

from django.utils.translation import gettext_lazy as _

from samsyn.domain.organisations.enums import AccessChange, RequestState, Role, WordList
from samsyn.foundation.rooms import Room

VALUES = {
    "role": dict(Role.choices),
    "change": dict(AccessChange.choices),
    "list": dict(WordList.choices),
}
READS = ("organisations.log_read", "organisations.log_exported", "organisations.log_checked")
LOGGED = {
    "organisations.municipality_founded": _("%(who)s lade upp kommunen %(what)s"),
    "organisations.settings_changed": _("%(who)s ändrade kommunens inställningar"),
    "organisations.organisation_added": _("%(who)s lade till verksamheten %(what)s"),
    "organisations.organisation_edited": _("%(who)s ändrade verksamheten %(what)s"),
    "organisations.organisation_closed": _(
        "%(who)s avslutade verksamheten %(what)s, sista dag %(last_day)s"
    ),
    "organisations.body_added": _("%(who)s lade till organet %(what)s"),
    "organisations.body_closed": _("%(who)s avslutade organet %(what)s, sista dag %(last_day)s"),
    "organisations.seat_added": _("%(who)s lade till platsen %(what)s i %(body)s"),
    "organisations.seat_closed": _("%(who)s avslutade platsen %(what)s, sista dag %(last_day)s"),
    "organisations.person_invited": _("%(who)s bjöd in %(what)s"),
    "organisations.invitation_accepted": _("%(who)s tog emot inbjudan och valde lösenord"),
    "organisations.role_given": _("%(who)s gav %(person)s rollen %(role)s för %(organisation)s"),
    "organisations.deputy_appointed": _(
        "%(who)s utsåg %(person)s till ersättare för %(in_place_of)s som %(role)s"
    ),
    "access.command_run": _("%(who)s körde kommandot %(command)s"),
    "organisations.access_asked": _("%(who)s begärde en ändrad behörighet: %(change)s"),
    "organisations.access_noticed": _("%(who)s gav besked om att driften får bekräfta: %(change)s"),
    "organisations.access_confirmed": _("%(who)s bekräftade en ändrad behörighet: %(change)s"),
    "organisations.access_refused": _("%(who)s nekade en ändrad behörighet: %(change)s"),
    "organisations.access_withdrawn": _("%(who)s tog tillbaka en begäran: %(change)s"),
    "organisations.role_ended": _("%(who)s avslutade rollen %(role)s för %(person)s"),
    "organisations.person_deactivated": _("%(who)s avaktiverade %(what)s"),
    "organisations.person_reactivated": _("%(who)s återaktiverade %(what)s"),
    "organisations.second_factor_reset": _("%(who)s nollställde tvåstegsinloggningen för %(what)s"),
    "organisations.word_listed": _(
        "%(who)s lade ett ord till personuppgiftsspärrens %(list)s, sista dag %(last_day)s"
    ),
    "organisations.word_ended": _("%(who)s avslutade ett ord på personuppgiftsspärrens %(list)s"),
    "organisations.log_read": _("%(who)s läste loggen"),
    "organisations.log_exported": _("%(who)s hämtade poster ur loggen som fil, antal: %(rows)s"),
    "organisations.log_checked": _("%(who)s kontrollerade hela loggkedjan"),
    "access.login": _("%(who)s loggade in"),
    "access.login_failed": _("Misslyckad inloggning på kontot %(what)s"),
    "access.logout": _("%(who)s loggade ut"),
    "access.password_changed": _("%(who)s bytte lösenord"),
    "access.password_reset_asked": _("En länk för nytt lösenord skickades till %(what)s"),
    "access.second_factor_failed": _("Fel kod i tvåstegsinloggningen på kontot %(what)s"),
    "access.acted_for": _("%(who)s började tjänstgöra i stället för %(in_place_of)s"),
    "access.acted_for_oneself": _("%(who)s återgick till sina egna uppgifter"),
    "access.refused": _("%(who)s nekades sidan %(path)s"),
}

ROOM = Room(
    logged=LOGGED,
    reads=READS,
    values=VALUES,
    unruled={RequestState: "answered once, which the rule of the answer holds"},
    guarded=(
        "Municipality.est_name",
        "Organisation.name",
        "Organisation.short_name",
        "Body.name",
        "Seat.title",
        "Seat.holder_name",
        "User.name",
        "AccessRequest.name",
        "GuardWord.why",
    ),
    plain={
        "a single word that the guard is to know, for which it is on the list": (
            "GuardWord.word",
            "GuardWord.folded",
        ),
        "a key or code, no prose": (
            "Municipality.code",
            "User.language",
            "AccessRequest.roles",
        ),
        "set by the product": (
            "User.password",
            "Invitation.token_digest",
        ),
        "a municipality's official name and border, given by the installation's own command": (
            "Municipality.name",
            "Municipality.outline",
        ),
        "an address is personal data, and needed to reach somebody": (
            "User.email",
            "AccessRequest.email",
        ),
    },
)
