"""What this room is to the others: its words in the log, its states, its texts."""

from django.utils.translation import gettext_lazy as _

from samsyn.foundation.rooms import Room

ACTS = {
    "publishing.document_kept": _("%(who)s sparade lägesbilden som dokument"),
    "publishing.document_read": _("%(who)s hämtade lägesbilden som dokument"),
}

ROOM = Room(
    acts=ACTS,
    plain={
        "set by the product": ("PictureDocument.media_type",),
    },
)
