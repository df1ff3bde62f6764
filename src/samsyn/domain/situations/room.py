"""What this room is to the others: its words in the log, its states, its texts."""

from django.utils.translation import gettext_lazy as _

from samsyn.domain.situations.enums import TRANSITIONS, PictureState
from samsyn.foundation.rooms import Room, States

LOGGED = {
    "situations.drafted": _("%(who)s påbörjade en lägesbild"),
    "situations.assessed": _("%(who)s bedömde ett område i lägesbilden"),
    "situations.written": _("%(who)s skrev i lägesbilden"),
    "situations.settled": _("%(who)s fastställde en lägesbild"),
    "situations.draft_deleted": _("%(who)s tog bort ett utkast till lägesbild"),
    # called so in every log that there is
    "publishing.document_kept": _("%(who)s sparade lägesbilden som dokument"),
    "publishing.document_read": _("%(who)s hämtade lägesbilden som dokument"),
}

ROOM = Room(
    logged=LOGGED,
    states=(
        States(
            PictureState,
            TRANSITIONS,
            first=frozenset({PictureState.DRAFT}),
            final=frozenset({PictureState.SETTLED}),
        ),
    ),
    guarded=(
        "SituationPicture.title",
        "SituationPicture.summary",
        "SituationPicture.raised",
        "Assessment.motivation",
    ),
    plain={
        "set by the product": (
            "SituationPicture.digest",
            "SituationPicture.public_digest",
            "FrozenSection.key",
            "FrozenSection.title",
            "FrozenSection.svg",
            "FrozenSection.digest",
        ),
        "counts, and texts that passed the guard when they were written": (
            "FrozenSection.content",
        ),
    },
)
