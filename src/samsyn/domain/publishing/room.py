"""What this room is to the others: its texts; each subject's acts are worded in its own room."""

from samsyn.foundation.rooms import Room

ROOM = Room(
    plain={
        "set by the product": (
            "PublishedDocument.subject",
            "PublishedDocument.audience",
            "PublishedDocument.media_type",
        ),
    },
)
