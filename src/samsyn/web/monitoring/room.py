"""What this room of pages is to the others."""

from django.utils.translation import gettext_lazy as _

from samsyn.domain.organisations.enums import Act
from samsyn.domain.stops.enums import WritePath
from samsyn.web.monitoring import views
from samsyn.web.monitoring.urls import urlpatterns
from samsyn.web.rooms import NavigationEntry, Pages, Waiting

PAGES = Pages(
    urls=urlpatterns,
    navigation=(NavigationEntry(50, "deviations", _("Avvikelser"), "signal", Act.WATCH),),
    tasks=(Waiting(60, views.untouched, frozenset({Act.TRIAGE})),),
    written={
        "deviation_link": WritePath.DEVIATION,
        "deviation_dismiss": WritePath.DEVIATION,
    },
)
