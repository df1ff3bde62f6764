"""What this room's acts are called in the log."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "monitoring.run_ordered": _("%(who)s beställde en körning av analysen"),
    "monitoring.run_done": _("%(who)s körde analysen"),
    "monitoring.judged": _("%(who)s bedömde en avvikelse"),
    "monitoring.new": _("%(who)s tog upp en avvikelse på nytt"),
    "monitoring.acknowledged": _("%(who)s noterade en avvikelse"),
    "monitoring.linked": _("%(who)s kopplade en avvikelse till ett problem"),
    "monitoring.dismissed": _("%(who)s avskrev en avvikelse"),
}
