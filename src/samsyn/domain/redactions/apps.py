from django.apps import AppConfig


class RedactionsConfig(AppConfig):
    name = "samsyn.domain.redactions"
    label = "redactions"
