"""The municipality that the web benchmark measures: the demo's town, founded by its own actions."""

from dataclasses import dataclass
from datetime import date

from samsyn.demo import borders
from samsyn.demo.town import CODE, NAME, Town, town
from samsyn.domain.observations.actions.standard_categories import add_standard_categories
from samsyn.domain.observations.reference import Reference, reference
from samsyn.domain.organisations.actions.municipalities import create_municipality
from samsyn.domain.organisations.actions.organisations import create_organisation
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.organisations.models import Membership, Municipality, Organisation, User
from samsyn.domain.organisations.queries import standing
from samsyn.domain.organisations.rules import make_scope, system_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.places.actions import NewDistrict, NewLayer, import_layer, save_place

SINCE = date(2018, 9, 9)
REPORTERS = 60
# the second division: other borders of the same town
FOUR_CORNERS = ((15.70, 60.05), (15.85, 60.05), (15.70, 59.97), (15.85, 59.97))


@dataclass(frozen=True)
class Ready:
    """The founded town: who looks, who reports, and what rows are made of."""

    municipality: Municipality
    coordinator: User
    reporters: list[User]

    def scope(self) -> Scope:
        """The system's view of the town as it is now."""
        return system_scope(Municipality.objects.get(pk=self.municipality.pk))

    def scope_of(self, person: User) -> Scope:
        """A person's view of it."""
        found = standing(person, CODE)
        if found is None:
            raise LookupError(f"{person} has no role in the town")
        return make_scope(person, *found)

    def known(self) -> Reference:
        """Its categories, organisations, places and districts."""
        return reference(self.scope())


def found() -> Ready:
    """Found the town with organisations, people, two layers of districts and places."""
    plan = town()
    founded = create_municipality(
        code=CODE,
        name=NAME,
        coordinator_email="samordnare@fagersta.example",
        coordinator_name="Sam Ordnare",
        organisation="Kommunledningskontoret",
        outline=borders.outline(),
    )
    scope = system_scope(founded.municipality)
    if not reference(scope).categories:
        add_standard_categories(scope)
    organisations = _organisations(scope, plan)
    _layers(scope, plan)
    for one in plan.facts["place"]:
        longitude, latitude = one["at"]
        save_place(
            by=scope,
            name=one["name"],
            latitude=latitude,
            longitude=longitude,
            aliases=one["aliases"],
        )
    reporters = _reporters(founded.municipality, organisations)
    return Ready(founded.municipality, founded.coordinator.person, reporters)


def _organisations(scope: Scope, plan: Town) -> list[Organisation]:
    return [
        create_organisation(
            by=scope,
            name=one["name"],
            short_name=one["short_name"],
            kind=OrganisationKind(one["kind"]),
            valid_from=SINCE,
        )
        for one in plan.facts["organisation"]
        if one["key"] != "kansli"
    ]


def _layers(scope: Scope, plan: Town) -> None:
    seeds = [tuple(one["seed"]) for one in plan.facts["district"]]
    names = [(one["code"], one["name"]) for one in plan.facts["district"]]
    _layer(scope, "valdistrikt", "Valdistrikt", names, seeds, primary=True)
    corners = [(f"K{n}", f"Stadsdel {n}") for n in range(1, 5)]
    _layer(scope, "stadsdel", "Stadsdelar", corners, list(FOUR_CORNERS), primary=False)


def _layer(
    scope: Scope,
    key: str,
    name: str,
    codes: list[tuple[str, str]],
    seeds: list[tuple[float, float]],
    *,
    primary: bool,
) -> None:
    features = [
        NewDistrict(code=code, name=told, geometry=geometry)
        for (code, told), geometry in zip(codes, borders.illustrative(seeds), strict=True)
    ]
    layer = NewLayer(
        key=key, name=name, edition="mätning", valid_from=SINCE, features=features, primary=primary
    )
    import_layer(by=scope, new=layer)


def _reporters(municipality: Municipality, organisations: list[Organisation]) -> list[User]:
    """Reporters without a password, spread over the organisations."""
    people = [
        User(email=f"rapportor{n}@fagersta.example", name=f"Rapportör {n}")
        for n in range(REPORTERS)
    ]
    for person in people:
        person.set_unusable_password()
    User.objects.bulk_create(people)
    Membership.rows.bulk_create(
        Membership(
            municipality=municipality,
            user=person,
            organisation=organisations[n % len(organisations)],
            role=Role.REPORTER,
            valid_from=SINCE,
        )
        for n, person in enumerate(people)
    )
    return people
