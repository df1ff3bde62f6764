from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "samsyn.domain.places"
    label = "places"
