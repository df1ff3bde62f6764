"""The pages' URLs: accounts and home here, each room's own under the municipality."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from samsyn.web.accounts.urls import urlpatterns as account_urls
from samsyn.web.health import health
from samsyn.web.home import views as home
from samsyn.web.intake.urls import urlpatterns as intake_urls
from samsyn.web.monitoring.urls import urlpatterns as monitoring_urls
from samsyn.web.observations.urls import urlpatterns as observation_urls
from samsyn.web.operations.urls import urlpatterns as operation_urls
from samsyn.web.organisations.urls import urlpatterns as organisation_urls
from samsyn.web.places.urls import urlpatterns as place_urls
from samsyn.web.showcase import views as showcase
from samsyn.web.situations.urls import urlpatterns as picture_urls

in_municipality: list[URLPattern | URLResolver] = [
    path("", home.start, name="start"),
    path("i-stallet-for/", home.acting, name="acting"),
    path("", include(organisation_urls)),
    path("", include(operation_urls)),
    path("", include(observation_urls)),
    path("", include(intake_urls)),
    path("", include(place_urls)),
    path("", include(picture_urls)),
    path("", include(monitoring_urls)),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.entrance, name="entrance"),
    path("halsa/", health, name="health"),
    path("sprak/", set_language, name="set_language"),
    path("komponenter/", showcase.components, name="components"),
    path("", include(account_urls)),
    path("<code:code>/", include(in_municipality)),
]
