"""What the guard finds: where, what kind, how sure, and what to tell the writer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """Kinds of personal data in free text."""

    PERSONAL_NUMBER = "personal_number"
    COORDINATION_NUMBER = "coordination_number"
    MASKED_NUMBER = "masked_number"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"
    EMAIL = "email"
    PLATE = "plate"
    NAME = "name"
    HOME_ADDRESS = "home_address"
    HANDLE = "handle"
    ID_NUMBER = "id_number"
    SINGLING_OUT = "singling_out"
    STOPPED_WORD = "stopped_word"


class Severity(StrEnum):
    """Whether a finding stops the text or only warns its writer."""

    MUST_FLAG = "must_flag"
    WARN = "warn"


SENTENCES = {
    Kind.PERSONAL_NUMBER: "Det här ser ut som ett personnummer. Ta bort det.",
    Kind.COORDINATION_NUMBER: "Det här ser ut som ett samordningsnummer. Ta bort det.",
    Kind.MASKED_NUMBER: "Det här ser ut som en del av ett personnummer. Ta bort det.",
    Kind.BIRTH_DATE: "Det här ser ut som någons födelsedatum. Skriv ungefärlig ålder i stället.",
    Kind.PHONE: "Det här ser ut som ett telefonnummer. Ta bort det.",
    Kind.EMAIL: "Det här ser ut som någons e-postadress. Ta bort den.",
    Kind.PLATE: "Det här ser ut som ett registreringsnummer. Beskriv fordonets typ i stället.",
    Kind.NAME: "Det här ser ut som ett personnamn. Skriv till exempel ”en ungdom” i stället.",
    Kind.HOME_ADDRESS: "Det här ser ut som en bostadsadress. Skriv gata eller område utan nummer.",
    Kind.HANDLE: "Det här ser ut som någons konto på nätet. Skriv bara vilken tjänst det gäller.",
    Kind.ID_NUMBER: "Det här ser ut som ett nummer som hör till en person. Ta bort det.",
    Kind.SINGLING_OUT: (
        "Det här kan peka ut någon på en liten ort. Beskriv händelsen och platsen, inte personen."
    ),
    Kind.STOPPED_WORD: "Ordet står på kommunens stopplista. Skriv något annat i stället.",
}


NOUNS = {
    Kind.PERSONAL_NUMBER: "ett personnummer",
    Kind.COORDINATION_NUMBER: "ett samordningsnummer",
    Kind.MASKED_NUMBER: "en del av ett personnummer",
    Kind.BIRTH_DATE: "ett födelsedatum",
    Kind.PHONE: "ett telefonnummer",
    Kind.EMAIL: "en e-postadress",
    Kind.PLATE: "ett registreringsnummer",
    Kind.NAME: "ett personnamn",
    Kind.HOME_ADDRESS: "en bostadsadress",
    Kind.HANDLE: "ett konto på nätet",
    Kind.ID_NUMBER: "ett nummer som hör till en person",
    Kind.SINGLING_OUT: "något som kan peka ut en person",
    Kind.STOPPED_WORD: "ett ord på kommunens stopplista",
}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` to ``end`` (the end not included) and what they seem to be."""

    start: int
    end: int
    kind: Kind
    severity: Severity = Severity.MUST_FLAG

    @property
    def sentence(self) -> str:
        """What to tell the writer, in Swedish."""
        return SENTENCES[self.kind]

    @property
    def noun(self) -> str:
        """What it seems to be, in Swedish."""
        return NOUNS[self.kind]


@dataclass(frozen=True, slots=True)
class Findings:
    """All findings in a text, in order and without overlaps."""

    spans: tuple[Span, ...] = ()

    @property
    def stops(self) -> bool:
        """Whether the text may not be saved as it is."""
        return any(span.severity is Severity.MUST_FLAG for span in self.spans)

    @property
    def warns(self) -> bool:
        """Whether there is something to ask about, though it may be saved."""
        return bool(self.spans) and not self.stops


NOTHING = Findings()


# Of these a doubtful one goes with what is sure: a text with one name has mostly more.
_GO_ALONG: Final = frozenset({Kind.NAME, Kind.HOME_ADDRESS})


def _gone_along(kept: list[Span]) -> list[Span]:
    """The findings, where one stops with the doubtful names and homes stopped as well."""
    if not any(one.severity is Severity.MUST_FLAG for one in kept):
        return kept
    return [Span(one.start, one.end, one.kind) if one.kind in _GO_ALONG else one for one in kept]


def settle(found: Iterable[Span]) -> Findings:
    """The findings in order; of overlapping ones the graver, then the longer, then the first."""
    kept: list[Span] = []
    ranked = sorted(
        enumerate(found),
        key=lambda item: (item[1].severity is Severity.WARN, item[1].start - item[1].end, item[0]),
    )
    for _, finding in ranked:
        if all(finding.end <= other.start or other.end <= finding.start for other in kept):
            kept.append(finding)
    return Findings(tuple(sorted(_gone_along(kept)))) if kept else NOTHING
