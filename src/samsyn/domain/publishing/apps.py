from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "samsyn.domain.publishing"
    label = "publishing"
