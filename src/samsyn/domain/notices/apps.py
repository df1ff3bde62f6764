from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "samsyn.domain.notices"
    label = "notices"
