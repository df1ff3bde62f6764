"""What this room is to the others."""

from samsyn.foundation.rooms import Room

ROOM = Room(
    plain={
        "set by the product": (
            "StoredFile.digest",
            "StoredFile.media_type",
            "Disposal.subject",
            "Disposal.digest",
        ),
        "masked when the file is taken in, or made by the product": ("StoredFile.name",),
    },
)
