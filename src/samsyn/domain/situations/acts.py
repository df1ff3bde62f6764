"""What this room's acts are called in the log."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "situations.drafted": _("%(who)s påbörjade en lägesbild"),
    "situations.assessed": _("%(who)s bedömde ett område i lägesbilden"),
    "situations.written": _("%(who)s skrev i lägesbilden"),
    "situations.settled": _("%(who)s fastställde en lägesbild"),
    "situations.draft_deleted": _("%(who)s tog bort ett utkast till lägesbild"),
}
