"""What this room's acts are called in the log."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "places.place_saved": _("%(who)s sparade en plats"),
    "places.layer_imported": _("%(who)s läste in %(districts)s områden"),
    "places.layer_retired": _("%(who)s tog bort en indelning i områden"),
}
