"""A small installation made through the product's own actions, to be kept for later releases.

Run once in a checkout of the release that is to be remembered, never again for the same one:

    SAMSYN_VAR=FOLDER SAMSYN_SECRET_KEY=… SAMSYN_TODAY=… python -m tests.trust.releases.making NAME

with the secret and the day of ``making_of``.

It leaves ``tests/trust/releases/NAME``: the database, compressed, and its files.
"""

import gzip
import shutil
import sys
from datetime import date, time
from pathlib import Path

import django

django.setup()

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from samsyn.domain.audit.actions import sign_heads  # noqa: E402
from samsyn.domain.intake.actions import NewSource, create_source, take_in  # noqa: E402
from samsyn.domain.intake.actions import step as move_on  # noqa: E402
from samsyn.domain.intake.enums import BatchState  # noqa: E402
from samsyn.domain.intake.models import Source  # noqa: E402
from samsyn.domain.monitoring.actions.ordering import ensure_scheduled  # noqa: E402
from samsyn.domain.monitoring.actions.runs import run_now  # noqa: E402
from samsyn.domain.notices.actions import post  # noqa: E402
from samsyn.domain.observations.actions.approving import approve  # noqa: E402
from samsyn.domain.observations.actions.importing import (  # noqa: E402
    check,
    import_batch,
    undo,
)
from samsyn.domain.observations.actions.reporting import (  # noqa: E402
    edit,
    report,
    report_nothing,
)
from samsyn.domain.observations.actions.reviewing import pass_on  # noqa: E402
from samsyn.domain.observations.actions.standard_categories import add_standard_categories  # noqa: E402
from samsyn.domain.observations.enums import Visibility  # noqa: E402
from samsyn.domain.observations.reference import reference  # noqa: E402
from samsyn.domain.observations.values.report import NewReport, at_time  # noqa: E402
from samsyn.domain.organisations.actions.bodies import add_seat, create_body  # noqa: E402
from samsyn.domain.organisations.actions.invitations import (  # noqa: E402
    invite_person,
)
from samsyn.domain.organisations.actions.links import accept_invitation  # noqa: E402
from samsyn.domain.organisations.actions.municipalities import (  # noqa: E402
    change_settings,
    create_municipality,
)
from samsyn.domain.organisations.actions.organisations import create_organisation  # noqa: E402
from samsyn.domain.organisations.enums import BodyKind, OrganisationKind, Role  # noqa: E402
from samsyn.domain.organisations.models import Municipality, Organisation, User  # noqa: E402
from samsyn.domain.organisations.queries import standing  # noqa: E402
from samsyn.domain.organisations.rules import make_scope, system_scope  # noqa: E402
from samsyn.domain.organisations.tenancy import Scope  # noqa: E402
from samsyn.domain.places.actions import (  # noqa: E402
    NewDistrict,
    NewLayer,
    import_layer,
    save_place,
)
from samsyn.domain.publishing.actions import publish  # noqa: E402
from samsyn.domain.situations.actions import assess, create_draft  # noqa: E402
from samsyn.domain.situations.documents import PICTURE  # noqa: E402
from samsyn.domain.situations.enums import Colour, Trend  # noqa: E402
from samsyn.domain.situations.queries import reading  # noqa: E402
from samsyn.domain.situations.values.content import Judgement  # noqa: E402
from samsyn.domain.situations.values.periods import Period  # noqa: E402
from samsyn.sources.mapping import ColumnRule, TableMapping, Target  # noqa: E402
from tests.trust.releases.making_of import SECRET  # noqa: E402

CODE = "1904"
PASSWORD = "korrekt-hast-batteri"
OCTOBER = Period(date(2026, 9, 1), date(2026, 9, 30))
LIST = "Datum;Text;Plats\n2026-09-03;Krossad ruta;Torget\n2026-09-04;Klotter på vägg;Torget\n"
FAULTY = "Datum;Text;Plats\n2026-09-05;Sönderslagen lampa;Torget\n2026-13-40;Fel;Torget\n"
MAPPING = TableMapping(
    columns=(
        ColumnRule("Datum", Target.DATE),
        ColumnRule("Text", Target.DESCRIPTION),
        ColumnRule("Plats", Target.PLACE),
    ),
    default_category="skadegorelse",
)


def system() -> Scope:
    return system_scope(Municipality.objects.get(code=CODE))


def scope_of(person: User) -> Scope:
    found = standing(person, CODE)
    assert found is not None
    return make_scope(person, *found)


def person(name: str, at: Organisation, *roles: Role) -> User:
    mail = f"{name.split(maxsplit=1)[0].lower()}@exempel.se"
    invited = invite_person(by=system(), email=mail, name=name, organisation=at, roles=roles)
    return accept_invitation(token=invited.token or "", password=PASSWORD)


