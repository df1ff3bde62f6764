"""What this room keeps, of whom, why and for how long."""

from samsyn.foundation.classification import KEPT, DisposalTerm, Ends, Group, Personal, Secrecy

TITLE = "Files (filer)"

_WHOSE = "who may read what the file belongs to: an import, an export, a document"

CLASSIFIED = (
    Group(
        of="StoredFile",
        fields="digest media_type size disposed_at",
        purpose="To find the bytes again, unchanged, and to tell what they were when they are gone",
        shown=_WHOSE,
    ),
    Group(
        of="StoredFile",
        fields="name",
        purpose="To know a file by its name; personal data in it are masked when it is taken in",
        personal=Personal.POSSIBLE,
        secrecy=Secrecy.GROUP,
        shown=_WHOSE,
    ),
    Group(
        of="Disposal",
        fields="kind subject digest",
        purpose="To show that something was disposed of, and to keep an older backup from "
        "bringing it back",
        term=KEPT,
        shown="nobody: no page shows it, and the ledger lies beside the backups",
    ),
)
BYTES = Group(
    of="StoredFile",
    fields="",
    purpose="The file itself, in var/files: an agency's list as it came, an export, a document",
    personal=Personal.YES,
    secrecy=Secrecy.POLICE,
    term=DisposalTerm(
        "a list that was read in: {originals} days after, one that never was: {abandoned} (unless "
        "the municipality sets its own); an export: {exports} days after it was approved; the "
        "document of something settled: kept (bevaras)",
        Ends.BY_ITSELF,
    ),
    shown=_WHOSE,
)
"""The bytes, which are no field."""
