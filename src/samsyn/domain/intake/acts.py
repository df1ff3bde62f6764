"""What this room's acts are called in the log."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "intake.source_created": _("%(who)s lade upp en lista att läsa in"),
    "intake.mapping_saved": _("%(who)s ändrade kopplingen för en lista"),
    "intake.file_taken_in": _("%(who)s lämnade in en fil"),
    "intake.check_ordered": _("%(who)s lät pröva en fil"),
}
