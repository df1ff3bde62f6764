"""Trying an agency's file: what it would bring, and all that was not used as it stood."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from samsyn.domain.intake.models import Source
from samsyn.domain.observations.actions.answers import Answers
from samsyn.domain.observations.actions.batches import Reader, known_words
from samsyn.domain.observations.actions.changes_told import changes_told
from samsyn.domain.observations.actions.comparing import FileComparison, compare, has_earlier
from samsyn.domain.observations.actions.tried import Readings, TriedRow
from samsyn.domain.observations.actions.twice import counted_twice
from samsyn.domain.observations.enums import Precision
from samsyn.domain.observations.reference import Reference, reference
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.privacy.rules import KnownWords, masked
from samsyn.foundation import formats
from samsyn.foundation.clock import STOCKHOLM, local_day
from samsyn.foundation.refusals import Mistaken
from samsyn.sources.child import read_in_child
from samsyn.sources.errors import SourceError
from samsyn.sources.mapping import (
    About,
    Holds,
    Mapped,
    Remark,
    TableMapping,
    Target,
    apply_mapping,
    suggest_mapping,
)
from samsyn.sources.mapping.headed import dated_by_headings
from samsyn.sources.mapping.own_export import restored
from samsyn.sources.mapping.parted import joined_parts
from samsyn.sources.mapping.sheets import told_by_sheets
from samsyn.sources.mapping.titles import dated_by_titles
from samsyn.sources.mapping.wide import columns_of_numbers
from samsyn.sources.tables import Choice, Table, read_table
from samsyn.sources.words import normal


def table_in(data: bytes, name: str, mapping: TableMapping | None = None) -> Table:
    """The table in a file's bytes, read in a child process with limits, where a list's mapping
    says that it lies."""
    try:
        table = read_in_child(read_table, data, name, choice=_choice(mapping))
        return told_by_sheets(dated_by_titles(dated_by_headings(joined_parts(restored(table)))))
    except SourceError as error:
        raise Mistaken(error.sentence, "file") from error


def _choice(mapping: TableMapping | None) -> Choice:
    if mapping is None:
        return Choice()
    labels = frozenset(normal(rule.label) for rule in mapping.columns)
    return Choice(mapping.only_sheet, mapping.labels_on, labels)


def suggestion(by: Scope, table: Table) -> TableMapping:
    """A mapping guessed from a table, for a person to mend."""
    return suggest_mapping(table, known_words(reference(by)))


@dataclass(frozen=True)
class Trial:
    """What a file would bring beside what is there, and what is wrong in it.

    ``problems`` are of rows that give nothing until they are mended, ``skipped`` of rows that were
    understood and left out, ``remarks`` all else that needs saying; ``stop`` says why nothing
    should come in before a person has said so; ``texts`` is how many the guard was asked of.
    """

    readings: Readings
    comparison: FileComparison
    holds: Holds = Holds.EVENTS
    problems: list[Remark] = field(default_factory=list)
    skipped: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    answers: Answers = field(default_factory=dict)
    texts: int = 0
    stop: str = ""
    meant: dict[str, str] = field(default_factory=dict)

    @property
    def coming(self) -> list[TriedRow]:
        """The rows that can come in, whether they are there already or not."""
        return self.readings.coming

    @property
    def left_out(self) -> int:
        """How many rows give nothing, or wait for somebody to say what they are about."""
        unknown = len(self.readings.entries) - len(self.coming)
        rows = {(one.sheet, one.row, one.column) for one in self.skipped}
        return len({(one.sheet, one.row) for one in self.problems}) + len(rows) + unknown


def mapped_in(table: Table, mapping: TableMapping, known: Reference) -> Mapped:
    """A table's rows as a mapping reads them."""
    return apply_mapping(table, mapping, known_words(known))


