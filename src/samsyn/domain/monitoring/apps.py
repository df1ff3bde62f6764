from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "samsyn.domain.monitoring"
    label = "monitoring"
