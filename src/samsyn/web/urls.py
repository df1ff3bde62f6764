"""The pages' URLs: accounts and home here, each room's own under the municipality."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from samsyn.web.accounts.urls import urlpatterns as account_urls
from samsyn.web.health import health
from samsyn.web.home import views as home
from samsyn.web.rooms import addresses
from samsyn.web.showcase import views as showcase

in_municipality: list[URLPattern | URLResolver] = [
    path("", home.start, name="start"),
    path("i-stallet-for/", home.acting, name="acting"),
    *addresses(),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.entrance, name="entrance"),
    path("halsa/", health, name="health"),
    path("sprak/", set_language, name="set_language"),
    path("komponenter/", showcase.components, name="components"),
    path("", include(account_urls)),
    path("<code:code>/", include(in_municipality)),
]
