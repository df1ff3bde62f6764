"""``./samsyn export FILE``: reports as CSV or Excel, formula-safe."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from samsyn.cli.arguments import add_scope, iso_day, scope_of, write_bytes
from samsyn.domain.audit.actions import record
from samsyn.domain.observations.queries.files import MEDIA_TYPES, as_file
from samsyn.domain.observations.queries.listing import Filters
from samsyn.domain.organisations.enums import Act
from samsyn.foundation import formats
from samsyn.foundation.refusals import Mistaken


def main(argv: Sequence[str]) -> int:
    """Write the file that the extension names."""
    parser = ArgumentParser("./samsyn export", description="Hämta rapporter som CSV eller Excel.")
    parser.add_argument("file", type=Path, metavar="FIL", help="ut.csv eller ut.xlsx")
    parser.add_argument("--from", dest="since", type=iso_day, metavar="DAG")
    parser.add_argument("--to", dest="until", type=iso_day, metavar="DAG")
    add_scope(parser)
    given = parser.parse_args(argv)
    kind = given.file.suffix.lstrip(".")
    if kind not in MEDIA_TYPES:
        raise Mistaken("Filens namn ska sluta på .csv eller .xlsx.")
    scope = scope_of(given)
    scope.check(Act.EXPORT)
    if given.since and given.until and given.until < given.since:
        raise Mistaken("--to ligger före --from. Byt plats på dem.")
    file = as_file(scope, Filters(since=given.since, until=given.until), kind)
    record(scope, "observations.exported", plain=file.told)
    write_bytes(given.file, file.data)
    rapporter = "rapport" if file.rows == 1 else "rapporter"
    sys.stdout.write(f"{given.file}: {formats.number(file.rows)} {rapporter}\n")
    return 0
