"""A small town whose every report carries words of its own, and who knocks on its doors.

``may_read`` and ``may_read_text`` say in plain terms, from ``domain.md`` and not from the
product's own rules, who is to see what.
"""

from dataclasses import dataclass
from datetime import time, timedelta
from itertools import product

from samsyn.domain.observations.actions.reporting import edit, report, withdraw
from samsyn.domain.observations.actions.reviewing import pass_on, return_to_reporter
from samsyn.domain.observations.enums import ReportKind, ReportState, Visibility
from samsyn.domain.observations.values.report import TEXTS, at_time
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.organisations.models import Municipality, Organisation, User
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.stops.actions import report_stop
from samsyn.domain.stops.enums import WritePath
from samsyn.domain.stops.rules import Stop
from samsyn.foundation import clock
from tests import factories

DEPARTMENT, POLICE, COMPANY = "department", "police", "company"
KINDS = {
    DEPARTMENT: OrganisationKind.DEPARTMENT,
    POLICE: OrganisationKind.POLICE,
    COMPANY: OrganisationKind.COMPANY,
}
SHARED = (Visibility.GROUP, Visibility.COUNCIL)
GROUP_READERS = {Role.CONTACT, Role.COORDINATOR, Role.ANALYST}
OWN_READERS = {*GROUP_READERS, Role.REVIEWER}
PICTURE_READERS = {*GROUP_READERS, Role.COUNCIL_MEMBER}


@dataclass(frozen=True)
class Visitor:
    """Who asks: a role in an organisation of the town, or everything in another town."""

    name: str
    at: str
    roles: frozenset[Role]
    user: User


@dataclass(frozen=True)
class Planted:
    """A report and the words that stand nowhere else."""

    uid: str
    at: str
    visibility: Visibility
    state: ReportState
    held: bool
    author: str
    words: dict[str, str]
    kind: ReportKind = ReportKind.EVENT


@dataclass(frozen=True)
class Stopped:
    """A text that was stopped and reported; ``uid`` is empty of what is not kept."""

    uid: str
    writer: str
    word: str


@dataclass
class Town:
    """Everything that was planted, and everybody who looks for it."""

    where: Municipality
    planted: list[Planted]
    visitors: list[Visitor]
    stopped: list[Stopped]
    picture: str = ""


def may_read(visitor: Visitor, one: Planted) -> bool:
    """Whether a report is there at all for a visitor."""
    if visitor.at == "elsewhere":
        return False
    if visitor.name == one.author:
        return True
    if visitor.at == one.at and visitor.roles & OWN_READERS:
        return True
    shared = one.visibility in SHARED
    if one.state is ReportState.PASSED_ON and shared and visitor.roles & GROUP_READERS:
        return True
    open_states = (ReportState.SUBMITTED, ReportState.PASSING, ReportState.RETURNED)
    waits = one.state in open_states and one.at != POLICE
    reviews = visitor.at == DEPARTMENT and visitor.roles & {Role.REVIEWER, Role.COORDINATOR}
    return bool(waits and shared and reviews)


def may_read_text(visitor: Visitor, one: Planted) -> bool:
    """Whether its words are: the police's stay theirs until released."""
    return may_read(visitor, one) and (not one.held or visitor.at == one.at)


def may_read_in_picture(visitor: Visitor, one: Planted) -> bool:
    """What is coming up is told in the group's picture where it was shared with the council."""
    told = one.kind is ReportKind.UPCOMING and one.state is ReportState.PASSED_ON and not one.held
    reads = visitor.at != "elsewhere" and bool(visitor.roles & PICTURE_READERS)
    return told and reads and one.visibility is Visibility.COUNCIL


