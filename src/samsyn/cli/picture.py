"""``./samsyn picture``: the picture of some days as PDF or Word, without the browser."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from samsyn.cli.arguments import add_scope, iso_day, scope_of, write_bytes
from samsyn.domain.files.enums import Format
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.publishing.queries import document
from samsyn.domain.situations.documents import PICTURE
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.models import SituationPicture
from samsyn.domain.situations.queries import may_draft, of_period
from samsyn.domain.situations.rules import check_period
from samsyn.domain.situations.values.periods import Period
from samsyn.foundation import clock
from samsyn.foundation.refusals import Mistaken, NotNow


def main(argv: Sequence[str]) -> int:
    """Write the files; a settled picture's are those that were kept when it was settled."""
    given = _parser().parse_args(argv)
    wanted = list(_wanted(given))
    if not wanted:
        raise Mistaken("Säg vart filen ska: --pdf FIL, --docx FIL eller båda.")
    scope = scope_of(given)
    picture = picture_of(scope, Period(given.first, given.last))
    audience = Audience.PUBLIC if given.public else None
    for kind, path in wanted:
        _, data = document(scope, PICTURE, picture, audience, kind)
        write_bytes(path, data)
        state = "fastställd" if picture.settled_at else "utkast"
        sys.stdout.write(f"{path}: {picture.title}, {state}\n")
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        "./samsyn picture",
        description="Sammanställ lägesbilden för en period. Är den fastställd skrivs de filer "
        "som sparades då, annars ett utkast.",
    )
    add_scope(parser)
    parser.add_argument(
        "--from", dest="first", type=iso_day, required=True, metavar="DAG", help="ÅÅÅÅ-MM-DD"
    )
    parser.add_argument(
        "--to", dest="last", type=iso_day, required=True, metavar="DAG", help="till och med"
    )
    parser.add_argument("--pdf", type=Path, metavar="FIL", help="skriv en PDF")
    parser.add_argument("--docx", type=Path, metavar="FIL", help="skriv ett Word-dokument")
    parser.add_argument(
        "--public", action="store_true", help="för läsare utanför gruppen, utan små känsliga tal"
    )
    return parser


def _wanted(given: Namespace) -> Iterator[tuple[Format, Path]]:
    if given.pdf:
        yield Format.PDF, given.pdf
    if given.docx:
        yield Format.DOCX, given.docx


def picture_of(scope: Scope, period: Period) -> SituationPicture:
    """The stored picture of the days, or one drafted for the occasion and not stored."""
    check_period(period, clock.today())
    stored = of_period(scope, period)
    if stored is not None:
        return stored
    if not may_draft(scope):
        raise NotNow(f"Det finns ingen fastställd lägesbild för {period}.")
    return SituationPicture(
        municipality=Municipality.objects.get(pk=scope.municipality_id),
        title=period.title,
        period_from=period.first,
        period_to=period.last,
    )
