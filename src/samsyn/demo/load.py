"""Filling the demo: the town, its people, three years of reports, pictures and an open draft."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from samsyn.demo import borders, land, pictures
from samsyn.demo.events import Event, events
from samsyn.demo.lists import bring_in
from samsyn.demo.town import CODE, DOMAIN, NAME, PASSWORD, Town, town
from samsyn.domain.monitoring.actions.ordering import ensure_scheduled
from samsyn.domain.monitoring.actions.runs import run_now
from samsyn.domain.observations.actions.reporting import report, report_nothing
from samsyn.domain.observations.actions.reviewing import pass_on
from samsyn.domain.observations.actions.standard_categories import add_standard_categories
from samsyn.domain.observations.enums import ReportKind, Visibility
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.report import NewReport, at_time, fortnight, in_part
from samsyn.domain.organisations.actions.bodies import add_seat, create_body
from samsyn.domain.organisations.actions.invitations import invite_person
from samsyn.domain.organisations.actions.links import accept_invitation, prove_mailbox
from samsyn.domain.organisations.actions.municipalities import create_municipality
from samsyn.domain.organisations.actions.organisations import create_organisation, edit_organisation
from samsyn.domain.organisations.actions.people import add_membership, appoint_deputy
from samsyn.domain.organisations.enums import BodyKind, OrganisationKind, Role
from samsyn.domain.organisations.models import Body, Membership, Municipality, Organisation, User
from samsyn.domain.organisations.queries import standing
from samsyn.domain.organisations.rules import make_scope, system_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.places.actions import NewDistrict, NewLayer, import_layer, save_place
from samsyn.domain.places.actions.backgrounds import store_background
from samsyn.foundation import clock
from samsyn.foundation.clock import PartOfDay

LAYER_FROM = date(2018, 9, 9)
# the day the plan was adopted
SINCE = date(2019, 6, 4)
NIL_FORTNIGHTS = 26
WEEKS_LOOKED_THROUGH = 5
SILENT_FORTNIGHTS = 2
CALM = "social"
Organisations = dict[str, Organisation]


def fill() -> None:
    """Make the demo: all of it or nothing."""
    with transaction.atomic():
        _fill()
    ensure_scheduled()


def _fill() -> None:
    plan = town()
    _found(plan)
    organisations = _organisations(plan)
    _bodies(plan, organisations)
    people = _people(plan, organisations)
    _deputy(people)
    _places(plan)
    anchor = clock.today()
    _lists(plan, organisations, anchor)
    _nil_reports(organisations, anchor)
    _by_hand(people, anchor)
    _live_through(_scope_of(people["samordnare"]), anchor)


def _live_through(coordinator: Scope, anchor: date) -> None:
    """The last weeks as they went: looked through each week, settled month by month."""
    months = pictures.last_months(anchor)
    for back in range(WEEKS_LOOKED_THROUGH, -1, -1):
        day = anchor - timedelta(weeks=back)
        with _on(day):
            run_now(Municipality.objects.get(code=CODE))
        while months and (months[0].last + timedelta(days=pictures.SETTLED_AFTER) <= day):
            pictures.settle(coordinator, months.pop(0))
    pictures.begin(coordinator, anchor)


@contextmanager
def _on(day: date) -> Iterator[None]:
    """The demo's clock, on another day."""
    before, settings.TODAY = settings.TODAY, day
    try:
        yield
    finally:
        settings.TODAY = before


def _scope() -> Scope:
    return system_scope(Municipality.objects.get(code=CODE))


def _scope_of(person: User) -> Scope:
    found = standing(person, CODE)
    if found is None:
        raise LookupError(f"{person} has no role in the town")
    return make_scope(person, *found)


def _found(plan: Town) -> None:
    [coordinator] = (one for one in plan.facts["person"] if one["login"] == "samordnare")
    [office] = (one for one in plan.facts["organisation"] if one["key"] == "kansli")
    founded = create_municipality(
        code=CODE,
        name=NAME,
        coordinator_email=f"samordnare@{DOMAIN}",
        coordinator_name=coordinator["name"],
        organisation=office["name"],
        outline=borders.outline(),
        demo=True,
        since=SINCE,
    )
    prove_mailbox(accept_invitation(token=founded.coordinator.token or "", password=PASSWORD))
    add_standard_categories(_scope())


def _organisations(plan: Town) -> Organisations:
    made = {
        one["key"]: create_organisation(
            by=_scope(),
            name=one["name"],
            short_name=one["short_name"],
            kind=OrganisationKind(one["kind"]),
            reports=one.get("reports", True),
            valid_from=one["from"],
            valid_to=one.get("to"),
        )
        for one in plan.facts["organisation"]
        if one["key"] != "kansli"
    }
    [office] = Organisation.objects.visible_to(_scope()).filter(name="Kommunledningskontoret")
    edit_organisation(
        by=_scope(),
        organisation=office,
        version=office.version,
        name=office.name,
        short_name=office.short_name,
        kind=OrganisationKind(office.kind),
        reports=False,
    )
    return {**made, "kansli": office}


def _bodies(plan: Town, organisations: Organisations) -> None:
    for one in plan.facts["body"]:
        create_body(by=_scope(), name=one["name"], kind=BodyKind(one["kind"]), valid_from=SINCE)


def _people(plan: Town, organisations: Organisations) -> dict[str, User]:
    people = {one["login"]: _person(one, organisations) for one in plan.facts["person"]}
    _seats(plan, organisations, people)
    return people


