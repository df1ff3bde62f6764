"""What this room of pages is to the others. It is seldom used, and stands in no navigation: the way
there is from a report or a picture, from the log and from the settings."""

from samsyn.domain.stops.enums import WritePath
from samsyn.web.redactions.urls import urlpatterns
from samsyn.web.rooms import Pages

PAGES = Pages(
    urls=urlpatterns,
    written={"report_redact": WritePath.REPORT, "picture_redact": WritePath.PICTURE},
)
