"""A small town in the database: two districts, three categories, two organisations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

import numpy as np
import pytest
from tools.bench.filling import bring_in

from samsyn.domain.monitoring.actions.runs import run_now
from samsyn.domain.monitoring.models import Run
from samsyn.domain.observations.values.categories import Category
from samsyn.domain.observations.values.report import NewReport, at_time
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.organisations.models import Municipality, Organisation
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.places.models import DistrictLayer
from tests import factories

TODAY = date(2026, 11, 23)
"""A Monday: the last whole week is that of 16 November."""
WEST, EAST = (15.75, 60.05), (15.85, 60.05)


@dataclass
class Town:
    """The municipality with what its reports need."""

    where: Municipality
    categories: dict[str, Category]
    office: Organisation
    police: Organisation
    layer: DistrictLayer
    scope: Scope

    def report(self, day: date, category: str = "klotter", **fields: object) -> NewReport:
        """A report in the western district."""
        values: dict[str, object] = {
            "organisation_id": self.office.pk,
            "category_id": self.categories[category].pk,
            "period": at_time(day, time(12)),
            "longitude": WEST[0],
            "latitude": WEST[1],
            **fields,
        }
        return NewReport(**values)  # type: ignore[arg-type]

    def bring(self, reports: Iterable[NewReport], **fields: object) -> None:
        """Into the shared picture."""
        bring_in(self.scope, reports, **fields)  # type: ignore[arg-type]

    def week(self, weeks_ago: int) -> date:
        """The Monday of a week before this one; 1 is the last whole week."""
        return TODAY - timedelta(weeks=weeks_ago)

    def history(self, seed: int = 1, weeks: int = 160) -> None:
        """A steady background: graffiti and threats in both districts."""
        chance = np.random.default_rng(seed)
        found = []
        for weeks_ago in range(1, weeks + 1):
            for category, mean in (("klotter", 1.5), ("hot", 0.6)):
                for place in (WEST, EAST):
                    for _ in range(chance.poisson(mean)):
                        day = self.week(weeks_ago) + timedelta(days=int(chance.integers(7)))
                        at = {"longitude": place[0], "latitude": place[1]}
                        found.append(self.report(day, category, **at))
        self.bring(found)

    def outbreak(self, n: int = 12, weeks_ago: int = 1, **fields: object) -> None:
        """Many of one kind in the western district, spread over a week."""
        monday = self.week(weeks_ago)
        self.bring(self.report(monday + timedelta(days=i % 7), **fields) for i in range(n))

    def run(self) -> Run:
        """Run the analysis."""
        self.where.refresh_from_db()
        return run_now(self.where)


@pytest.fixture
def town(db, settings) -> Town:
    settings.TODAY = TODAY
    where = factories.municipality()
    layer = factories.layer(where, ("1", 15.7, 60.0), ("2", 15.8, 60.0), primary=True)
    categories = {
        key: factories.category(where, key, **fields)
        for key, fields in (
            ("klotter", {}),
            ("hot", {"sensitive": True}),
            ("brand", {"serious": True}),
        )
    }
    office = factories.organisation(where, name="Kontoret", short_name="KO")
    police = factories.organisation(where, OrganisationKind.POLICE, name="Polisen", short_name="PO")
    where.refresh_from_db()
    return Town(where, categories, office, police, layer, factories.system_scope_of(where))


@pytest.fixture
def coordinator(town) -> Scope:
    return factories.scope_as(Role.COORDINATOR, town.where, at=town.office)
