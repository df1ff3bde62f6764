"""What this room of pages is to the others."""

from django.utils.translation import gettext_lazy as _

from samsyn.domain.organisations.enums import Act
from samsyn.domain.stops.enums import WritePath
from samsyn.web.places import views
from samsyn.web.places.urls import urlpatterns
from samsyn.web.rooms import NavigationEntry, Pages, Waiting

PAGES = Pages(
    urls=urlpatterns,
    navigation=(NavigationEntry(70, "places", _("Platser"), "pin", Act.ADMINISTER),),
    tasks=(Waiting(80, views.first_steps, frozenset({Act.ADMINISTER})),),
    written={
        "place_new": WritePath.PLACE,
        "place_edit": WritePath.PLACE,
        "layer_new": WritePath.PLACE,
    },
)
