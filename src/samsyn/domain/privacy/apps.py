from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "samsyn.domain.privacy"
    label = "privacy"
