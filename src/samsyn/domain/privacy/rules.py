"""What the personal-data guard says of a set of texts, as an answer that forms can show."""

from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import category

from samsyn.domain.privacy.guard import NO_WORDS, Kind, Severity, Span, Words, inspect, instead_of
from samsyn.domain.privacy.guard.findings import NOUNS
from samsyn.domain.privacy.guard.wordlists import FIRST_NAMES, LAST_NAMES
from samsyn.foundation.refusals import Mistaken
from samsyn.foundation.writing import note_guard

KnownWords = Words | frozenset[str]
LABELS = {
    Kind.PERSONAL_NUMBER: "PNR",
    Kind.COORDINATION_NUMBER: "SAM",
    Kind.MASKED_NUMBER: "PNRX",
    Kind.BIRTH_DATE: "PNRX",
    Kind.PHONE: "PHONE",
    Kind.EMAIL: "EMAIL",
    Kind.PLATE: "PLATE",
    Kind.NAME: "NAME",
    Kind.HOME_ADDRESS: "ADDR",
    Kind.HANDLE: "HANDLE",
    Kind.ID_NUMBER: "ID",
    Kind.SINGLING_OUT: "DESC",
    Kind.STOPPED_WORD: "WORD",
}
"""The short names of kinds in the labelled sets."""
TAKEN = "[borttaget]"
TOMBSTONE = "[maskat]"
"""What stands where words were masked; stored, so the same in every language."""
# after these a text is taken out whole
MOST_PASSES = 8


@dataclass(frozen=True)
class Finding:
    """A stretch of a field's text that may point at a person."""

    field: str
    start: int
    end: int
    text: str
    must_flag: bool
    sentence: str
    suggestion: str
    kind: Kind


class PersonalDataError(Mistaken):
    """Texts hold personal data; ``findings`` says where in ``texts``, by field."""

    def __init__(
        self, findings: list[Finding], texts: Mapping[str, str], sentence: str = ""
    ) -> None:
        first = next((found for found in findings if found.must_flag), findings[0])
        super().__init__(sentence or first.sentence, first.field)
        self.findings = findings
        self.texts = texts


def findings_in(texts: Mapping[str, str], known_words: KnownWords) -> list[Finding]:
    """Every finding in the texts by field."""
    return [
        finding_of(name, text, span)
        for name, text in texts.items()
        if text
        for span in inspect(text, known_words=known_words).spans
    ]


def check_texts(
    texts: Mapping[str, str], *, known_words: KnownWords, warnings_accepted: bool
) -> None:
    """Refuse texts with personal data; what is only doubtful may be accepted by the writer."""
    note_guard()
    findings = findings_in(texts, known_words)
    if any(found.must_flag for found in findings) or (findings and not warnings_accepted):
        raise PersonalDataError(findings, texts)


def check_label(field: str, text: str, words: KnownWords = NO_WORDS) -> None:
    """Refuse a name of a thing that holds personal data, or more than one line."""
    check_line(field, text)
    check_texts({field: text}, known_words=words, warnings_accepted=True)


def check_persons_name(field: str, text: str) -> None:
    """Refuse a person's name with more in it: a number of any kind, an e-mail address."""
    note_guard()
    check_line(field, text)
    if any(sign.isdigit() or sign == "@" for sign in text):
        raise Mistaken("Skriv bara namnet, utan siffror och e-postadress.", field)


def check_line(field: str, text: str) -> None:
    """Refuse line breaks and signs that nobody sees, which would reach letters and lists."""
    if any(category(sign)[0] == "C" or category(sign) in _BREAKS for sign in text):
        raise Mistaken(
            "Texten innehåller radbrytningar eller tecken som inte syns. Skriv om den på en rad.",
            field,
        )


_BREAKS = frozenset({"Zl", "Zp"})


def kind_called(sentence: str) -> Kind | None:
    """What was taken out of a cell, by the sentence that says so; None where nothing was."""
    named = [kind for kind, noun in NOUNS.items() if f"bort: {noun}." in sentence]
    return named[0] if named else None


def is_first_name(word: str) -> bool:
    """Whether a word, or what it is the genitive of, is a first name that the guard stops."""
    lower = word.lower()
    base = lower.removesuffix("s")
    return any(one in FIRST_NAMES and names_a_person(one) for one in (lower, base))


def names_a_person(word: str) -> bool:
    """Whether a word alone would be taken for a person's name."""
    return any(span.kind is Kind.NAME for span in inspect(word.capitalize()).spans)


def is_whole_name(word: str) -> bool:
    """Whether a word is a first name and a surname written together: ``AnnaAndersson``."""
    lower = word.lower()
    parts = ((lower[:cut], lower[cut:]) for cut in range(2, len(lower) - 2))
    return any(first in FIRST_NAMES and last in LAST_NAMES for first, last in parts)


@dataclass(frozen=True)
class Masked:
    """A text without what must go, what each thing taken seems to be, and each thing left that
    its writer would be asked about."""

    text: str
    taken: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


def masked(text: str, known_words: KnownWords, *, doubts: bool = False) -> Masked:
    """A text with what must go taken out; what is only doubtful is left, and told if asked for."""
    note_guard()
    nouns: list[str] = []
    for _ in range(MOST_PASSES):  # beside "[borttaget]" a word may tell more than it did before
        spans = inspect(text, known_words=known_words, doubts=doubts).spans
        taken = [span for span in spans if span.severity is Severity.MUST_FLAG]
        if not taken:
            return Masked(text, tuple(nouns), tuple(span.noun for span in spans if doubts))
        nouns += [span.noun for span in taken]
        for span in reversed(taken):
            text = f"{text[: span.start]}{TAKEN}{text[span.end :]}"
    return Masked(TAKEN, tuple(nouns))


def finding_of(name: str, text: str, span: Span) -> Finding:
    """What is said of a span of a field's text."""
    return Finding(
        field=name,
        start=span.start,
        end=span.end,
        text=text[span.start : span.end],
        must_flag=span.severity is Severity.MUST_FLAG,
        sentence=span.sentence,
        suggestion=instead_of(text, span),
        kind=span.kind,
    )
