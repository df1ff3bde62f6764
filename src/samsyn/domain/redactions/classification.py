"""What this room keeps, of whom, why and for how long."""

from samsyn.foundation.classification import KEPT, Group, Personal, Secrecy

TITLE = "Masking (maskering)"
_WHY = "To show that words were masked, where and on what ground; never what they were"

CLASSIFIED = (
    Group(
        of="Masking",
        fields="thing thing_uid ground rows_masked places files left",
        purpose=_WHY,
        personal=Personal.LINKED,
        secrecy=Secrecy.GROUP,
        term=KEPT,
        acts=("redact",),
    ),
    Group(
        of="Masking",
        fields="words",
        purpose="To say another ground than those of the list",
        personal=Personal.POSSIBLE,
        secrecy=Secrecy.GROUP,
        term=KEPT,
        acts=("redact",),
    ),
    Group(
        of="Masking",
        fields="masked_by",
        purpose="To know who masked",
        personal=Personal.YES,
        secrecy=Secrecy.STAFF,
        term=KEPT,
        acts=("redact",),
    ),
)
