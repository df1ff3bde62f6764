"""What this room keeps, of whom, why and for how long."""

from samsyn.foundation.classification import CHAINED, DisposalTerm, Ends, Group, Personal, Secrecy

TITLE = "The log (loggen)"

_WHY = "To show afterwards who did and read what, and that nobody has changed it"
_LOG = ("read_log",)
_NOBODY = "nobody: no page shows it"
_WORDS = DisposalTerm(
    "nothing removes the row, the database refuses; words in it are masked by a recorded "
    "redaction, and emptied with the report's when the municipality's term has passed (redigeras)",
    Ends.NOT_YET,
)
_INNER = DisposalTerm("as the chain it belongs to (gallras inte ännu)", Ends.NOT_YET)

CLASSIFIED = (
    Group(
        of="Entry",
        fields="chain number at act kind previous hash",
        purpose=_WHY,
        personal=Personal.LINKED,
        secrecy=Secrecy.SECURITY,
        term=CHAINED,
        acts=_LOG,
    ),
    Group(
        of="Entry",
        fields="actor acting_for subject",
        purpose="To show who acted, in whose place, and with what: by uid, no names",
        personal=Personal.LINKED,
        secrecy=Secrecy.STAFF,
        term=CHAINED,
        acts=_LOG,
    ),
    Group(
        of="Entry",
        fields="values",
        purpose="To show what was done: counts, states and uids; words as keyed sums alone",
        personal=Personal.LINKED,
        secrecy=Secrecy.SECURITY,
        term=CHAINED,
        acts=_LOG,
    ),
    Group(
        of="Mention",
        fields="chain number subject",
        purpose="To find the entries that speak of a thing",
        personal=Personal.LINKED,
        secrecy=Secrecy.SECURITY,
        term=_INNER,
        acts=_LOG,
    ),
    Group(of="Head", fields="chain number hash", purpose=_WHY, term=_INNER, shown=_NOBODY),
    Group(
        of="Seal",
        fields="chain number hash signed_at signature",
        purpose=_WHY,
        secrecy=Secrecy.SECURITY,
        term=CHAINED,
        shown=_NOBODY,
    ),
    Group(
        of="Salt",
        fields="subject salt",
        purpose="To make the keyed sums of words say nothing once it is gone",
        personal=Personal.LINKED,
        secrecy=Secrecy.SECURITY,
        term=DisposalTerm(
            "when words of its thing are masked, or its report is undone", Ends.BY_HAND
        ),
        shown=_NOBODY,
    ),
    Group(
        of="Revision",
        fields="chain subject version at actor",
        purpose="To show when and by whom a thing was changed",
        personal=Personal.LINKED,
        secrecy=Secrecy.STAFF,
        term=CHAINED,
        shown="of the time alone: who may read the report that was changed",
    ),
    Group(
        of="Revision",
        fields="fields",
        purpose="To keep what a text said before it was changed",
        personal=Personal.POSSIBLE,
        secrecy=Secrecy.POLICE,
        term=_WORDS,
        shown=_NOBODY,
    ),
    Group(
        of="Redaction",
        fields="uid chain masking subject kind row_key version at actor ground places before after "
        "spans applied",
        purpose="To show that words were masked: where, when and on what ground, never what they "
        "were; to mask them again in a backup that is older",
        personal=Personal.LINKED,
        secrecy=Secrecy.SECURITY,
        term=CHAINED,
        acts=("redact",),
    ),
)
