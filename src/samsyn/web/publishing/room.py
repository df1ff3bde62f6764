"""What this room of pages is to the others."""

from samsyn.web.publishing.urls import urlpatterns
from samsyn.web.rooms import Pages

PAGES = Pages(urls=urlpatterns)
