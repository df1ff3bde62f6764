"""``./samsyn import FILE --source NAME``: an agency's file, tried and imported at once."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from samsyn.cli.arguments import add_scope, scope_of
from samsyn.cli.reading import bytes_of, json_in
from samsyn.domain.intake.actions import (
    IMPORT,
    NewSource,
    create_source,
    save_mapping,
    step,
    take_in,
    unsaved_source,
)
from samsyn.domain.intake.enums import BatchState
from samsyn.domain.intake.models import Batch, Problem, Source
from samsyn.domain.intake.queries import MOST_PROBLEMS, problems, source_called
from samsyn.domain.observations.actions.approving import Consent, approve
from samsyn.domain.observations.actions.importing import check, import_batch
from samsyn.domain.observations.actions.trying import (
    Trial,
    as_object,
    suggestion,
    table_in,
    try_table,
)
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.models import Organisation
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import formats
from samsyn.foundation.bulk import checkpoint
from samsyn.foundation.refusals import Mistaken
from samsyn.foundation.workers.living import doing
from samsyn.sources.errors import SourceError
from samsyn.sources.mapping import MappingError, TableMapping
from samsyn.sources.tables import Table

SHOWN_REMARKS = 20


def main(argv: Sequence[str]) -> int:
    """Exit 1 where the file could not be imported, or read at all when it is tried."""
    given = _parser().parse_args(argv)
    if given.json and not given.dry_run:
        raise Mistaken("--json skriver ett prov. Ge --dry-run också.")
    scope = scope_of(given)
    data = bytes_of(given.file)
    if given.suggest:
        return _print_suggestion(scope, data, given.file.name)
    if given.dry_run:
        return _try(scope, given, data)
    return _import(scope, given, data)


def _try(scope: Scope, given: Namespace, data: bytes) -> int:
    """Say what the file would bring; nothing of it is kept, the list neither."""
    source, mapping = _listed(scope, given)
    if source is None:
        name = None if given.organisation else 0
        source = _unsaved(scope, given, organisation_id=name)
    elif not mapping and source.mapping:
        mapping = TableMapping.from_json(source.mapping)
    try:
        table = table_in(data, given.file.name, mapping)
        if mapping is None:
            mapping = suggestion(scope, table)
        trial, stop = _trial(scope, source, table, mapping)
    except SourceError as error:
        raise Mistaken(error.sentence) from error
    if given.json:
        _say(json.dumps(as_object(table, mapping, trial, stop), ensure_ascii=False, indent=1))
    else:
        _print_tried(trial, stop)
    return 0


def _unsaved(scope: Scope, given: Namespace, organisation_id: int | None) -> Source:
    """A new list as it would be kept; who delivers it may be left open in a trial."""
    if organisation_id is None:
        organisation_id = _organisation(scope, given.organisation)
    new = NewSource(name=given.source, organisation_id=organisation_id, discovered=given.discovered)
    return unsaved_source(by=scope, new=new)


def _trial(
    scope: Scope, source: Source, table: Table, mapping: TableMapping
) -> tuple[Trial | None, str]:
    """What the file would bring, and why it should not come in; a mapping that can't be applied
    is such a reason."""
    try:
        trial = try_table(by=scope, source=source, table=table, mapping=mapping)
    except MappingError as error:
        return None, error.sentence
    return trial, trial.stop


def _print_tried(trial: Trial | None, stop: str) -> None:
    if stop:
        _say(stop)
    if trial is None:
        return
    _print_counts(trial.comparison.new, trial.comparison.same, trial.left_out)
    if trial.comparison.changed:
        _say(f"{formats.number(len(trial.comparison.changed))} ändrade.")
    for told in [*trial.problems, *trial.skipped, *trial.remarks][:MOST_PROBLEMS]:
        _say(f"{_place_of(told.sheet, told.row, told.column)}{told.sentence}")


def _place_of(sheet: str | None, row: int | None, column: str) -> str:
    parts = [f"blad {sheet}" if sheet else "", f"rad {row}" if row else "", column]
    said = ", ".join(filter(None, parts))
    return f"{said}: " if said else ""


def _import(scope: Scope, given: Namespace, data: bytes) -> int:
    source = _source(scope, given)
    batch = take_in(by=scope, source=source, data=data, name=given.file.name, check=False)
    # killed, it leaves a file that the worker sees is read by nobody
    with doing(IMPORT, batch.pk):
        return _read_in(scope, given, batch)


def _read_in(scope: Scope, given: Namespace, batch: Batch) -> int:
    """Try the file and read it in, in the place of a worker."""
    step(batch, BatchState.CHECKING, mapping=batch.source.mapping)
    check(batch.pk)
    batch.refresh_from_db()
    _print_trial(scope, batch)
    if batch.state == BatchState.FAILED:
        return 1
    consent = Consent(
        leave_out=given.leave_out,
        update=given.update,
        replace=given.replace,
        anyway=given.anyway,
    )
    approve(by=scope, batch=batch, consent=consent)
    import_batch(batch.pk)
    batch.refresh_from_db()
    _say(_outcome(batch))
    checkpoint()
    return 0


def _outcome(batch: Batch) -> str:
    said = []
    if batch.imported:
        what = "rad inläst" if batch.counts else "rapport inläst"
        if batch.imported > 1:
            what = "rader inlästa" if batch.counts else "rapporter inlästa"
        said.append(f"{formats.number(batch.imported)} {what}.")
    if batch.changed:
        said.append(f"{formats.number(batch.changed)} ändrade.")
    if not said:
        return "Inga nya rapporter att läsa in."
    return " ".join([*said, "Ångra på sidan Läs in."])


def _parser() -> ArgumentParser:
    parser = ArgumentParser("./samsyn import", description="Läs in en verksamhets fil.")
    parser.add_argument("file", type=Path, metavar="FIL", help="CSV, Excel eller ODS")
    parser.add_argument("--source", required=True, metavar="NAMN", help="listans namn")
    parser.add_argument("--dry-run", action="store_true", help="pröva utan att läsa in")
    parser.add_argument("--json", action="store_true", help="skriv provet som ett JSON-objekt")
    parser.add_argument("--update", action="store_true", help="uppdatera rader som har ändrats")
    parser.add_argument(
        "--replace", action="store_true", help="ersätt det som har lästs in för samma dagar"
    )
    parser.add_argument("--anyway", action="store_true", help="läs in fast det ser fel ut")
    parser.add_argument("--leave-out", action="store_true", help="läs in resten utan felen")
    parser.add_argument("--mapping", type=Path, metavar="JSON", help="kopplingen för en ny lista")
    parser.add_argument("--organisation", metavar="NAMN", help="vem som lämnar en ny lista")
    parser.add_argument("--discovered", action="store_true", help="upptäckt, inte anmält")
    parser.add_argument("--suggest", action="store_true", help="skriv ut ett förslag till koppling")
    add_scope(parser)
    return parser


def _listed(scope: Scope, given: Namespace) -> tuple[Source | None, TableMapping | None]:
    """The list by name, if there is one, and the mapping that was given."""
    source = source_called(scope, given.source)
    if source:
        _check_agrees(scope, given, source)
    return source, _mapping(given.mapping) if given.mapping else None


def _check_agrees(scope: Scope, given: Namespace, source: Source) -> None:
    """What is said of a new list is not passed over in silence where the list is there."""
    if given.organisation and _organisation(scope, given.organisation) != source.organisation_id:
        raise Mistaken(
            f"Listan {source.name} lämnas av {source.organisation.name}. Ta bort --organisation, "
            "eller ge en ny lista ett annat namn."
        )
    if given.discovered and not source.discovered:
        raise Mistaken(
            f"Listan {source.name} är av det som har anmälts. Ta bort --discovered, eller ge en "
            "ny lista ett annat namn."
        )


def _source(scope: Scope, given: Namespace) -> Source:
    """The list by name, or a new one from ``--organisation`` and ``--mapping``."""
    source, mapping = _listed(scope, given)
    if source is None:
        new = _new_source(scope, given, mapping)
        return create_source(by=scope, new=new, mapping=mapping)
    if mapping:
        return save_mapping(by=scope, source=source, mapping=mapping, version=source.version)
    return source


def _new_source(scope: Scope, given: Namespace, mapping: TableMapping | None) -> NewSource:
    if not given.organisation or not mapping:
        raise Mistaken(
            f"Det finns ingen lista som heter {given.source}. Lägg upp den på sidan Läs in, "
            "eller ge --organisation och --mapping."
        )
    return NewSource(
        name=given.source,
        organisation_id=_organisation(scope, given.organisation),
        discovered=given.discovered,
    )


def _organisation(scope: Scope, name: str) -> int:
    """The key of the organisation that is called so. A full name is one's own; short names, and
    names but for their case, may be several's."""
    every = reference(scope).organisations
    wanted = name.strip()
    whole = [key for key, one in every.items() if one.name == wanted]
    found = whole or [key for key, one in every.items() if _is_called(one, wanted)]
    if len(found) > 1:
        choices = ", ".join(f"{every[key].name} ({every[key].short_name})" for key in found)
        raise Mistaken(f"Flera organisationer kallas {wanted}. Skriv hela namnet: {choices}.")
    if not found:
        raise Mistaken(f"Det finns ingen organisation som heter {name}.")
    return found[0]


