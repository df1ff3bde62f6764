"""From a statement to the reports it rests on."""

from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.enums import Act
from samsyn.web.request import ScopedRequest


class Links:
    """Makes links to lists of reports, for those who may read reports.

    A list shows the reports as they are; with ``settled_at`` it says that the picture is older.
    """

    def __init__(self, request: ScopedRequest, settled_at: datetime | None = None) -> None:
        self.settled = {"settled": settled_at.isoformat()} if settled_at else {}
        self.open = request.scope.may(Act.READ_REPORTS)
        self.list = reverse("reports", args=[request.municipality.code])

    def to(self, selection: Selection | None) -> str:
        """The address of the list, or nothing where it would not open."""
        if selection is None or not self.open:
            return ""
        return f"{self.list}?{urlencode({**selection.told, **self.settled})}"
