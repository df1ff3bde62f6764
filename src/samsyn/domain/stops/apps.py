from django.apps import AppConfig


class StopsConfig(AppConfig):
    name = "samsyn.domain.stops"
    label = "stops"
