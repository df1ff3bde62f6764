from importlib import import_module

from django.apps import AppConfig


class WorkersConfig(AppConfig):
    """Stands before the queue's library, whose ``db_worker`` it makes one that gives signs of
    life."""

    name = "samsyn.foundation.workers"
    label = "workers"

    def ready(self) -> None:
        """Let the queue know what commands do."""
        import_module("samsyn.foundation.workers.living")
