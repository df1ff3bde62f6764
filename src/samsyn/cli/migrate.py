"""``./samsyn migrate``: make or update the database, and gather the static files."""

from argparse import ArgumentParser
from collections.abc import Sequence

from django.conf import settings
from django.core.management import call_command

from samsyn.domain.monitoring.actions.ordering import ensure_scheduled
from samsyn.domain.operations.actions.duties import ensure_duties
from samsyn.foundation.backups.unfinished import check_finished
from samsyn.foundation.private import make_private


def main(argv: Sequence[str]) -> int:
    """Bring tables, cache table and static files up to date."""
    ArgumentParser("./samsyn migrate", description="Gör eller uppdatera databasen.").parse_args(
        argv
    )
    prepare()
    return 0


def prepare() -> None:
    """Everything a start needs, the nightly runs too; quick when there is nothing to do."""
    check_finished()
    make_private(settings.VAR)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    ensure_scheduled()
    ensure_duties()
