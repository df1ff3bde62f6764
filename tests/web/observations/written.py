"""The forms of this room that take somebody's words."""

from samsyn.domain.organisations.enums import Role
from samsyn.web.observations.count_form import CountForm
from samsyn.web.observations.export import Wish
from samsyn.web.observations.forms import ReportForm, ReturnForm
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


TEXTS = ("description", "place_note", "oral_reporter", "action_taken")
CASES = (
    Case("report", ReportForm, TEXTS, reported, Role.REPORTER.value),
    Case("report_edit", ReportForm, TEXTS, reported, Role.REPORTER.value),
    Case("report_return", ReturnForm, ("note",), lambda _: {"version": 1}),
    Case("report_count", CountForm, ("source_name",), counted),
    Case("export_new", Wish, ("purpose",), lambda _: {"kind": "csv", "reviewed": "on"}),
)
