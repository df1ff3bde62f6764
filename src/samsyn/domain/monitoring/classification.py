"""What this room keeps, of whom, why and for how long."""

from functools import partial

from samsyn.foundation.classification import Group, Personal, Secrecy

TITLE = "Early warning (avvikelser)"

_run = partial(Group, of="Run", acts=("watch",))
_deviation = partial(Group, of="Deviation", acts=("watch",))
_REPRODUCE = "To make a run again with the same result"

CLASSIFIED = (
    Group(
        of="Schedule",
        fields="due_at",
        purpose="To run every night",
        shown="nobody: no page shows it",
    ),
    _run(
        fields="state trigger as_of settings seed data_digest results_digest series tested noticed "
        "expected_false progress step message started_at finished_at duration_ms",
        purpose=_REPRODUCE,
    ),
    _run(fields="results", purpose=_REPRODUCE, secrecy=Secrecy.COUNTS),
    _run(
        fields="started_by",
        purpose="To know who ordered a run, by uid",
        personal=Personal.LINKED,
        secrecy=Secrecy.STAFF,
        acts=(),
        shown="nobody: no page shows it",
    ),
    _deviation(
        fields="kind series level area category district first_week last_week peak_week observed "
        "expected low_80 high_80 low_95 high_95 p q strength excess confidence preliminary "
        "sensitive evidence first_run run state decided_at dismissed_excess returned",
        purpose="To notice early what happens more often than it did",
        secrecy=Secrecy.COUNTS,
    ),
    _deviation(
        fields="reason reference",
        purpose="To say why a deviation was put aside, or what it was tied to",
        personal=Personal.POSSIBLE,
        secrecy=Secrecy.GROUP,
    ),
    _deviation(
        fields="decided_by",
        purpose="To know who judged a deviation",
        personal=Personal.YES,
        secrecy=Secrecy.STAFF,
    ),
    Group(
        of="Verdict",
        fields="deviation word current",
        purpose="To learn how often a notice was right",
        acts=("watch",),
    ),
    Group(
        of="Verdict",
        fields="person",
        purpose="To know who said what a deviation was",
        personal=Personal.YES,
        secrecy=Secrecy.STAFF,
        shown="nobody: no page shows it",
    ),
)
