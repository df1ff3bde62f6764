"""What this room is to the others: its words in the log, its states, its texts."""

from django.utils.translation import gettext_lazy as _

from samsyn.domain.intake.enums import TRANSITIONS, BatchState
from samsyn.foundation.rooms import Room, States

LOGGED = {
    "intake.source_created": _("%(who)s lade upp en lista att läsa in"),
    "intake.source_changed": _("%(who)s ändrade en lista"),
    "intake.source_paused": _("%(who)s satte en lista på paus"),
    "intake.source_resumed": _("%(who)s tog upp en lista igen"),
    "intake.source_removed": _("%(who)s tog bort en lista"),
    "intake.mapping_saved": _("%(who)s ändrade kopplingen för en lista"),
    "intake.file_taken_in": _("%(who)s lämnade in en fil"),
    "intake.check_ordered": _("%(who)s lät pröva en fil"),
}

ROOM = Room(
    logged=LOGGED,
    states=(
        States(
            BatchState,
            TRANSITIONS,
            first=frozenset({BatchState.UPLOADED}),
            final=frozenset({BatchState.UNDONE}),
        ),
    ),
    guarded=("Source.name",),
    plain={
        "set by the product": (
            "Batch.digest",
            "Batch.started_by",
            "Batch.updates",
            "GuardAnswers.basis",
            "Problem.kind",
        ),
        "columns and words of an agency's file, chosen from a list": (
            "Source.mapping",
            "Batch.mapping",
        ),
        "masked when it is read from the file": (
            "Batch.asks",
            "Batch.message",
            "Batch.preview",
            "Batch.notes",
            "Batch.stop",
            "Problem.column",
            "Problem.sheet",
            "Problem.sentence",
            "GuardAnswers.texts",
        ),
    },
)
