from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "samsyn.domain.organisations"
    label = "organisations"
