"""Who reported, who had nothing to report, who was silent: silence is not calm."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.queries.counts import Reporting
from samsyn.domain.observations.reference import Reference
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.models import Organisation
from samsyn.domain.situations import wording
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.sections.registry import Basis, section
from samsyn.domain.situations.values.content import (
    Block,
    Paragraph,
    Rows,
    Section,
    Sentence,
)
from samsyn.domain.situations.values.periods import Period
from samsyn.domain.situations.values.placing import Placement, Side
from samsyn.drawing.table import Cell, CellKind, Column, Table

_NONE = Reporting(0, 0, before=False)


@dataclass(frozen=True)
class Heard:
    """The organisations of a period, each in one place, by name.

    ``reported`` have reports or statistics in the picture, ``unreviewed`` only such as are not
    passed on yet; ``nil`` had nothing to report, ``partly`` for a part of the days and are silent
    about the rest.
    """

    reported: tuple[Organisation, ...]
    unreviewed: tuple[Organisation, ...]
    nil: tuple[Organisation, ...]
    partly: tuple[Organisation, ...]
    silent: tuple[Organisation, ...]

    @property
    def expected(self) -> tuple[Organisation, ...]:
        """All who should have been heard of."""
        everyone = (*self.reported, *self.unreviewed, *self.nil, *self.partly, *self.silent)
        return tuple(one for one in everyone if one.reports)

    @property
    def answered(self) -> int:
        """How many of them were, for the whole period."""
        return len(self.expected) - len(self.partly) - len(self.silent)


def heard(basis: Basis) -> Heard:
    """What was heard of whom in the picture's period."""
    material = basis.material
    return heard_in(basis.period, basis.known, material.reporting, material.nil, material.stating)


def heard_in(
    period: Period,
    named: Reference,
    reporting: Mapping[int, Reporting],
    nil: Mapping[int, Sequence[Period]],
    stating: Collection[int] = (),
) -> Heard:
    """What was heard of whom in a period; ``nil`` and ``stating`` as in ``Material``."""
    found: dict[_Word, list[Organisation]] = {word: [] for word in _Word}
    for one in sorted(named.organisations.values(), key=lambda one: (one.name, one.pk)):
        sent = reporting.get(one.pk, _NONE)
        word = _heard(period, sent, nil.get(one.pk, ()), stated=one.pk in stating)
        if word in (_Word.REPORTED, _Word.UNREVIEWED) or _is_expected(one, period):
            found[word].append(one)
    return Heard(*map(tuple, found.values()))


class _Word(StrEnum):
    """What was heard of an organisation, in the words of the table."""

    REPORTED = "har rapporterat"
    UNREVIEWED = "inte färdiggranskat"
    NIL = "inget att rapportera"
    PARTLY = "inget att rapportera för en del av dagarna"
    SILENT = "har inte hörts av"


def _heard(period: Period, sent: Reporting, nil: Sequence[Period], *, stated: bool) -> _Word:
    if sent.now or stated:
        return _Word.REPORTED
    if sent.waiting:
        return _Word.UNREVIEWED
    if nil:
        return _Word.NIL if period.covered_by(nil) else _Word.PARTLY
    return _Word.SILENT


def _is_expected(one: Organisation, period: Period) -> bool:
    ends = one.valid_to
    return one.reports and one.valid_from <= period.last and (ends is None or ends >= period.first)


@section("coverage", Placement(80, Side.LEFT))
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
    yield Sentence(wording.coverage(len(reported), len(expected)), basis.evidence(kind=""))
    if basis.material.besides > 0:
        yield Sentence(wording.all_kinds(basis.material.besides))
    if found.unreviewed:
        evidence = basis.evidence(kind="", state=ReportState.SUBMITTED.value)
        yield Sentence(wording.unreviewed(_names(found.unreviewed)), evidence)
    if found.nil:
        yield Sentence(wording.nil(_names(found.nil)))
    for one in found.partly:
        yield Sentence(wording.partly_nil(one.name, basis.material.nil[one.pk]))
    if found.silent:
        yield Sentence(wording.silent(_names(found.silent)))


def _public_sentences(found: Heard) -> Iterator[Sentence]:
    expected = found.expected
    yield Sentence(wording.heard(found.answered, len(expected)))
    if found.partly:
        yield Sentence(wording.partly_heard(_names(found.partly)))
    if found.silent:
        yield Sentence(wording.silent(_names(found.silent)))


def _names(organisations: Iterable[Organisation]) -> list[str]:
    return [one.name for one in organisations]


def _table(basis: Basis, found: Heard) -> Iterator[Rows]:
    places = (found.reported, found.unreviewed, found.nil, found.partly, found.silent)
    said = zip(_Word, places, strict=True)
    rows = [(one, word.value) for word, some in said for one in some]
    rows.sort(key=lambda row: row[0].name)
    columns = (
        Column("Organisation"),
        Column("Besked"),
        Column(wording.PERIOD_HEADING, CellKind.NUMBER),
        Column(wording.BEFORE_HEADING),
    )
    if rows:
        table = Table("Organisationer", columns, tuple(_row(basis, *row) for row in rows))
        yield Rows(table, tuple(_evidence(basis, one) for one, _ in rows))


def _row(basis: Basis, one: Organisation, what: str) -> tuple[Cell, ...]:
    sent = basis.material.reporting.get(one.pk, _NONE)
    return (one.name, what, sent.now, "rapporterade" if sent.before else "inga rapporter")


def _evidence(basis: Basis, one: Organisation) -> Selection:
    return basis.evidence(kind="", organisation=str(one.uid))
