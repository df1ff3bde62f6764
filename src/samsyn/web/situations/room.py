"""What this room of pages is to the others."""

from django.utils.translation import gettext_lazy as _

from samsyn.domain.organisations.enums import Act
from samsyn.domain.stops.enums import WritePath
from samsyn.web.rooms import NavigationEntry, Pages, Showing, Waiting
from samsyn.web.situations import views
from samsyn.web.situations.urls import urlpatterns

PAGES = Pages(
    urls=urlpatterns,
    navigation=(NavigationEntry(60, "pictures", _("Lägesbilder"), "picture", Act.READ_SETTLED),),
    tasks=(Waiting(70, views.unfinished, frozenset({Act.ASSESS})),),
    panels=(
        Showing(10, views.latest, Act.READ_SETTLED),
        Showing(20, views.standing, Act.READ_PICTURE),
    ),
    written={
        "picture_new": WritePath.PICTURE,
        "picture_texts": WritePath.PICTURE,
        "picture_assess": WritePath.PICTURE,
        "picture_assess_overall": WritePath.PICTURE,
    },
)
