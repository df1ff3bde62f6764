from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Registers the handlers of queued work."""

    name = "samsyn.jobs"
    label = "jobs"

    def ready(self) -> None:
        from samsyn.jobs import handlers  # noqa: F401
