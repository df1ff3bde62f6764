"""``./samsyn restore``: put a backup into an empty installation."""

from argparse import ArgumentParser
from collections.abc import Sequence

from samsyn.cli.backup import LIES, add_key, keys_of, say, summary, tell_damaged
from samsyn.cli.migrate import prepare
from samsyn.cli.reading import folder_for
from samsyn.domain.operations.actions.restoring import restore


def main(argv: Sequence[str]) -> int:
    """Exit 1 where files had been lost before the backup was made."""
    parser = ArgumentParser(
        "./samsyn restore",
        description="Lägg in en säkerhetskopia i en tom installation, på SQLite eller "
        "PostgreSQL: allt eller inget. Det som gallrats efter kopian gallras på nytt.",
    )
    parser.add_argument(
        "folder", type=folder_for(LIES), metavar="MAPP", help="kopian, eller mappen med flera"
    )
    add_key(parser)
    parser.add_argument(
        "--other-secret",
        action="store_true",
        help="lägg in fast SAMSYN_SECRET_KEY är en annan än då",
    )
    given = parser.parse_args(argv)
    archive = restore(given.folder, keys_of(given), other_secret=given.other_secret)
    prepare()
    say(f"{archive.folder}: inlagd. {summary(archive)}")
    say("Alla behöver logga in på nytt. Brev som väntade när kopian gjordes skickas nu.")
    return tell_damaged(archive)
