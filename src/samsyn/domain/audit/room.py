"""What this room is to the others."""

from samsyn.foundation.rooms import Room

ROOM = Room(
    plain={
        "set by the product": (
            "Entry.chain",
            "Entry.actor",
            "Entry.acting_for",
            "Entry.act",
            "Entry.kind",
            "Entry.subject",
            "Entry.previous",
            "Entry.hash",
            "Mention.chain",
            "Mention.subject",
            "Head.chain",
            "Head.hash",
            "Seal.chain",
            "Seal.hash",
            "Seal.signature",
            "Salt.subject",
            "Revision.chain",
            "Revision.subject",
            "Revision.actor",
            "Redaction.chain",
            "Redaction.masking",
            "Redaction.subject",
            "Redaction.kind",
            "Redaction.actor",
            "Redaction.ground",
            "Redaction.before",
            "Redaction.after",
            "Redaction.spans",
        ),
        "plain values of an entry are counts, states and uids; all else is kept as sums": (
            "Entry.values",
        ),
        "earlier versions of texts that passed the guard when they were written": (
            "Revision.fields",
        ),
    },
)
