"""``./samsyn export FILE``: reports as CSV or Excel, formula-safe."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from samsyn.cli.arguments import add_scope, by_uid, iso_day, scope_of, write_bytes
from samsyn.domain.observations.actions.exporting import export_reports
from samsyn.domain.observations.models import Export
from samsyn.domain.observations.queries.files import MEDIA_TYPES
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import formats
from samsyn.foundation.refusals import Mistaken


def main(argv: Sequence[str]) -> int:
    """Write the file that the extension names."""
    parser = ArgumentParser("./samsyn export", description="Hämta rapporter som CSV eller Excel.")
    parser.add_argument("file", type=Path, metavar="FIL", help="ut.csv eller ut.xlsx")
    parser.add_argument("--from", dest="since", type=iso_day, metavar="DAG")
    parser.add_argument("--to", dest="until", type=iso_day, metavar="DAG")
    parser.add_argument(
        "--approved", metavar="NUMMER", help="uttaget som någon annan har godkänt, om det är stort"
    )
    add_scope(parser)
    given = parser.parse_args(argv)
    kind = given.file.suffix.lstrip(".")
    if kind not in MEDIA_TYPES:
        raise Mistaken("Filens namn ska sluta på .csv eller .xlsx.")
    scope = scope_of(given)
    scope.check(Act.EXPORT)
    if given.since and given.until and given.until < given.since:
        raise Mistaken("--to ligger före --from. Byt plats på dem.")
    selection = Selection(since=given.since, until=given.until)
    approved = _approved(scope, given.approved) if given.approved else None
    file = export_reports(by=scope, selection=selection, kind=kind, approved=approved)
    write_bytes(given.file, file.data)
    rapporter = "rapport" if file.rows == 1 else "rapporter"
    sys.stdout.write(f"{given.file}: {formats.number(file.rows)} {rapporter}\n")
    return 0


def _approved(scope: Scope, text: str) -> Export:
    missing = f"Det finns inget uttag med numret {text}. Numret står på sidan Uttag."
    return by_uid(Export.objects.visible_to(scope), text, missing)
