"""What this room is to the others: its words in the log, its states, its texts."""

from django.utils.translation import gettext_lazy as _

from samsyn.foundation.rooms import Room

LOGGED = {
    "places.place_saved": _("%(who)s sparade en plats"),
    "places.layer_imported": _("%(who)s läste in områden, antal: %(districts)s"),
    "places.background_stored": _("%(who)s bytte kartornas bakgrund, antal rutor: %(tiles)s"),
    "places.layer_retired": _("%(who)s tog bort en indelning i områden"),
}

ROOM = Room(
    logged=LOGGED,
    guarded=(
        "Background.attribution",
        "DistrictLayer.key",
        "DistrictLayer.name",
        "DistrictLayer.edition",
        "DistrictLayer.attribution",
        "District.code",
        "District.name",
        "District.population_note",
        "Place.name",
        "PlaceAlias.name",
    ),
    plain={
        "the guard has read the name it is folded from": ("PlaceAlias.folded",),
        "numbers of a border": ("District.geometry",),
        "lines and names of a map that the municipality publishes": (
            "BackgroundTile.content",
            "Background.streets",
        ),
        "a digest of them": ("Background.digest",),
    },
)
