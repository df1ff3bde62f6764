"""What alerts say and ask for, and what queued work is called."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.domain.operations.enums import AlertKind
from samsyn.domain.operations.models import Alert
from samsyn.foundation import formats

TO_DO = {
    AlertKind.SPRAY: gettext_lazy(
        "Någon provar lösenord på många konton. Läs loggen, och stäng "
        "ute adressen i det som står framför Samsyn."
    ),
    AlertKind.GUESSING: gettext_lazy("Fråga kontots ägare. Kontot spärras en stund av sig självt."),
    AlertKind.SECOND_FACTOR: gettext_lazy(
        "Någon kan lösenordet men inte koden. Be kontots ägare byta lösenord."
    ),
    AlertKind.PROBING: gettext_lazy("Fråga personen, eller stäng kontot."),
    AlertKind.BULK_READ: gettext_lazy("Fråga personen varför, och säg det till polisen."),
    AlertKind.NIGHT_EXPORT: gettext_lazy("Fråga den som tog ut filen, eller stäng kontot."),
    AlertKind.MANY_EXPORTS: gettext_lazy("Fråga den som tog ut filerna, eller stäng kontot."),
    AlertKind.ACCESS_BY_OPERATOR: gettext_lazy("Stäm av med samordnaren att behörigheten är rätt."),
    AlertKind.CHAIN: gettext_lazy(
        "Någon har ändrat loggen i databasen. Ta undan en kopia av "
        "databasen, byt lösenord till den och jämför med den senaste säkerhetskopian."
    ),
    AlertKind.DISK: gettext_lazy("Gör plats på disken. När den är full kan ingen rapportera."),
    AlertKind.BACKUP: gettext_lazy("Se efter varför på sidan Drift, och ta en säkerhetskopia."),
    AlertKind.QUEUE: gettext_lazy("Se efter på sidan Drift vad som misslyckades, och gör om det."),
    AlertKind.MAIL: gettext_lazy("Se efter att e-postservern svarar, och skicka breven igen."),
}
_OF_A_PERSON = frozenset(
    {
        AlertKind.GUESSING,
        AlertKind.SECOND_FACTOR,
        AlertKind.PROBING,
        AlertKind.BULK_READ,
        AlertKind.NIGHT_EXPORT,
        AlertKind.MANY_EXPORTS,
    }
)
_WORK = {
    "audit.sign": gettext_lazy("signera loggen"),
    "observations.check_batch": gettext_lazy("pröva en fil"),
    "observations.import_batch": gettext_lazy("läsa in en fil"),
    "observations.export_prepare": gettext_lazy("göra en fil av rapporter"),
    "observations.reassign": gettext_lazy("räkna om områden"),
    "monitoring.run": gettext_lazy("leta avvikelser"),
    "monitoring.nightly": gettext_lazy("nattens körning"),
    "notices.send": gettext_lazy("skicka ett brev"),
    "notices.tell_of_access": gettext_lazy("berätta om en behörighet"),
    "operations.duty": gettext_lazy("säkerhetskopia eller gallring"),
    "observations.forget_words": gettext_lazy("ta bort maskerade ord ur sökningen"),
    "operations.write_ledger": gettext_lazy("skriva gallringslistan"),
}


def work_called(name: str) -> str:
    """Queued work in words; the name itself where there are none."""
    return str(_WORK.get(name, name))


def alert_about(alert: Alert) -> str:
    """Where, which account, since when and how much; no name, which whoever runs it may not see.

    Of the account the first signs of its uid, by which alerts about one person are alike.
    """
    parts = [alert.municipality.name if alert.municipality else _("hela installationen")]
    uid = alert.about.partition(":")[0]
    if uid and alert.kind in _OF_A_PERSON:
        parts.append(_("konto %s") % uid[:8])
    since = formats.moment(alert.began_at)
    last = formats.moment(alert.last_at)
    parts.append(
        _("sedan %s") % since
        if last == since
        else _("från %(since)s till %(last)s") % {"since": since, "last": last}
    )
    if alert.signs > 1:
        parts.append(_("%s poster i loggen") % formats.number(alert.signs))
    return ", ".join(parts)


def alert_letter(alert: Alert, reader: str) -> tuple[str, str]:
    """Subject and body of the letter that tells of an alert; no name of whom it is about."""
    kind = AlertKind(alert.kind)
    where = alert.municipality.name if alert.municipality else _("hela installationen")
    body = _(
        "Hej %(reader)s!\n\n"
        "Larm i Samsyn, %(where)s: %(what)s, sedan %(when)s.\n\n"
        "%(to_do)s\n\n"
        "Sidan Drift och kommandot ./samsyn incident säger mer."
    ) % {
        "reader": reader,
        "where": where,
        "what": kind.label,
        "when": formats.moment(alert.began_at),
        "to_do": TO_DO[kind],
    }
    return _("Larm i Samsyn: %s") % kind.label, body
