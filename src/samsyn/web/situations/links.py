"""From a statement to the reports it rests on."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from samsyn.domain.observations.enums import State
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.enums import Act
from samsyn.domain.situations.values.content import Evidence
from samsyn.foundation.rows import Row
from samsyn.web.request import ScopedRequest


class Links:
    """Makes links to lists of reports, for those who may read reports.

    A list shows the reports as they are; with ``settled_at`` it says that the picture is older.
    """

    def __init__(self, request: ScopedRequest, settled_at: datetime | None = None) -> None:
        self.settled = settled_at.isoformat() if settled_at else ""
        self.open = request.scope.may(Act.READ_REPORTS)
        self.list = reverse("reports", args=[request.municipality.code])
        self.known = reference(request.scope)

    def to(self, evidence: Evidence | None) -> str:
        """The address of the list, or nothing where it would not open."""
        if evidence is None or not self.open:
            return ""
        query = {
            "since": evidence.since.isoformat(),
            "until": evidence.until.isoformat(),
            "what": self._what(evidence),
            "district": self._districts.get(evidence.district, ""),
            "place": self._places.get(evidence.place, ""),
            "organisation": self._organisations.get(evidence.organisation, ""),
            "kind": evidence.kind,
            "deviation": evidence.deviation,
            "state": evidence.state or State.PASSED_ON.value,
            "settled": self.settled,
        }
        kept = {name: value for name, value in query.items() if value}
        return f"{self.list}?{urlencode(kept)}"

    def _what(self, evidence: Evidence) -> str:
        """The list's word for an area or a category; nothing for one that is gone."""
        for kind, key in (("category", evidence.category), ("area", evidence.area)):
            if key in self.known.by_key:
                return f"{kind}:{self.known.by_key[key].pk}"
        return ""

    @cached_property
    def _districts(self) -> dict[str, str]:
        return {one.code: str(one.pk) for one in self.known.primary_districts}

    @cached_property
    def _places(self) -> dict[str, str]:
        return _keys_by_uid(self.known.places)

    @cached_property
    def _organisations(self) -> dict[str, str]:
        return _keys_by_uid(self.known.organisations)


def _keys_by_uid(rows: Mapping[int, Row]) -> dict[str, str]:
    return {str(row.uid): str(key) for key, row in rows.items()}
