from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "samsyn.domain.operations"
    label = "operations"
