"""What this room of pages is to the others."""

from django.utils.translation import gettext_lazy as _

from samsyn.domain.organisations.enums import Act
from samsyn.domain.stops.enums import WritePath
from samsyn.web.organisations import access, people
from samsyn.web.organisations.urls import urlpatterns
from samsyn.web.rooms import NavigationEntry, Pages, Waiting

PAGES = Pages(
    urls=urlpatterns,
    navigation=(
        NavigationEntry(80, "organisation", _("Organisation"), "people", Act.ADMINISTER),
        NavigationEntry(90, "log", _("Logg"), "history", Act.READ_LOG),
    ),
    tasks=(
        Waiting(20, access.to_answer),
        Waiting(90, people.not_yet_in, frozenset({Act.ADMINISTER})),
    ),
    written={
        "organisation_new": WritePath.ORGANISATION,
        "organisation_edit": WritePath.ORGANISATION,
        "body_new": WritePath.ORGANISATION,
        "seat_new": WritePath.ORGANISATION,
        "municipality_settings": WritePath.ORGANISATION,
        "guard_word_new": WritePath.WORDS,
    },
)
