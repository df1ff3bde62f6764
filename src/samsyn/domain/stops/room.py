"""What this room is to the others: its words in the log, its states, its texts."""

from django.utils.translation import gettext_lazy as _

from samsyn.domain.stops.enums import TRANSITIONS, StopState, TakeOutPurpose, WritePath
from samsyn.domain.stops.wording import KINDS
from samsyn.foundation.rooms import Room, States

VALUES = {
    "path": dict(WritePath.choices),
    "verdict": dict(StopState.choices),
    "purpose": dict(TakeOutPurpose.choices),
    "stop": KINDS,
}
READS = ("stops.read", "stops.taken_out")
LOGGED = {
    "stops.reported": _("%(who)s anmälde ett stopp som fel: %(stop)s i %(path)s"),
    "stops.counted": _("%(who)s anmälde ett stopp som fel, utan text: %(stop)s i %(path)s"),
    "stops.taken_back": _("%(who)s tog tillbaka en anmälan av ett stopp: %(stop)s i %(path)s"),
    "stops.read": _("%(who)s läste en stoppad text: %(stop)s i %(path)s"),
    "stops.judged": _("%(who)s bedömde ett stopp (%(stop)s i %(path)s): %(verdict)s"),
    "stops.verdict_undone": _("%(who)s ångrade bedömningen av ett stopp: %(stop)s i %(path)s"),
    "stops.taken_out": _("%(who)s tog ut bedömda texter: %(purpose)s; antal: %(rows)s"),
    "stops.disposed": _("%(who)s gallrade stoppade texter, antal: %(count)s"),
    "stops.disposed_again": _(
        "%(who)s gallrade på nytt stoppade texter ur en säkerhetskopia, antal: %(count)s"
    ),
}

ROOM = Room(
    logged=LOGGED,
    reads=READS,
    values=VALUES,
    states=(States(StopState, TRANSITIONS, first=frozenset({StopState.AWAITED})),),
    plain={
        "a text that the guard has stopped, kept for that, for its writer and the officer": (
            "StoppedText.text",
        ),
        "set by the product": (
            "StoppedText.field",
            "StoppedText.kind",
            "StoppedText.spans",
            "StoppedText.key",
            "StopCount.kind",
            "VerdictCount.kind",
        ),
    },
)
