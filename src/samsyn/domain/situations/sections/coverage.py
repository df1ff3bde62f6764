"""Who reported, who had nothing to report, who was silent: silence is not calm."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from samsyn.domain.observations.queries.counts import Reporting
from samsyn.domain.observations.reference import Reference
from samsyn.domain.organisations.models import Organisation
from samsyn.domain.situations import wording
from samsyn.domain.situations.content import Block, Evidence, Paragraph, Rows, Section, Sentence
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.periods import Period
from samsyn.domain.situations.sections.registry import Basis, section
from samsyn.drawing.table import Cell, Column, Kind, Table

_NONE = Reporting(0, 0, before=False)


@dataclass(frozen=True)
class Heard:
    """The organisations of a period, by name: who reported, said nil, was silent.

    ``expected`` are those of them that are expected to report.
    """

    reported: tuple[Organisation, ...]
    nil: tuple[Organisation, ...]
    silent: tuple[Organisation, ...]

    @property
    def expected(self) -> tuple[Organisation, ...]:
        """All who should have been heard of."""
        return tuple(one for one in (*self.reported, *self.nil, *self.silent) if one.reports)

    @property
    def answered(self) -> int:
        """How many of them were."""
        return len(self.expected) - len(self.silent)


def heard(basis: Basis) -> Heard:
    """What was heard of whom in the picture's period."""
    material = basis.material
    return heard_in(basis.period, basis.known, material.reporting, material.nil)


def heard_in(
    period: Period, named: Reference, reporting: Mapping[int, Reporting], said_nil: Set[int]
) -> Heard:
    """What was heard of whom in a period; ``said_nil`` are keys of organisations."""
    known = sorted(named.organisations.values(), key=lambda one: (one.name, one.pk))
    reported = tuple(one for one in known if reporting.get(one.pk, _NONE).now)
    others = [one for one in known if one.reports and one not in reported]
    others = [
        one
        for one in others
        if one.valid_from <= period.last and (one.valid_to is None or one.valid_to >= period.first)
    ]
    nil = tuple(one for one in others if one.pk in said_nil)
    return Heard(reported, nil, tuple(one for one in others if one not in nil))


@section("coverage", 80)
def coverage(basis: Basis) -> Section:
    """For readers outside the group only whether an organisation was heard of."""
    found = heard(basis)
    group = basis.audience is Audience.GROUP
    words = Paragraph(tuple(_sentences(basis, found) if group else _public_sentences(found)))
    blocks: tuple[Block, ...] = (words, *_table(basis, found)) if group else (words,)
    return Section("coverage", "Vem som har rapporterat", blocks)


def _sentences(basis: Basis, found: Heard) -> Iterator[Sentence]:
    expected = found.expected
    reported = [one for one in found.reported if one in expected]
    yield Sentence(wording.coverage(len(reported), len(expected)), basis.evidence())
    if found.nil:
        yield Sentence(wording.nil([one.name for one in found.nil]))
    if found.silent:
        yield Sentence(wording.silent([one.name for one in found.silent]))


def _public_sentences(found: Heard) -> Iterator[Sentence]:
    expected = found.expected
    yield Sentence(wording.heard(found.answered, len(expected)))
    if found.silent:
        yield Sentence(wording.silent([one.name for one in found.silent]))


def _table(basis: Basis, found: Heard) -> Iterator[Rows]:
    said = {"har rapporterat": found.reported, "inget att rapportera": found.nil}
    rows = [
        (one, what)
        for what, some in {**said, "har inte hörts av": found.silent}.items()
        for one in some
    ]
    rows.sort(key=lambda row: row[0].name)
    columns = (
        Column("Organisation"),
        Column("Besked"),
        Column(wording.PERIOD_HEADING, Kind.NUMBER),
        Column(wording.BEFORE_HEADING),
    )
    if rows:
        table = Table("Organisationer", columns, tuple(_row(basis, *row) for row in rows))
        yield Rows(table, tuple(_evidence(basis, one) for one, _ in rows))


def _row(basis: Basis, one: Organisation, what: str) -> tuple[Cell, ...]:
    sent = basis.material.reporting.get(one.pk, _NONE)
    return (one.name, what, sent.now, "rapporterade" if sent.before else "inga rapporter")


def _evidence(basis: Basis, one: Organisation) -> Evidence:
    return basis.evidence(organisation=str(one.uid))
