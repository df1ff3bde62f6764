from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "samsyn.domain.audit"
    label = "audit"
