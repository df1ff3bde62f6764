"""What this room of pages is to the others."""

from django.utils.translation import gettext_lazy as _

from samsyn.domain.organisations.enums import Act
from samsyn.domain.stops.enums import WritePath
from samsyn.web.redactions.urls import urlpatterns
from samsyn.web.rooms import NavigationEntry, Pages

PAGES = Pages(
    urls=urlpatterns,
    navigation=(NavigationEntry(95, "redactions", _("Maskering"), "eye-slash", Act.REDACT),),
    written={"report_redact": WritePath.REPORT, "picture_redact": WritePath.PICTURE},
)
