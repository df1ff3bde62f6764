"""What this room of pages is to the others."""

from django.utils.translation import gettext_lazy as _

from samsyn.domain.organisations.enums import Act
from samsyn.domain.stops.enums import WritePath
from samsyn.web.intake.urls import urlpatterns
from samsyn.web.rooms import NavigationEntry, Pages

PAGES = Pages(
    urls=urlpatterns,
    navigation=(NavigationEntry(40, "batches", _("Läs in"), "upload", Act.IMPORT),),
    written={
        "source_new": WritePath.LIST,
        "source_change": WritePath.LIST,
    },
)
