"""``./samsyn verify``: whether a backup is whole, and what a restore would dispose of again."""

from argparse import ArgumentParser
from collections.abc import Sequence

from django.db import connection

from samsyn.cli.backup import LIES, add_key, keys_of, say, summary, tell_damaged
from samsyn.cli.reading import folder_for
from samsyn.domain.operations.actions.logging import record_everywhere
from samsyn.domain.operations.actions.restoring import decided_since, proved
from samsyn.domain.organisations.models import Municipality


def main(argv: Sequence[str]) -> int:
    """Exit 1 where something in it is not as it should be."""
    parser = ArgumentParser(
        "./samsyn verify", description="Läs hela säkerhetskopian och pröva varje kontrollsumma."
    )
    parser.add_argument(
        "folder", type=folder_for(LIES), metavar="MAPP", help="kopian, eller mappen med flera"
    )
    add_key(parser)
    given = parser.parse_args(argv)
    archive = proved(given.folder, keys_of(given))
    say(f"{archive.folder}: hel. {summary(archive)}")
    since = decided_since(archive)
    if since:
        say(f"{len(since)} gallringsbeslut har tagits efter kopian och görs om när den läggs in.")
    for one in since:
        say(f"  {one.at[:10]} {one.kind} {one.subject} {one.digest}")
    if Municipality._meta.db_table in connection.introspection.table_names():
        plain = {"backup": archive.contents.uid, "made_at": archive.contents.made_at}
        record_everywhere("operations.backup_verified", plain)
    return tell_damaged(archive)
