"""What this room keeps, of whom, why and for how long."""

from functools import partial

from samsyn.foundation.classification import KEPT, DisposalTerm, Ends, Group, Personal, Secrecy

TITLE = "Pictures (lägesbilder)"

_SETTLED = DisposalTerm(
    "settled: kept (bevaras); a draft goes when it is thrown away, and its words stay among the "
    "revisions",
    Ends.KEPT,
)
_picture = partial(Group, of="SituationPicture", term=_SETTLED, acts=("draft", "read_settled"))
_assessment = partial(
    Group, of="Assessment", term=_SETTLED, acts=("draft", "assess", "read_settled")
)
_DRAFTS = "drafts: who drafts or judges"
_frozen = partial(
    Group,
    of="FrozenSection",
    term=KEPT,
    acts=("read_settled",),
    shown="of the group's sections: who reads the group's picture",
)

CLASSIFIED = (
    _picture(
        fields="period_from period_to state settled_at replaces digest public_digest",
        purpose="To settle what the group saw of a period (lag 2023:196 4 §), once and unchanged",
        shown=_DRAFTS,
    ),
    _picture(
        fields="title summary raised",
        purpose="To say the picture in words",
        personal=Personal.POSSIBLE,
        secrecy=Secrecy.GROUP,
        shown=_DRAFTS,
    ),
    _picture(
        fields="settled_by",
        purpose="To know who settled it",
        personal=Personal.YES,
        secrecy=Secrecy.STAFF,
        shown=_DRAFTS,
    ),
    _assessment(
        fields="picture area colour trend assessed_at",
        purpose="To keep people's judgement of each area",
        shown=_DRAFTS,
    ),
    _assessment(
        fields="motivation",
        purpose="To say why an area was judged so",
        personal=Personal.POSSIBLE,
        secrecy=Secrecy.GROUP,
        shown=_DRAFTS,
    ),
    _assessment(
        fields="assessed_by",
        purpose="To know who judged",
        personal=Personal.YES,
        secrecy=Secrecy.STAFF,
        shown=_DRAFTS,
    ),
    _frozen(
        fields="picture audience position key title digest",
        purpose="To show a settled picture as it was, and that it is",
    ),
    _frozen(
        fields="content svg",
        purpose="To show a settled picture as it was: words, numbers and drawings",
        personal=Personal.POSSIBLE,
        secrecy=Secrecy.COUNTS,
    ),
)
