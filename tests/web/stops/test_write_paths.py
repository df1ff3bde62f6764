"""Every form that takes somebody's words shows what the guard stops alike, and takes one tap back.

A form with a text that is neither tried here nor plain by a reason turns this red.
"""

import importlib
import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

import samsyn.web
from samsyn.domain.organisations.enums import Role
from samsyn.domain.stops.enums import WritePath
from samsyn.domain.stops.models import StopCount, StoppedText
from samsyn.foundation import clock
from samsyn.web.intake.forms import ListForm, SourceForm
from samsyn.web.monitoring.forms import DismissForm, LinkForm
from samsyn.web.observations.count_form import CountForm
from samsyn.web.observations.export import Wish
from samsyn.web.observations.forms import ReportForm, ReturnForm
from samsyn.web.organisations.forms import (
    ChangedOrganisation,
    NewBody,
    NewGuardWord,
    NewOrganisation,
    NewSeat,
    Settings,
)
from samsyn.web.places.forms import LayerForm, PlaceForm
from samsyn.web.situations.forms import AssessmentForm, NewPictureForm, TextsForm
from samsyn.web.stopping import PATHS, WRONG
from tests import factories
from tests.web.access.world import World, routes

pytestmark = pytest.mark.django_db
TELLS = "070-174 06 35"
TODAY = clock.today().isoformat()
PLAIN = {
    "a person's name, tried as such": (
        "NewSeat.holder_name", "WhoIsAsked.name", "Invitation.name",
    ),
    "a single word that the guard is to know": ("NewGuardWord.word",),
    "what is looked for, kept nowhere": ("Search.vem", "Search.sak", "Shown.kind"),
    "a key that the page itself sends": ("ReportForm.key", "MappingForm.only_sheet"),
    "shows widgets, keeps nothing": ("EveryField.title", "EveryField.description"),
    "a base of the two forms that are tried": (
        "OrganisationWords.name", "OrganisationWords.short_name",
    ),
    "a code of a device": ("CodeForm.code", "CodeAgainForm.code", "ActivateForm.code"),
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A page with a form: who sends it, what with, and its texts."""

    route: str
    form: type[forms.Form]
    texts: tuple[str, ...]
    sent: Callable[[World], dict[str, object]] = lambda _world: {}
    who: str = Role.COORDINATOR.value
    prefix: str = ""

    def fields(self, world: World, field: str) -> dict[str, object]:
        """What is sent, with a telephone number in one of the texts."""
        values = {**dict.fromkeys(self.texts, ""), **self.sent(world)}
        values[field] = f"{values[field] or 'Ring'} {TELLS}"
        return {f"{self.prefix}{name}": value for name, value in values.items()}


def reported(world):
    return {
        "category": factories.category(world.municipality).pk,
        "organisation": world.office.pk,
        "key": "k" * 32,
        "day": TODAY,
        "kind": "event",
        "events": 1,
        "informant": "own",
        "certainty": "certain",
        "reported_to_police": "unknown",
        "visibility": "group",
        "version": 1,
    }


def counted(world):
    return {
        "category": factories.category(world.municipality).pk,
        "organisation": world.office.pk,
        "period_from": TODAY,
        "period_to": TODAY,
        "value": 3,
        "unit": "antal",
        "source_name": "Larmlistan",
    }


def layer(_world):
    square = b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"kod":"1",'
    square += (
        b'"namn":"Norr"},"geometry":{"type":"Polygon","coordinates":[[[15.7,60.0],[15.8,60.0],'
    )
    square += b"[15.8,60.1],[15.7,60.0]]]}}]}"
    return {
        "name": "Valdistrikt",
        "edition": "2026",
        "valid_from": TODAY,
        "file": SimpleUploadedFile("borders.geojson", square),
    }


def source(world):
    file = SimpleUploadedFile("lista.csv", b"Datum;Text\n2026-03-01;Ruta\n")
    return {"name": "Lista", "organisation": world.office.pk, "file": file}


def place(_world):
    return {"name": "Parken", "latitude": "60.0", "longitude": "15.8"}


ORGANISATION = {"name": "Parken", "short_name": "P", "kind": "department", "valid_from": TODAY}
JUDGED = {"colour": "yellow", "trend": "rising", "motivation": "Fler klagomål.", "version": 0}
TEXTS = ("description", "place_note", "oral_reporter", "action_taken")
CASES = (
    Case("report", ReportForm, TEXTS, reported, Role.REPORTER.value),
    Case("report_edit", ReportForm, TEXTS, reported, Role.REPORTER.value),
    Case("report_return", ReturnForm, ("note",), lambda _: {"version": 1}),
    Case("report_count", CountForm, ("source_name",), counted),
    Case("export_new", Wish, ("purpose",), lambda _: {"kind": "csv", "reviewed": "on"}),
    Case("picture_new", NewPictureForm, ("title",), lambda _: {"which": "0"}),
    Case(
        "picture_texts", TextsForm, ("title", "summary", "raised"),
        lambda _: {"title": "Läget", "version": 1}, prefix="texts-",
    ),
    Case("picture_assess", AssessmentForm, ("motivation",), lambda _: JUDGED, prefix="ordning-"),
    Case(
        "picture_assess_overall", AssessmentForm, ("motivation",), lambda _: JUDGED,
        prefix="helheten-",
    ),
    Case("deviation_link", LinkForm, ("reference",), lambda _: {"version": 1}),
    Case("deviation_dismiss", DismissForm, ("reason",), lambda _: {"version": 1}),
    Case("place_new", PlaceForm, ("name", "aliases"), place),
    Case("place_edit", PlaceForm, ("name", "aliases"), place),
    Case("layer_new", LayerForm, ("name", "edition", "attribution"), layer),
    Case("source_new", SourceForm, ("name",), source),
    Case("source_change", ListForm, ("name",), lambda _: {"version": 1}),
    Case("organisation_new", NewOrganisation, ("name", "short_name"), lambda _: ORGANISATION),
    Case(
        "organisation_edit", ChangedOrganisation, ("name", "short_name"),
        lambda _: {**ORGANISATION, "version": 1},
    ),
    Case("body_new", NewBody, ("name",), lambda _: {"kind": "council", "valid_from": TODAY}),
    Case(
        "seat_new", NewSeat, ("title",),
        lambda world: {"organisation": world.office.uid, "valid_from": TODAY},
    ),
    Case("municipality_settings", Settings, ("est_name",), lambda _: {"version": 1}),
    Case(
        "guard_word_new", NewGuardWord, ("why",),
        lambda _: {"word": "rävlyan", "listed": "stop", "valid_to": TODAY},
    ),
)  # fmt: skip
TRIED = [(case, text) for case in CASES for text in case.texts]


def every_text():
    """Each field of each form that takes words, as ``Form.field``."""
    for module in pkgutil.walk_packages(samsyn.web.__path__, "samsyn.web."):
        importlib.import_module(module.name)
    waiting, found = [forms.Form], set()
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("samsyn."):
                found |= {
                    (kind, name)
                    for name, field in kind.base_fields.items()
                    if isinstance(field, forms.CharField) and not _is_none(field)
                }
    return found


def _is_none(field):
    """Passwords and addresses are no prose."""
    return isinstance(field.widget, forms.PasswordInput) or (
        isinstance(field, forms.EmailField) or type(field).__module__.startswith("allauth.")
    )


def test_every_text_of_every_form_is_tried_or_plain_by_a_reason():
    plain = {name for names in PLAIN.values() for name in names}
    tried = {f"{case.form.__name__}.{text}" for case, text in TRIED}
    assert {f"{form.__name__}.{name}" for form, name in every_text()} == plain | tried


def test_long_texts_are_read_while_they_are_written():
    """Names of things, one a line or alone, are read when they are sent."""
    unwatched = {
        f"{form.__name__}.{name}"
        for form, name in every_text()
        if isinstance(form.base_fields[name].widget, forms.Textarea)
        and not getattr(form.base_fields[name], "watched", False)
    }
    assert unwatched == {"PlaceForm.aliases", "EveryField.description"}


def test_every_path_has_a_name_in_the_figures():
    assert {case.route for case in CASES} == set(PATHS)
    assert set(PATHS) <= {route.name for route in routes()}
    assert {*PATHS.values(), WritePath.FILE, WritePath.OTHER} == set(WritePath)


@pytest.mark.parametrize(
    ("case", "text"), TRIED, ids=[f"{case.route}-{text}" for case, text in TRIED]
)
def test_a_stop_is_shown_counted_and_reported_by_one_tap(world, case, text):
    route = next(one for one in routes() if one.name == case.route)
    client, path = world.visit(case.who), world.path(route)
    where = world.municipality
    with transaction.atomic():
        answer = client.post(path, case.fields(world, text))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert f"<mark>{TELLS}</mark>" in page
        assert "ett telefonnummer" in page
        assert "data-use" in page
        [count] = StopCount.objects.within(where)
        assert (count.path, count.kind, count.stops) == (PATHS[case.route], "phone", 1)
        assert not StoppedText.objects.within(where).exclude(kind="name").exists()
        # the tap, as a browser without scripts sends it: with the whole form
        [token] = re.findall(f'name="{WRONG}"\\s+value="([^"]+)"', page)
        again = client.post(path, {**case.fields(world, text), WRONG: unescape(token)})
        [row] = StoppedText.objects.within(where).exclude(kind="name")
        assert (row.path, row.field, row.stopped) == (PATHS[case.route], text, TELLS)
        assert again.status_code == 422
        back = again.content.decode()
        assert back.count(TELLS) >= 2  # in the field, and where it is marked
        assert WRONG not in back.replace("stop_take_back", "")
        transaction.set_rollback(True)
