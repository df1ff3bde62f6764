"""What this room is to the others: its words in the log, its states, its texts."""

from django.utils.translation import gettext_lazy as _

from samsyn.domain.operations.enums import AlertKind, BackupState
from samsyn.foundation.rooms import Room

VALUES = {"alert": dict(AlertKind.choices)}
LOGGED = {
    "operations.alert_raised": _("%(who)s larmade: %(alert)s"),
    "operations.alert_closed": _("%(who)s kvitterade larmet: %(alert)s"),
    "operations.work_retried": _("%(who)s lät köns arbete göras om"),
    "operations.letter_sent_again": _("%(who)s lät ett brev skickas igen"),
    "operations.backed_up": _("%(who)s tog en säkerhetskopia"),
    "operations.backup_failed": _("%(who)s försökte ta en säkerhetskopia, men den blev inte hel"),
    "operations.backup_verified": _("%(who)s kontrollerade en säkerhetskopia från %(made_at)s"),
    "operations.restored": _("%(who)s lade in en säkerhetskopia från %(made_at)s"),
    "operations.restored_without_ledger": _(
        "%(who)s lade in en säkerhetskopia från %(made_at)s utan gallringslista: det som gallrats "
        "efter den kan ha kommit tillbaka"
    ),
    "operations.originals_disposed": _("%(who)s gallrade inlästa originalfiler, antal: %(count)s"),
    "operations.disposed_again": _(
        "%(who)s gallrade på nytt det som kom tillbaka med en säkerhetskopia, "
        "antal filer: %(count)s"
    ),
    "operations.terms_changed": _(
        "%(who)s ändrade gallringsfristerna till %(originals_days)s och %(abandoned_days)s dagar"
    ),
}

ROOM = Room(
    logged=LOGGED,
    values=VALUES,
    unruled={BackupState: "what a backup came to, written once"},
    plain={
        "set by the product": (
            "Backup.folder",
            "Backup.message",
            "Alert.about",
            "WatchedChain.chain",
        ),
    },
)
