from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "samsyn.domain.monitoring"
    label = "monitoring"

    def ready(self) -> None:
        """Let a selection of reports name a deviation."""
        from samsyn.domain.monitoring.queries.linked import linked_reports
        from samsyn.domain.observations.queries.selecting import find_reports_by

        find_reports_by("deviation", linked_reports)
