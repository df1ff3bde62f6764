"""From a statement to the reports it rests on."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse

from samsyn.domain.observations.enums import State
from samsyn.domain.observations.reference import Reference, reference
from samsyn.domain.organisations.enums import Act
from samsyn.domain.situations.content import Evidence
from samsyn.foundation.rows import Row
from samsyn.web.request import ScopedRequest


class Links:
    """Makes links to lists of reports, for those who may read reports."""

    def __init__(self, request: ScopedRequest) -> None:
        self.code = request.municipality.code
        self.open = request.scope.may(Act.READ_REPORTS)
        self.known: Reference | None = reference(request.scope) if self.open else None

    def to(self, evidence: Evidence | None) -> str:
        """The address of the list, or nothing where it would not open."""
        if evidence is None or self.known is None:
            return ""
        query = {
            "since": evidence.since.isoformat(),
            "until": evidence.until.isoformat(),
            "what": _what(evidence, self.known),
            "district": _district(evidence, self.known),
            "place": _keys(self.known.places, evidence.place),
            "organisation": _keys(self.known.organisations, evidence.organisation),
            "kind": evidence.kind,
            "state": evidence.state or State.PASSED_ON.value,
        }
        kept = {name: value for name, value in query.items() if value}
        return f"{reverse('reports', args=[self.code])}?{urlencode(kept)}"


def _what(evidence: Evidence, known: Reference) -> str:
    """The list's word for an area or a category; nothing for one that is gone."""
    for kind, key in (("category", evidence.category), ("area", evidence.area)):
        if key in known.by_key:
            return f"{kind}:{known.by_key[key].pk}"
    return ""


def _district(evidence: Evidence, known: Reference) -> str:
    found = (str(one.pk) for one in known.primary_districts if one.code == evidence.district)
    return next(found, "")


def _keys(rows: Mapping[int, Row], uid: str) -> str:
    """The key of the row with a uid."""
    return next((str(key) for key, row in rows.items() if str(row.uid) == uid), "")