def _person(one: dict[str, Any], organisations: Organisations) -> User:
    (first, role), *rest = one["roles"]
    email = f"{one['login']}@{DOMAIN}"
    known = User.objects.filter(email=email).first()
    if known is None:
        invited = invite_person(
            by=_scope(),
            email=email,
            name=one["name"],
            organisation=organisations[first],
            roles=[Role(role)],
        )
        known = accept_invitation(token=invited.token or "", password=PASSWORD)
        # in the demo everybody is who they say
        prove_mailbox(known)
    for key, more in rest:
        add_membership(by=_scope(), person=known, organisation=organisations[key], role=Role(more))
    return known


def _seats(plan: Town, organisations: Organisations, people: dict[str, User]) -> None:
    kinds = {one["key"]: one["name"] for one in plan.facts["body"]}
    bodies = {body.name: body for body in Body.objects.visible_to(_scope())}
    for one in plan.facts["person"]:
        for key, title in one.get("seats", []):
            add_seat(
                by=_scope(),
                body=bodies[kinds[key]],
                organisation=organisations[one["roles"][0][0]],
                title=title,
                holder=people[one["login"]],
                valid_from=SINCE,
            )


def _deputy(people: dict[str, User]) -> None:
    """The coordinator has a stand-in for the coming month."""
    [held] = Membership.objects.visible_to(_scope()).filter(
        user=people["samordnare"], role=Role.COORDINATOR
    )
    until = clock.today() + timedelta(days=30)
    appoint_deputy(by=_scope(), membership=held, deputy=people["ersattare"], valid_to=until)


def _places(plan: Town) -> None:
    seeds = [tuple(one["seed"]) for one in plan.facts["district"]]
    drawn = zip(plan.facts["district"], borders.illustrative(seeds), strict=True)
    features = [
        NewDistrict(
            code=one["code"],
            name=one["name"],
            geometry=geometry,
            population=one["voters"],
            population_note="röstberättigade i kommunalvalet 2022",
        )
        for one, geometry in drawn
    ]
    layer = NewLayer(
        key="valdistrikt",
        name="Valdistrikt",
        edition="illustrativ",
        valid_from=LAYER_FROM,
        features=features,
        illustrative=True,
        attribution="Namn och röstberättigade: Valmyndigheten. Gränserna är illustrativa.",
    )
    import_layer(by=_scope(), new=layer)
    ground, streets = land.land(plan)
    store_background(by=_scope(), land=ground, streets=streets, illustrative=True)
    for one in plan.facts["place"]:
        longitude, latitude = one["at"]
        save_place(
            by=_scope(),
            name=one["name"],
            latitude=latitude,
            longitude=longitude,
            aliases=one["aliases"],
        )


def _lists(plan: Town, organisations: Organisations, anchor: date) -> None:
    by_source: dict[str, list[Event]] = defaultdict(list)
    calm = _calm_fortnights(anchor)
    for one in events(anchor, plan.places):
        if one.source != CALM or not any(first <= one.day <= last for first, last in calm):
            by_source[one.source].append(one)
    for key, some in by_source.items():
        bring_in(_scope(), organisations[key], some)


def _calm_fortnights(anchor: date) -> list[tuple[date, date]]:
    """Every third fortnight social services have nothing to report; lately they are silent."""
    first, last = fortnight(anchor)
    back = (timedelta(days=14 * n) for n in range(SILENT_FORTNIGHTS, NIL_FORTNIGHTS) if n % 3 == 0)
    return [(first - days, last - days) for days in back]


def _nil_reports(organisations: Organisations, anchor: date) -> None:
    for first, last in _calm_fortnights(anchor):
        report_nothing(
            by=_scope(), organisation=organisations[CALM], period_from=first, period_to=last
        )


def _by_hand(people: dict[str, User], anchor: date) -> None:
    """Reports that wait for review, and events to come."""
    scope = _scope_of(people["rapportor"])
    known = reference(scope)
    [own] = scope.organisations
    yesterday = anchor - timedelta(days=1)
    waiting = (
        ("klotter", "Busstationen", "Nya taggar på skärmtaket, svart färg."),
        ("otrygg_plats", "Melingsparken", "Lampan vid bron är släckt, folk går runt."),
        ("storande_samling", "Risbrohallen", "Samling efter träningen, hög musik till 23."),
    )
    for key, place, text in waiting:
        report(
            by=scope,
            new=NewReport(
                organisation_id=own,
                category_id=known.by_key[key].pk,
                period=at_time(yesterday, time(21, 30)),
                place_id=known.words[place.casefold()],
                description=text,
            ),
        )
    _upcoming(scope, own, anchor)


def _upcoming(scope: Scope, own: int, anchor: date) -> None:
    known = reference(scope)
    sunday = anchor + timedelta(days=13 - anchor.weekday())
    coming = (
        (sunday, "Skyltsöndag på torget."),
        (sunday + timedelta(days=6), "Hockeymatch, många gäster väntas."),
    )
    for day, text in coming:
        row = report(
            by=scope,
            new=NewReport(
                organisation_id=own,
                category_id=known.by_key["evenemang"].pk,
                kind=ReportKind.UPCOMING,
                visibility=Visibility.COUNCIL,
                period=in_part(day, PartOfDay.AFTERNOON),
                place_id=known.words["stora torget"],
                description=text,
            ),
        )
        pass_on(by=_scope(), row=row, version=row.version)
