"""What this room is to the others: its words in the log, its states, its texts."""

from django.utils.translation import gettext_lazy as _

from samsyn.domain.monitoring.enums import TRANSITIONS, RunState, Triage
from samsyn.foundation.rooms import Room, States

LOGGED = {
    "monitoring.run_ordered": _("%(who)s beställde en körning av analysen"),
    "monitoring.run_done": _("%(who)s körde analysen"),
    "monitoring.judged": _("%(who)s bedömde en avvikelse"),
    "monitoring.new": _("%(who)s tog upp en avvikelse på nytt"),
    "monitoring.acknowledged": _("%(who)s noterade en avvikelse"),
    "monitoring.linked": _("%(who)s kopplade en avvikelse till ett problem"),
    "monitoring.dismissed": _("%(who)s avskrev en avvikelse"),
}

ROOM = Room(
    logged=LOGGED,
    states=(States(Triage, TRANSITIONS, first=frozenset({Triage.NEW})),),
    unruled={RunState: "follows the work in the queue, which the worker sets"},
    guarded=(
        "Deviation.reason",
        "Deviation.reference",
    ),
    plain={
        "set by the product": (
            "Run.started_by",
            "Run.settings",
            "Run.data_digest",
            "Run.results",
            "Run.results_digest",
            "Run.step",
            "Run.message",
            "Deviation.series",
            "Deviation.evidence",
        ),
    },
)
