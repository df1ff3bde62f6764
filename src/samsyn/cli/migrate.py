"""``./samsyn migrate``: make or update the database, and gather the static files."""

from argparse import ArgumentParser
from collections.abc import Sequence

from django.conf import settings
from django.core.management import call_command

from samsyn.domain.files.queries import none_is_here
from samsyn.domain.monitoring.actions.ordering import ensure_scheduled
from samsyn.domain.operations.actions.duties import ensure_duties
from samsyn.foundation.backups.unfinished import check_finished
from samsyn.foundation.preparing import preparing
from samsyn.foundation.private import make_private
from samsyn.foundation.refusals import NotNow
from samsyn.foundation.workers.living import anybody_works


def main(argv: Sequence[str]) -> int:
    """Bring tables, cache table and static files up to date."""
    ArgumentParser("./samsyn migrate", description="Gör eller uppdatera databasen.").parse_args(
        argv
    )
    with preparing(settings.VAR):  # whoever asks whether all is well is told that it is under way
        prepare()
    return 0


NOT_SHARED = (
    "En annan värd arbetar med databasen, och ingen av dess filer finns i {}. Flera värdar ska ha "
    "en och samma mapp där: montera den, och starta igen."
)


def _check_files_are_shared() -> None:
    """Refuse a second host with files of its own: what one takes in the other could not read."""
    if none_is_here() and anybody_works():
        raise NotNow(NOT_SHARED.format(settings.FILES))


def prepare() -> None:
    """Everything a start needs, the nightly runs too; quick when there is nothing to do."""
    check_finished()
    make_private(settings.VAR)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    _check_files_are_shared()
    ensure_scheduled()
    ensure_duties()
