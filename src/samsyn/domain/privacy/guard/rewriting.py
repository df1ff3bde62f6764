"""What to write instead of a finding, so that the text still tells what happened."""

from __future__ import annotations

import re
from typing import Final

from samsyn.domain.privacy.guard.findings import Kind, Span

_INSTEAD: Final = {
    Kind.PERSONAL_NUMBER: "ett personnummer",
    Kind.COORDINATION_NUMBER: "ett samordningsnummer",
    Kind.MASKED_NUMBER: "ett personnummer",
    Kind.BIRTH_DATE: "i tonåren, i trettioårsåldern eller liknande",
    Kind.PHONE: "ett telefonnummer",
    Kind.EMAIL: "en e-postadress",
    Kind.PLATE: "ett fordon",
    Kind.NAME: "en person",
    Kind.HOME_ADDRESS: "en bostad i kvarteret",
    Kind.HANDLE: "ett konto",
    Kind.ID_NUMBER: "ett nummer",
    Kind.SINGLING_OUT: "en person",
    Kind.STOPPED_WORD: "något annat",
}
# Words near a name that say what the person is here; the first that stands there is taken.
_PEOPLE: Final = (
    (re.compile(r"\b(?:elev\w*|klass\w*|\d[a-dA-D]|(?:sexan|sjuan|åttan|nian)|rast\w*"
                r"|skol\w*)\b"), "en elev"),
    (re.compile(r"\b(?:kund\w*|kassa\w*|butik\w*)\b"), "en kund"),
    (re.compile(r"\b(?:grann\w*|hyresgäst\w*|trapphus\w*|tvättstug\w*|bor)\b"), "en boende"),
    (re.compile(r"\b(?:ungdom\w*|kill\w*|tjej\w*|grabb\w*|moped\w*|epa\w*)\b"), "en ungdom"),
    (re.compile(r"\b(?:lärar\w*|personal\w*|vakt\w*|rektor\w*)\b"), "en i personalen"),
)  # fmt: skip
_BESIDE: Final = 15  # characters
_NEAR: Final = 60


def instead_of(text: str, span: Span) -> str:
    """What to write instead of the span, in Swedish: `en elev`, `en bostad i kvarteret`."""
    if span.kind is not Kind.NAME:
        return _INSTEAD[span.kind]
    before, after = text[max(0, span.start - _NEAR) : span.start], text[span.end :][:_NEAR]
    for near in (before[-_BESIDE:], f"{before} {after}"):
        for pattern, people in _PEOPLE:
            if pattern.search(near.lower()):
                return people
    return _INSTEAD[Kind.NAME]
