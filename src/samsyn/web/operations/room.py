"""What this room of pages is to the others."""

from django.utils.translation import gettext_lazy as _

from samsyn.domain.organisations.enums import Act
from samsyn.web.operations import status, views
from samsyn.web.operations.urls import urlpatterns
from samsyn.web.rooms import NavigationEntry, Pages, Waiting

PAGES = Pages(
    urls=urlpatterns,
    navigation=(NavigationEntry(100, "operations", _("Drift"), "cog", Act.OPERATE),),
    tasks=(
        Waiting(10, status.alerts, frozenset({Act.OPERATE})),
        Waiting(42, views.words_that_go, frozenset({Act.REVIEW})),
    ),
)
