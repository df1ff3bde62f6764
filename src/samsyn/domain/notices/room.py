"""What this room is to the others."""

from samsyn.domain.notices.enums import LetterState
from samsyn.foundation.rooms import Room

ROOM = Room(
    unruled={LetterState: "follows the mail server, which may answer anything"},
    plain={
        "set by the product": (
            "OutgoingMail.key",
            "OutgoingMail.subject",
            "OutgoingMail.body",
        ),
        "an address is personal data, and needed to reach somebody": ("OutgoingMail.recipient",),
    },
)