def try_table(
    *,
    by: Scope,
    source: Source,
    table: Table,
    mapping: TableMapping | None = None,
    reader: Scope | None = None,
) -> Trial:
    """Read a table as the source's mapping says, and keep nothing; the source may be unsaved.

    What is there is compared by ``by``; what it says is told only as ``reader``, who brought the
    file, may read it.
    """
    by.check(Act.IMPORT)
    known = reference(by)
    mapping = mapping or TableMapping.from_json(source.mapping)
    mapped = mapped_in(table, mapping, known)
    earlier = has_earlier(by, source)
    reading = Reader(source, known, mapping=mapping, trial=True, any_earlier=earlier)
    readings = reading.read(list(mapped.rows))
    counts = mapping.holds is Holds.COUNTS
    comparison = compare(by, source, readings.coming, counts=counts)
    twice = counted_twice(by, source, readings.coming, counts=counts)
    words = known.words_of(source.organisation_id)
    changes = changes_told(comparison, reader or by)
    told = [*mapped.notes, *readings.remarks, *changes, *_gone(comparison)]
    return Trial(
        readings,
        comparison,
        mapping.holds,
        problems=_without_personal([*mapped.problems, *readings.problems], words),
        skipped=_without_personal(mapped.skipped, words),
        remarks=_without_personal(told, words),
        answers=reading.answers,
        texts=reading.texts,
        stop=" ".join(filter(None, (mapped.stop, readings.stop, twice))),
        meant={one.word: reading.meant(one.word) for one in readings.places.values()},
    )


def _without_personal(remarks: Iterable[Remark], words: KnownWords) -> list[Remark]:
    """The remarks without the personal data that a cell or heading may hold."""
    told: dict[str, str] = {}

    def clean(text: str) -> str:
        if text not in told:
            told[text] = masked(text, words).text
        return told[text]

    def sentence(text: str) -> str:
        return clean(text) if "”" in text else text  # else it quotes nothing

    return [
        Remark(one.kind, sentence(one.sentence), one.row, clean(one.column) if one.column else "",
               one.sheet)
        for one in remarks
    ]  # fmt: skip


def _gone(comparison: FileComparison) -> Iterable[Remark]:
    count = len(comparison.gone)
    if count:
        what = "rad som har kommit" if count == 1 else "rader som har kommit"
        yield Remark(
            About.GONE,
            f"{formats.number(count)} {what} förut för samma dagar finns inte i filen. De står "
            "kvar, om du inte ersätter det som har lästs in förut.",
        )


def meanings(table: Table, mapping: TableMapping) -> dict[str, str]:
    """What each of a table's columns is read as, by its heading."""
    targets = {normal(rule.label): rule.target for rule in reversed(mapping.columns)}
    numbers = columns_of_numbers(table, mapping)[0] if mapping.wide else []
    return {
        label: str(
            targets.get(normal(label)) or (Target.COUNT if place in numbers else Target.IGNORE)
        )
        for place, label in enumerate(table.header)
    }


_PRECISIONS = {Precision.PART_OF_DAY: "part"}


def as_object(
    table: Table, mapping: TableMapping, trial: Trial | None, stop: str
) -> dict[str, Any]:
    """A trial as one JSON object, for whoever checks files outside the product."""
    skipped = [*trial.problems, *trial.skipped] if trial else []
    return {
        "columns": meanings(table, mapping),
        "stop": stop or None,
        "rows": [_row(one) for one in trial.readings.entries] if trial else [],
        "skipped": [_remark(one) for one in skipped],
        "remarks": [_remark(one) for one in [*(trial.remarks if trial else []), *skipped]],
    }


def _row(entry: TriedRow) -> dict[str, Any]:
    row, new = entry.row, entry.report
    precision = Precision(new.period.precision)
    return {
        "sheet": row.sheet,
        "row": row.row,
        "cell": row.cell,
        "day": local_day(new.period.start).isoformat(),
        "precision": _PRECISIONS.get(precision, str(precision.value)),
        "from": _local(new.period.start),
        "to": _local(new.period.end),
        "place": entry.place or None,
        "lat": new.latitude,
        "lon": new.longitude,
        "category": entry.category.name if entry.category else None,
        "count": new.events,
        "text": new.description,
        "state": "review" if entry.held else "passed",
        "change": entry.change,
    }


def _local(instant: datetime) -> str:
    return instant.astimezone(STOCKHOLM).isoformat()


def _remark(one: Remark) -> dict[str, Any]:
    return {
        "sheet": one.sheet,
        "row": one.row,
        "column": one.column or None,
        "kind": str(one.kind),
        "text": one.sentence,
    }
