"""What this room keeps, of whom, why and for how long."""

from samsyn.foundation.classification import KEPT, Group

TITLE = "Documents (dokument)"

CLASSIFIED = (
    Group(
        of="PictureDocument",
        fields="picture audience media_type file",
        purpose="To find the paper of a settled picture, as it was",
        term=KEPT,
        acts=("read_settled",),
        shown="of the group's papers: who reads the group's picture",
    ),
)
