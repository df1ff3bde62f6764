from django.apps import AppConfig

from samsyn.foundation import queue


class JobsConfig(AppConfig):
    """Says where the handlers of queued work are."""

    name = "samsyn.jobs"
    label = "jobs"

    def ready(self) -> None:
        queue.handlers_in("samsyn.jobs.handlers")
