"""Root URLs. Every domain page lies under the municipality's code."""

from django.urls import URLPattern, URLResolver

from samsyn.web import errors
from samsyn.web.urls import urlpatterns as web_urls

urlpatterns: list[URLPattern | URLResolver] = [*web_urls]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
