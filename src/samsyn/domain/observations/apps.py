from django.apps import AppConfig


class ObservationsConfig(AppConfig):
    name = "samsyn.domain.observations"
    label = "observations"
