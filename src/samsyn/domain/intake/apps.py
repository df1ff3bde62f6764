from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "samsyn.domain.intake"
    label = "intake"