def _is_called(organisation: Organisation, wanted: str) -> bool:
    names = (organisation.name, organisation.short_name)
    return wanted.casefold() in (one.casefold() for one in names)


def _mapping(path: Path) -> TableMapping:
    try:
        return TableMapping.from_json(json_in(bytes_of(path)))
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
    if batch.stop:
        _say(batch.stop)
    _print_counts(batch.coming, batch.already_there, batch.left_out)
    if batch.changed:
        _say(f"{formats.number(batch.changed)} ändrade.")
    for problem in problems(scope, batch, blocking=True):
        _print_problem(problem)
    remarks = problems(scope, batch, blocking=False)
    for remark in remarks[:SHOWN_REMARKS]:
        _print_problem(remark)
    if len(remarks) > SHOWN_REMARKS:
        _say("Fler anmärkningar står på sidan Läs in.")


def _print_counts(coming: int, already_there: int, left_out: int) -> None:
    _say(
        f"{formats.number(coming)} {'rad' if coming == 1 else 'rader'} att läsa in, "
        f"{formats.number(already_there)} finns redan, "
        f"{formats.number(left_out)} lämnas utanför."
    )


def _print_problem(problem: Problem) -> None:
    where = _place_of(problem.sheet, problem.row, problem.column)
    _say(f"{where}{problem.sentence}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
