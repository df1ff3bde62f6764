from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class PrivacyConfig(AppConfig):
    name = "samsyn.domain.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Use the site's own model, where a setting names one."""
        from samsyn.domain.privacy.guard import use_model

        try:
            use_model(settings.GUARD_MODEL)
        except ValueError as error:
            raise ImproperlyConfigured(str(error)) from error
