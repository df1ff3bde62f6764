"""What this room's routes point at in the access matrix."""

from datetime import date

from samsyn.domain.observations.actions.reporting import report_nothing
from samsyn.domain.observations.actions.reviewing import pass_on
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import Export
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.tenancy import Scope
from tests import factories
from tests.web.access.world import POLICE, World, stands


def scope_of(world: World, who: str) -> Scope:
    return factories.scope_of(world.people[who], world.municipality)


@stands("report_one", "reported")
def shared(world: World) -> dict[str, object]:
    """A reporter's report that has entered the shared picture."""
    by = scope_of(world, Role.REPORTER.value)
    return {"uid": factories.observation(by, ReportState.PASSED_ON).uid}


@stands(
    "report_edit",
    "report_withdraw",
    "report_pass_on",
    "report_return",
    "review_one",
    "report_correct",
    "report_link",
    "report_unlink",
)
def waiting(world: World) -> dict[str, object]:
    """A reporter's report that waits for review."""
    return {"uid": factories.observation(scope_of(world, Role.REPORTER.value)).uid}


@stands("report_pass_now", "report_take_back")
def passing(world: World) -> dict[str, object]:
    """A reporter's report that is on its way into the shared picture."""
    row = factories.observation(scope_of(world, Role.REPORTER.value))
    by = factories.system_scope_of(world.municipality)
    return {"uid": pass_on(by=by, row=row, version=row.version, soon=True).uid}


@stands("report_recall")
def let_in(world: World) -> dict[str, object]:
    """A reporter's report that stands in the shared picture."""
    by = scope_of(world, Role.REPORTER.value)
    return {"uid": factories.observation(by, ReportState.PASSED_ON).uid}


@stands("report_undo")
def just_sent(world: World) -> dict[str, object]:
    """A report that its reporter may still undo."""
    return {"uid": factories.observation(scope_of(world, Role.REPORTER.value)).uid}


@stands("report_release")
def held(world: World) -> dict[str, object]:
    """The police's report, whose text only they may release."""
    return {"uid": factories.observation(scope_of(world, POLICE), ReportState.PASSED_ON).uid}


@stands("undo_nothing")
def nothing(world: World) -> dict[str, object]:
    made = report_nothing(
        by=scope_of(world, Role.REPORTER.value),
        organisation=world.office,
        period_from=date(2026, 1, 1),
        period_to=date(2026, 1, 14),
    )
    return {"uid": made.uid}


@stands("export_approve", "export_refuse", "export_fetch")
def export(world: World) -> dict[str, object]:
    made = Export.objects.within(world.municipality).create(
        municipality=world.municipality,
        asked_by=factories.user(),
        reports=501,
        purpose="Till årsredovisningen",
    )
    return {"uid": made.uid}


@stands("reports_file")
def file(world: World) -> dict[str, object]:
    return {"kind": "csv"}
