"""What this room keeps, of whom, why and for how long."""

from functools import partial

from samsyn.foundation.classification import Group, Personal, Secrecy

TITLE = "Letters (brev)"

_letter = partial(
    Group, of="OutgoingMail", shown="nobody by a page; the operator by the command letters"
)

CLASSIFIED = (
    _letter(
        fields="key state sent_at attempts",
        purpose="To send a letter once, and to see whether it left",
        personal=Personal.LINKED,
    ),
    _letter(
        fields="recipient",
        purpose="To reach the one it is for",
        personal=Personal.YES,
        secrecy=Secrecy.STAFF,
    ),
    _letter(
        fields="subject body",
        purpose="To say what the letter says: names of colleagues, and links by which an invited "
        "person chooses a password",
        personal=Personal.YES,
        secrecy=Secrecy.SECURITY,
    ),
)
