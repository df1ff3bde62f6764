"""What this room keeps, of whom, why and for how long."""

from functools import partial

from samsyn.foundation.classification import DisposalTerm, Ends, Group, Personal, Secrecy

TITLE = "False stops of the guard (anmälda stopp)"

_text = partial(
    Group,
    of="StoppedText",
    term=DisposalTerm(
        "its day, which the municipality sets (14 days), or a day after it was judged (gallras)",
        Ends.BY_ITSELF,
    ),
    acts=("judge_stops",),
    shown="its writer and the data protection officer; each of the officer's readings is logged",
)

CLASSIFIED = (
    _text(
        fields="text",
        purpose="To judge whether the guard was wrong: the text as it stood, never the police's",
        personal=Personal.YES,
        secrecy=Secrecy.GROUP,
    ),
    _text(
        fields="spans start end kind field path organisation key due",
        purpose="To know what the guard took for what, where, and until when the text is kept",
        personal=Personal.LINKED,
        secrecy=Secrecy.GROUP,
    ),
    _text(
        fields="writer",
        purpose="To let the writer see it and take it back",
        personal=Personal.YES,
        secrecy=Secrecy.STAFF,
    ),
    _text(
        fields="state judged_at",
        purpose="To know whether the stop was right",
        personal=Personal.LINKED,
    ),
    _text(
        fields="judged_by",
        purpose="To know who judged it",
        personal=Personal.YES,
        secrecy=Secrecy.STAFF,
    ),
    Group(
        of="StopCount",
        fields="day path kind stops",
        purpose="To know how often the guard stops a text: numbers, never words or persons",
        acts=("keep_words",),
    ),
    Group(
        of="VerdictCount",
        fields="month path kind reported right false",
        purpose="To know how often the guard was wrong: numbers, never words or persons",
        acts=("keep_words",),
    ),
)
