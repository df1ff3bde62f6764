"""What this room's acts are called in the log."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "publishing.document_kept": _("%(who)s sparade lägesbilden som dokument"),
    "publishing.document_read": _("%(who)s hämtade lägesbilden som dokument"),
}
