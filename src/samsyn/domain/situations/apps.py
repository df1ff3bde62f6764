from django.apps import AppConfig


class SituationsConfig(AppConfig):
    name = "samsyn.domain.situations"
    label = "situations"
