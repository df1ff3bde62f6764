"""Which reports: what a statement rests on, a list shows, a file holds and a link asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import urlencode

from samsyn.domain.observations.enums import KINDS_TOGETHER, Longer, ReportKind, ReportState
from samsyn.foundation.refusals import Mistaken

_DAYS = ("since", "until")
SEVERITIES = ("1", "2", "3", "4")
YES = "1"
_STATES = frozenset(ReportState.values)
_KINDS = frozenset((*ReportKind.values, *KINDS_TOGETHER))


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What narrows reports, in keys that outlive the rows of a database; empty does not narrow.

    Local days, both included. ``area`` and ``category`` are categories' keys, ``district`` a code
    of the primary layer; ``place``, ``organisation``, ``batch`` and ``deviation`` are uids;
    ``state`` is a ReportState, ``kind`` a ReportKind or one of ``KINDS_TOGETHER``, ``severity`` one
    of 1 to 4. ``words`` is what somebody looks for in the texts; with ``mine`` the reports that the
    one who asks has sent, with ``linked`` those that somebody has said tell of the same event as
    others. ``longer``, a Longer, asks for reports of more days than a week has
    alone, that share a day with those.
    """

    since: date | None = None
    until: date | None = None
    area: str = ""
    category: str = ""
    district: str = ""
    place: str = ""
    organisation: str = ""
    state: str = ""
    kind: str = ""
    longer: str = ""
    batch: str = ""
    deviation: str = ""
    severity: str = ""
    words: str = ""
    mine: str = ""
    linked: str = ""

    @classmethod
    def passed_on(cls, first: date, last: date, **narrowed: str) -> "Selection":
        """What was passed on between two days, both included, as statements rest on it."""
        return cls(since=first, until=last, **{"state": ReportState.PASSED_ON.value, **narrowed})

    def __post_init__(self) -> None:
        if self.state and self.state not in _STATES:
            raise Mistaken(f"Läget {self.state} finns inte.", "state")
        if self.kind and self.kind not in _KINDS:
            raise Mistaken("Länken gäller ett slag som inte finns. Välj på nytt.", "kind")
        if self.severity and self.severity not in SEVERITIES:
            raise Mistaken("Allvaret är 1, 2, 3 eller 4.", "severity")
        for name in ("mine", "linked"):
            if getattr(self, name) not in ("", YES):
                raise Mistaken("Länken är trasig. Börja om från listans början.", name)
        if self.longer and self.longer not in Longer.values:
            raise Mistaken("Länken gäller en tid som inte finns. Välj på nytt.", "longer")

    @property
    def told(self) -> dict[str, str]:
        """What narrows, as links, the log and a kept file say it."""
        return {name: _said(value) for name in _NAMES if (value := getattr(self, name))}

    @classmethod
    def from_told(cls, told: Mapping[str, str]) -> "Selection":
        """The selection that ``told`` says; other names are passed over. Raises Mistaken."""
        given: dict[str, Any] = {
            name: _heard(name, told[name]) for name in _NAMES if told.get(name)
        }
        return cls(**given)

    def to_query(self) -> str:
        """The same as the part of an address after its question mark; what an address holds is
        read by ``from_told``."""
        return urlencode(self.told)


_NAMES = tuple(one.name for one in fields(Selection))


def _said(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _heard(name: str, text: str) -> str | date:
    if name not in _DAYS:
        return text
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Mistaken(f"{text} är ingen dag. Skriv som 2026-11-30.", name) from error