def found() -> tuple[User, User, Organisation]:
    """The municipality, its people and its ground; a coordinator and an officer."""
    made = create_municipality(
        code=CODE,
        name="Skinnskatteberg",
        coordinator_email="kim@exempel.se",
        coordinator_name="Kim Exempelsson",
        since=date(2019, 1, 1),
    )
    coordinator = accept_invitation(token=made.coordinator.token or "", password=PASSWORD)
    add_standard_categories(system())
    police = create_organisation(
        by=system(), name="Polisen", short_name="Polisen", kind=OrganisationKind.POLICE
    )
    house = create_organisation(
        by=system(),
        name="Bostadsbolaget",
        short_name="Bolaget",
        kind=OrganisationKind.COMPANY,
        valid_from=date(2020, 1, 1),
    )
    officer = person("Robin Påhittad", police, Role.CONTACT, Role.REVIEWER)
    person("Lo Diktad", house, Role.REPORTER)
    body = create_body(
        by=system(), name="EST-gruppen", kind=BodyKind.EST_GROUP, valid_from=date(2020, 1, 1)
    )
    add_seat(
        by=system(),
        body=body,
        organisation=house,
        title="ledamot",
        holder=coordinator,
        valid_from=date(2020, 1, 1),
    )
    ground()
    version = Municipality.objects.get(code=CODE).version
    change_settings(by=scope_of(coordinator), version=version, est_name="Effektiv samverkan")
    return coordinator, officer, house


def ground() -> None:
    ring = [[15.6, 59.8], [15.8, 59.8], [15.8, 59.9], [15.6, 59.9], [15.6, 59.8]]
    square = {"type": "Polygon", "coordinates": [ring]}
    layer = NewLayer(
        key="valdistrikt",
        name="Valdistrikt",
        edition="2026",
        valid_from=date(2020, 1, 1),
        features=[NewDistrict(code="A", name="Centrum", geometry=square)],
    )
    import_layer(system(), layer)
    save_place(system(), name="Torget", latitude=59.83, longitude=15.69, aliases=["Stora torget"])


def reports(coordinator: User, officer: User, house: Organisation) -> None:
    """Waiting, passed on, mended, and held by the police."""
    [own] = scope_of(officer).organisations
    known = reference(system())

    def new(at: int, day: int, text: str) -> NewReport:
        return NewReport(
            organisation_id=at,
            category_id=known.by_key["klotter"].pk,
            period=at_time(date(2026, 9, day), time(21, 30)),
            place_id=known.words["torget"],
            description=text,
            visibility=Visibility.COUNCIL,
        )

    for day in (7, 8, 9):
        row = report(by=system(), new=new(house.pk, day, f"Klotter på bänk, dag {day}."))
        pass_on(by=scope_of(coordinator), row=row, version=row.version)
    mended = report(by=system(), new=new(house.pk, 10, "Skräp vid grinden."))
    words = new(house.pk, 10, "Skräp och glas vid grinden.")
    edit(by=system(), row=mended, new=words, version=mended.version)
    for day, passed in ((11, True), (12, False)):
        held = report(by=scope_of(officer), new=new(own, day, "Samling som följs upp."))
        if passed:
            pass_on(by=scope_of(officer), row=held, version=held.version, own_work=True)
    report_nothing(
        by=system(),
        organisation=house,
        period_from=date(2026, 9, 14),
        period_to=date(2026, 9, 27),
    )


def lists(house: Organisation) -> None:
    """A file that is in, one that was undone, and one that was only tried."""
    source = create_source(
        by=system(), new=NewSource(name="Störningar", organisation_id=house.pk), mapping=MAPPING
    )
    bring_in(source, LIST, "september.csv")
    undo(by=system(), batch=bring_in(source, LIST.replace("03", "15"), "fel-fil.csv"))
    tried(source, FAULTY, "provad.csv")


def tried(source: Source, text: str, name: str):
    batch = take_in(by=system(), source=source, data=text.encode(), name=name, check=False)
    move_on(batch, BatchState.CHECKING, mapping=source.mapping)
    check(batch.pk)
    batch.refresh_from_db()
    return batch


def bring_in(source: Source, text: str, name: str):
    batch = tried(source, text, name)
    approve(by=system(), batch=batch)
    import_batch(batch.pk)
    batch.refresh_from_db()
    return batch


def settle(coordinator: User) -> None:
    """A settled picture with its files, and a draft after it."""
    by = scope_of(coordinator)
    picture = create_draft(by=by, period=OCTOBER)
    judged = Judgement(Colour.GREEN, Trend.STEADY, "Lugnt i hela kommunen.")
    for area in (*reference(by).areas, None):
        assess(by=by, picture=picture, area=area, judgement=judged, version=0)
    seen = reading(by, picture).digest
    publish(by=by, subject=PICTURE, row=picture, seen=seen)
    create_draft(by=by, period=Period(date(2026, 10, 1), date(2026, 10, 11)))


def main(name: str) -> None:
    assert settings.SECRET_KEY == SECRET
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    coordinator, officer, house = found()
    reports(coordinator, officer, house)
    lists(house)
    run_now(Municipality.objects.get(code=CODE))
    settle(coordinator)
    TOTP.activate(coordinator, generate_totp_secret())
    post(system(), key="a", recipient=coordinator.email, subject="Ett brev", body="Hej.")
    ensure_scheduled()
    sign_heads()
    keep(Path(__file__).with_name(name))


def keep(folder: Path) -> None:
    shutil.copytree(settings.FILES, folder / "files")
    whole = folder / "samsyn.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(whole)])
    packed = gzip.compress(whole.read_bytes(), mtime=0)
    (folder / "samsyn.sqlite3.gz").write_bytes(packed)
    whole.unlink()


if __name__ == "__main__":
    main(sys.argv[1])
