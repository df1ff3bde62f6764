"""What this room keeps, of whom, why and for how long."""

from functools import partial

from samsyn.foundation.classification import NOT_YET, DisposalTerm, Ends, Group, Personal, Secrecy

TITLE = "People, roles and organisations (personer, roller och organisationer)"

_ADMINISTER = ("administer",)
_EVERYBODY = "everybody who has a role in the municipality"
_NOBODY = "nobody: no page shows it"
_staff = partial(Group, personal=Personal.YES, secrecy=Secrecy.STAFF, acts=_ADMINISTER)
_known = partial(Group, shown=_EVERYBODY)
_TAKES_PART = "To know who takes part, and since when"
_MEETS = "To know which groups meet"
_SIGNED = "To show who decided it, and when"
_ASKED_FOR = "those who asked and those who may confirm"

CLASSIFIED = (
    _known(
        of="Municipality",
        fields="code name outline demo reference_version",
        purpose="To tell municipalities apart, and to draw their border",
    ),
    _known(
        of="Municipality",
        fields="est_name",
        purpose="To call the work what it is called here",
        personal=Personal.POSSIBLE,
    ),
    _staff(of="User", fields="name", purpose="To know who does what", shown=_EVERYBODY),
    _staff(of="User", fields="email", purpose="To log in, and to be reached"),
    _staff(
        of="User",
        fields="language is_active last_login",
        purpose="To be answered in one's language; to close accounts that nobody uses",
    ),
    Group(
        of="User",
        fields="password session_epoch",
        purpose="To log in; the password as an Argon2id hash alone",
        personal=Personal.YES,
        secrecy=Secrecy.SECURITY,
        shown=_NOBODY,
    ),
    _known(of="Organisation", fields="valid_from valid_to kind reports", purpose=_TAKES_PART),
    _known(
        of="Organisation",
        fields="name short_name",
        purpose=_TAKES_PART,
        personal=Personal.POSSIBLE,
    ),
    _known(of="Body", fields="valid_from valid_to kind", purpose=_MEETS),
    _known(of="Body", fields="name", purpose=_MEETS, personal=Personal.POSSIBLE),
    _known(
        of="Seat",
        fields="valid_from valid_to body organisation deputy_for",
        purpose="To draw the model of the organisation",
    ),
    _known(
        of="Seat",
        fields="title",
        purpose="To draw the model of the organisation",
        personal=Personal.POSSIBLE,
    ),
    _staff(
        of="Seat",
        fields="holder holder_name",
        purpose="To know who sits in a body for whom",
        shown=_EVERYBODY,
    ),
    _staff(
        of="Membership",
        fields="valid_from valid_to user organisation role deputy_for ended_at",
        purpose="To give a person the rights of a role, and no more",
    ),
    _staff(
        of="Invitation",
        fields="user invited_by accepted_at expires_at on_screen",
        purpose="To let a person in once",
    ),
    Group(
        of="Invitation",
        fields="token_digest",
        purpose="To know the link again; the link itself is not kept here",
        secrecy=Secrecy.SECURITY,
        shown=_NOBODY,
    ),
    _staff(
        of="AccessRequest",
        fields="change state person membership organisation role keeper roles valid_from "
        "valid_to asked_by noticed_at decided_at decided_by",
        purpose="To have a second person confirm who is let in",
        shown=_ASKED_FOR,
    ),
    _staff(
        of="AccessRequest",
        fields="email name",
        purpose="To know who is asked in and has no account yet",
        term=DisposalTerm("emptied when the request is decided", Ends.BY_ITSELF),
        shown=_ASKED_FOR,
    ),
    Group(
        of="GuardWord",
        fields="word folded listed why valid_to ended_at",
        purpose="To let the personal-data guard know the municipality's own words; a word of the "
        "stop list may be somebody's by-name",
        personal=Personal.YES,
        secrecy=Secrecy.GROUP,
        term=NOT_YET,
        acts=("keep_words",),
    ),
    _staff(of="GuardWord", fields="added_by ended_by", purpose=_SIGNED, acts=("keep_words",)),
)