def build() -> Town:
    """Plant a report in every state and visibility of every organisation."""
    where = factories.municipality()
    factories.category(where)
    offices = {at: factories.organisation(where, kind) for at, kind in KINDS.items()}
    visitors = list(_visitors(where, offices))
    town = Town(where, [], visitors, [])
    for at, visibility, state in product(KINDS, Visibility, ReportState):
        _plant(town, offices[at], Seed(at, visibility, state))
    for visibility in Visibility:
        for kind, release in (
            (ReportKind.EVENT, True),
            (ReportKind.UPCOMING, False),
            (ReportKind.UPCOMING, True),
        ):
            seed = Seed(POLICE, visibility, ReportState.PASSED_ON, kind, release)
            _plant(town, offices[POLICE], seed)
        seed = Seed(COMPANY, visibility, ReportState.PASSED_ON, ReportKind.UPCOMING)
        _plant(town, offices[COMPANY], seed)
    for at in KINDS:
        _stop(town, f"{at} reporter")
    return town


def _stop(town: Town, writer: str) -> None:
    """Let somebody report a stop of a text with a word of its own."""
    word = canary(990 + len(town.stopped), 0)
    spans = ((0, len(word), "name", "must_flag"),)
    stop = Stop(WritePath.REPORT, "description", f"{word} slog sönder en ruta.", spans, 0)
    row = report_stop(by=_scope(town, writer), stop=stop, days=14)
    town.stopped.append(Stopped(str(row.uid) if row else "", writer, word))


@dataclass(frozen=True)
class Seed:
    """What a report is to become."""

    at: str
    visibility: Visibility
    state: ReportState
    kind: ReportKind = ReportKind.EVENT
    release: bool = False


def _visitors(where: Municipality, offices: dict[str, Organisation]):
    for at, office in offices.items():
        for role in (Role.REPORTER, Role.CONTACT, Role.REVIEWER):
            yield _visitor(where, f"{at} {role.value}", at, office, role)
    rest = set(Role) - {Role.REPORTER, Role.CONTACT, Role.REVIEWER}
    for role in sorted(rest):
        yield _visitor(where, role.value, DEPARTMENT, offices[DEPARTMENT], role)
    yield _visitor(where, "colleague", DEPARTMENT, offices[DEPARTMENT], Role.REPORTER)
    there = factories.municipality("1904", "Skinnskatteberg")
    yield _visitor(there, "neighbour", "elsewhere", factories.organisation(there), *Role)


def _visitor(where, name, at, office, *roles) -> Visitor:
    return Visitor(name, at, frozenset(roles), factories.member(where, *roles, at=office))


def _plant(town: Town, office: Organisation, seed: Seed) -> None:
    n = len(town.planted)
    author = _scope(town, f"{seed.at} reporter")
    words = {name: canary(n, i) for i, name in enumerate(TEXTS)}
    day = clock.today() + timedelta(days=1 if seed.kind is ReportKind.UPCOMING else -1)
    new = factories.new_report(
        author,
        organisation_id=office.pk,
        visibility=seed.visibility,
        period=at_time(day, time(12)),
        kind=seed.kind,
        **words,
    )
    row = report(by=author, new=new)
    reviewer = _scope(town, f"{seed.at} reviewer")
    if seed.state in (ReportState.RETURNED, ReportState.PASSED_ON):
        words["note"] = canary(n, 9)
        return_to_reporter(by=reviewer, row=row, version=1, note=words["note"])
    if seed.state is ReportState.PASSED_ON:
        edit(by=author, row=row, new=new, version=2)
        pass_on(by=reviewer, row=row, version=3, release=seed.release)
    elif seed.state is ReportState.WITHDRAWN:
        withdraw(by=author, row=row, version=1)
    held = seed.at == POLICE and not seed.release
    name = f"{seed.at} reporter"
    town.planted.append(
        Planted(str(row.uid), seed.at, seed.visibility, seed.state, held, name, words, seed.kind)
    )


def _scope(town: Town, name: str) -> Scope:
    person = next(one for one in town.visitors if one.name == name)
    return factories.fresh(factories.scope_of(person.user, town.where))


def canary(n: int, field: int) -> str:
    """A word of small letters that no page, no name list and no other canary holds."""
    letters = "bdfghjklmn"
    return "zvx" + "".join(letters[int(digit)] for digit in f"{n:03d}{field}") + "zvx"
