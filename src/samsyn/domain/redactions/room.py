"""What this room is to the others: its words in the log, its texts."""

from django.utils.translation import gettext_lazy as _

from samsyn.domain.redactions.enums import Ground, MaskedThing
from samsyn.foundation.rooms import Room

VALUES = {"ground": dict(Ground.choices), "thing": dict(MaskedThing.choices)}
READS = ("redactions.words_read",)
LOGGED = {
    "redactions.words_read": _("%(who)s läste ord för att maskera personuppgifter"),
    "redactions.redacted": _("%(who)s maskerade uppgifter; grund: %(ground)s; ställen: %(places)s"),
    "redactions.redacted_again": _(
        "%(who)s maskerade på nytt det som kom tillbaka med en säkerhetskopia; ställen: %(places)s"
    ),
    "redactions.texts_disposed": _("%(who)s gallrade orden i gamla rapporter, antal: %(count)s"),
    "redactions.texts_disposed_again": _(
        "%(who)s gallrade på nytt orden i gamla rapporter ur en säkerhetskopia, antal: %(count)s"
    ),
}

ROOM = Room(
    logged=LOGGED,
    reads=READS,
    values=VALUES,
    guarded=("Masking.words",),
)
