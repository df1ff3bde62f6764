"""Every form that takes somebody's words shows what the guard stops alike, and takes one tap back.

A form with a text that is neither tried here nor plain by a reason turns this red.
"""

import importlib
import pkgutil
import re
from html import unescape

import pytest
from django import forms
from django.db import transaction

import samsyn.web
from samsyn.domain.stops.enums import WritePath
from samsyn.domain.stops.models import StopCount, StoppedText
from samsyn.web.stopping import WRONG, paths
from tests.web.access.world import routes
from tests.web.stops.paths import TELLS, cases

pytestmark = pytest.mark.django_db
PLAIN = {
    "a person's name, tried as such": (
        "NewSeat.holder_name",
        "WhoIsAsked.name",
        "Invitation.name",
    ),
    "a single word that the guard is to know": ("NewGuardWord.word",),
    "what is to be masked: personal data, kept nowhere": ("MaskForm.passages",),
    "what is looked for, kept nowhere": (
        "Search.vem",
        "Search.sak",
        "Shown.kind",
        "FindReport.number",
        "FilterForm.words",
        "ArchiveForm.q",
        "ReportForm.searched",
    ),
    "a key that the page itself sends": (
        "ReportForm.key",
        "ReportForm.sure_of_day",
        "MappingForm.only_sheet",
    ),
    "shows widgets, keeps nothing": ("EveryField.title", "EveryField.description"),
    "a base of the two forms that are tried": (
        "OrganisationWords.name",
        "OrganisationWords.short_name",
    ),
    "the questions of the form that is tried": (
        "ReportQuestions.key",
        "ReportQuestions.sure_of_day",
        "ReportQuestions.searched",
        "ReportQuestions.description",
        "ReportQuestions.place_note",
        "ReportQuestions.oral_reporter",
        "ReportQuestions.action_taken",
    ),
    "a code of a device": ("CodeForm.code", "CodeAgainForm.code", "ActivateForm.code"),
}
CASES = cases()
TRIED = [(case, text) for case in CASES for text in case.texts]


def every_text():
    """Each field of each form that takes words, with its form and name."""
    for module in pkgutil.walk_packages(samsyn.web.__path__, "samsyn.web."):
        importlib.import_module(module.name)
    waiting, found = [forms.Form], set()
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("samsyn."):
                found |= {
                    (kind, name) for name, field in kind.base_fields.items() if _is_text(field)
                }
    return found


def _is_text(field):
    """Passwords and addresses are no prose."""
    none = isinstance(field, forms.EmailField) or type(field).__module__.startswith("allauth.")
    secret = isinstance(field.widget, forms.PasswordInput)
    return isinstance(field, forms.CharField) and not none and not secret


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
    assert unwatched == {"PlaceForm.aliases", "EveryField.description", "MaskForm.passages"}


def test_every_path_has_a_name_in_the_figures():
    assert {case.route for case in CASES} == set(paths())
    assert set(paths()) <= {route.name for route in routes()}
    assert {*paths().values(), WritePath.FILE, WritePath.OTHER} == set(WritePath)


@pytest.mark.parametrize(
    ("case", "text"), TRIED, ids=[f"{case.route}-{text}" for case, text in TRIED]
)
def test_a_stop_is_shown_counted_and_reported_by_one_tap(world, case, text):
    route = next(one for one in routes() if one.name == case.route)
    client, address = world.visit(case.who), world.path(route)
    rows = StoppedText.objects.within(world.municipality).filter(kind="phone")
    with transaction.atomic():
        answer = client.post(address, case.fields(world, text))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert f"<mark>{TELLS}</mark>" in page
        assert "ett telefonnummer" in page
        assert "data-use" in page
        count = StopCount.objects.within(world.municipality).get()
        assert (count.path, count.kind, count.stops) == (paths()[case.route], "phone", 1)
        assert not rows.exists()
        # the tap, as a browser without scripts sends it: with the whole form
        [token] = re.findall(f'name="{WRONG}"\\s+value="([^"]+)"', page)
        again = client.post(address, {**case.fields(world, text), WRONG: unescape(token)})
        row = rows.get()
        assert (row.path, row.field, row.stopped) == (paths()[case.route], text, TELLS)
        assert again.status_code == 422
        back = again.content.decode()
        assert back.count(TELLS) >= 2  # in the field, and where it is marked
        assert f'name="{WRONG}"' not in back
        transaction.set_rollback(True)
