"""What this room of pages is to the others."""

from samsyn.domain.organisations.enums import Act
from samsyn.web.rooms import Pages, Waiting
from samsyn.web.stops import views
from samsyn.web.stops.urls import urlpatterns

PAGES = Pages(
    urls=urlpatterns,
    tasks=(Waiting(45, views.to_judge, frozenset({Act.JUDGE_STOPS})),),
)
