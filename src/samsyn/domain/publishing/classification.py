"""What this room keeps, of whom, why and for how long."""

from samsyn.foundation.classification import KEPT, Group

TITLE = "Documents (dokument)"

CLASSIFIED = (
    Group(
        of="PublishedDocument",
        fields="subject subject_uid audience media_type file",
        purpose="To find the paper of something settled, as it was",
        term=KEPT,
        shown="who reads what it is the paper of; of a picture for the group, who reads that one",
    ),
)
