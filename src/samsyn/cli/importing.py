"""``./samsyn import FILE --source NAME``: an agency's file, tried and imported at once."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from samsyn.cli.arguments import add_scope, bytes_of, scope_of
from samsyn.domain.intake.actions import NewSource, create_source, save_mapping, step, take_in
from samsyn.domain.intake.enums import BatchState
from samsyn.domain.intake.models import Batch, Source
from samsyn.domain.intake.queries import problems
from samsyn.domain.observations.actions.importing import (
    approve,
    check,
    import_batch,
    suggestion,
    table_in,
)
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import formats
from samsyn.foundation.bulk import checkpoint
from samsyn.foundation.refusals import Mistaken
from samsyn.sources.errors import SourceError
from samsyn.sources.mapping import TableMapping

SHOWN_REMARKS = 20


def main(argv: Sequence[str]) -> int:
    """Exit 1 where the file could not be imported."""
    given = _parser().parse_args(argv)
    scope = scope_of(given)
    data = bytes_of(given.file)
    if given.suggest:
        return _print_suggestion(scope, data, given.file.name)
    source = _source(scope, given)
    batch = take_in(by=scope, source=source, data=data, name=given.file.name, check=False)
    step(batch, BatchState.CHECKING, mapping=source.mapping)
    check(batch.pk)
    batch.refresh_from_db()
    _print_trial(scope, batch)
    if given.dry_run or batch.state == BatchState.FAILED:
        return int(batch.state == BatchState.FAILED)
    approve(by=scope, batch=batch, leave_out=given.leave_out)
    import_batch(batch.pk)
    batch.refresh_from_db()
    _say(f"{formats.number(batch.imported)} rapporter inlästa. Ångra på sidan Läs in.")
    checkpoint()
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser("./samsyn import", description="Läs in en verksamhets fil.")
    parser.add_argument("file", type=Path, metavar="FIL", help="CSV, Excel eller ODS")
    parser.add_argument("--source", required=True, metavar="NAMN", help="listans namn")
    parser.add_argument("--dry-run", action="store_true", help="pröva utan att läsa in")
    parser.add_argument("--leave-out", action="store_true", help="läs in resten utan felen")
    parser.add_argument("--mapping", type=Path, metavar="JSON", help="kopplingen för en ny lista")
    parser.add_argument("--organisation", metavar="NAMN", help="vem som lämnar en ny lista")
    parser.add_argument("--discovered", action="store_true", help="upptäckt, inte anmält")
    parser.add_argument("--suggest", action="store_true", help="skriv ut ett förslag till koppling")
    add_scope(parser)
    return parser


def _source(scope: Scope, given: Namespace) -> Source:
    """The source by name, or a new one from ``--organisation`` and ``--mapping``."""
    source = Source.objects.visible_to(scope).filter(name__iexact=given.source).first()
    mapping = _mapping(given.mapping) if given.mapping else None
    if source and mapping:
        return save_mapping(by=scope, source=source, mapping=mapping, version=source.version)
    if source:
        return source
    if not given.organisation or not mapping:
        raise Mistaken(
            f"Det finns ingen lista som heter {given.source}. Lägg upp den på sidan Läs in, "
            "eller ge --organisation och --mapping."
        )
    new = NewSource(
        name=given.source,
        organisation_id=_organisation(scope, given.organisation),
        discovered=given.discovered,
    )
    return create_source(by=scope, new=new, mapping=mapping)


def _organisation(scope: Scope, name: str) -> int:
    for key, organisation in reference(scope).organisations.items():
        if name.casefold() in (organisation.name.casefold(), organisation.short_name.casefold()):
            return key
    raise Mistaken(f"Det finns ingen organisation som heter {name}.")


def _mapping(path: Path) -> TableMapping:
    try:
        return TableMapping.from_json(json.loads(bytes_of(path)))
    except (SourceError, ValueError) as error:
        raise Mistaken(f"Filen {path} är ingen koppling. Gör en med --suggest.") from error


def _print_suggestion(scope: Scope, data: bytes, name: str) -> int:
    _say(
        json.dumps(suggestion(scope, table_in(data, name)).to_json(), ensure_ascii=False, indent=2)
    )
    return 0


def _print_trial(scope: Scope, batch: Batch) -> None:
    if batch.message:
        _say(batch.message)
    _say(
        f"{formats.number(batch.total)} rader att läsa in, {formats.number(batch.already_there)} "
        f"finns redan, {formats.number(batch.left_out)} lämnas utanför."
    )
    for problem in problems(scope, batch, blocking=True):
        _say(f"rad {problem.row}, {problem.column}: {problem.sentence}")
    remarks = problems(scope, batch, blocking=False)
    for remark in remarks[:SHOWN_REMARKS]:
        _say(f"rad {remark.row}: {remark.sentence}")
    if len(remarks) > SHOWN_REMARKS:
        _say("Fler anmärkningar står på sidan Läs in.")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
