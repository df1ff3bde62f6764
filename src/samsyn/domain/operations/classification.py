"""What this room keeps, of whom, why and for how long."""

from functools import partial

from samsyn.foundation.classification import Group, Personal, Secrecy

TITLE = "Running it (driften)"

_backup = partial(Group, of="Backup", acts=("operate",))
_alert = partial(Group, of="Alert", acts=("operate",))
_NOBODY = "nobody: no page shows it"

CLASSIFIED = (
    _backup(
        fields="state folder started_at encrypted bytes rows files damaged message",
        purpose="To know that a backup was made, or why not",
        secrecy=Secrecy.SECURITY,
    ),
    _alert(
        fields="kind began_at last_at signs closed_at",
        purpose="To tell at once that something is wrong",
        secrecy=Secrecy.SECURITY,
    ),
    _alert(
        fields="about",
        purpose="To know whom or what an alert is about: a person by uid, a day, a chain",
        personal=Personal.LINKED,
        secrecy=Secrecy.SECURITY,
    ),
    _alert(
        fields="closed_by",
        purpose="To know who looked at it",
        personal=Personal.YES,
        secrecy=Secrecy.STAFF,
    ),
    Group(
        of="WatchedChain",
        fields="chain number",
        purpose="To know how far the log has been looked through for signs",
        shown=_NOBODY,
    ),
    Group(of="Duty", fields="name due_at", purpose="To come back on time", shown=_NOBODY),
    Group(
        of="DisposalTerms",
        fields="originals_days abandoned_days stopped_days texts_days",
        purpose="To dispose of originals, stopped texts and words of reports when the "
        "municipality has decided",
        acts=("administer",),
    ),
)
