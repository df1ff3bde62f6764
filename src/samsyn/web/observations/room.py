"""What this room of pages is to the others."""

from django.utils.translation import gettext_lazy as _

from samsyn.domain.organisations.enums import Act
from samsyn.domain.stops.enums import WritePath
from samsyn.web.observations import export, own, review_screen
from samsyn.web.observations.urls import urlpatterns
from samsyn.web.rooms import NavigationEntry, Pages, Showing, Waiting

PAGES = Pages(
    urls=urlpatterns,
    navigation=(
        NavigationEntry(10, "report", _("Rapportera"), "pencil", Act.REPORT),
        NavigationEntry(20, "reports", _("Rapporter"), "list", Act.READ_REPORTS),
        NavigationEntry(30, "review", _("Granska"), "check", Act.REVIEW),
    ),
    tasks=(
        Waiting(30, own.returned, frozenset({Act.REPORT})),
        Waiting(40, review_screen.unreviewed, frozenset({Act.REVIEW})),
        Waiting(50, export.to_review, frozenset({Act.EXPORT})),
    ),
    panels=(Showing(30, own.latest, Act.REPORT),),
    written={
        "report": WritePath.REPORT,
        "report_edit": WritePath.REPORT,
        "report_return": WritePath.REVIEW,
        "report_correct": WritePath.REVIEW,
        "report_recall": WritePath.REVIEW,
        "review_many": WritePath.REVIEW,
        "report_count": WritePath.COUNT,
        "export_new": WritePath.EXPORT,
    },
)
