"""Django's ``migrate``, which makes the tables of an empty database at once."""

from typing import Any

from django.core.management.commands import migrate

from samsyn.foundation.migrating.at_once import is_empty, make_tables


class Command(migrate.Command):
    """Migrate, but an empty database of which everything is wanted."""

    def handle(self, *args: Any, **options: Any) -> None:
        whole = not (options["app_label"] or options["fake"] or options["plan"])
        if whole and not options["check_unapplied"] and is_empty(options["database"]):
            make_tables(options["database"])
        super().handle(*args, **options)
