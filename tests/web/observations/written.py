"""The forms of this room that take somebody's words."""

from samsyn.domain.organisations.enums import Role
from samsyn.web.observations.count_form import CountForm
from samsyn.web.observations.export import Wish
from samsyn.web.observations.forms import ReportForm, ReturnForm
from samsyn.web.observations.review_forms import CorrectForm, ManyForm, RecallForm
from tests import factories
from tests.web.stops.paths import TODAY, Case


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


def corrected(world):
    category = factories.category(world.municipality).pk
    return {"category": category, "where": "", "visibility": "group", "version": 1}


def chosen(world):
    """Two that wait, to be returned with the same words."""
    by = factories.scope_of(world.people[Role.REPORTER.value], world.municipality)
    rows = [factories.observation(by) for _ in range(2)]
    return {"act": "return", "reports": [f"{row.uid}:{row.version}" for row in rows]}


TEXTS = ("description", "place_note", "oral_reporter", "action_taken")
CASES = (
    Case("report", ReportForm, TEXTS, reported, Role.REPORTER.value),
    Case("report_edit", ReportForm, TEXTS, reported, Role.REPORTER.value),
    Case("report_return", ReturnForm, ("note",), lambda _: {"version": 1}),
    Case("report_correct", CorrectForm, ("description", "place_note"), corrected),
    Case("report_recall", RecallForm, ("note",), lambda _: {"version": 2, "mend": "gone"}),
    Case("review_many", ManyForm, ("note",), chosen),
    Case("report_count", CountForm, ("source_name",), counted),
    Case("export_new", Wish, ("purpose",), lambda _: {"kind": "csv", "reviewed": "on"}),
)
