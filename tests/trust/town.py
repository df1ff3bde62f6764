"""What the isolation machine believes of two towns: plain data, and who may read what.

Nothing here asks the product; the words are those of ``domain.md`` §4 and §10.
"""

from dataclasses import dataclass, field

from samsyn.domain.observations.enums import ReportState, Visibility
from samsyn.domain.organisations.enums import Role

REPORTS = {Role.REPORTER, Role.CONTACT, Role.REVIEWER, Role.COORDINATOR}
READS_OWN_ORGANISATION = {Role.CONTACT, Role.REVIEWER, Role.COORDINATOR, Role.ANALYST}
READS_SHARED = {Role.CONTACT, Role.COORDINATOR, Role.ANALYST}
REVIEWS = {Role.REVIEWER, Role.COORDINATOR}
SHARED = {Visibility.GROUP, Visibility.COUNCIL}


@dataclass(frozen=True)
class Office:
    """An organisation of a town; the police's texts are theirs."""

    key: int
    town: str
    kind: str


@dataclass
class Person:
    """A user and the roles held now, as (office, role)."""

    key: int
    held: set[tuple[Office, Role]] = field(default_factory=set)

    def roles_in(self, town: str) -> set[Role]:
        return {role for office, role in self.held if office.town == town}


@dataclass
class Believed:
    """A report as it should stand."""

    key: int
    office: Office
    author: int
    visibility: Visibility
    state: ReportState = ReportState.SUBMITTED
    version: int = 1
    police: bool = False
    held: bool = False
    judged: set[int] = field(default_factory=set)


def reads(person: Person, town: str, one: Believed) -> bool:
    """Whether a report is there for a person who looks at a town."""
    if one.office.town != town:
        return False
    roles = person.roles_in(town)
    if roles & REPORTS and one.author == person.key:
        return True
    if any(office == one.office and role in READS_OWN_ORGANISATION for office, role in person.held):
        return True
    shared = one.visibility in SHARED
    if one.state is ReportState.PASSED_ON and shared and roles & READS_SHARED:
        return True
    waits = one.state in (ReportState.SUBMITTED, ReportState.PASSING, ReportState.RETURNED)
    judges = shared and not one.police and reviews_for_town(person, town)
    return judges and (waits or person.key in one.judged)


def reviews_for_town(person: Person, town: str) -> bool:
    """Whether somebody reviews for the whole town, from one of its own departments."""
    return any(
        office.town == town and office.kind == "department" and role in REVIEWS
        for office, role in person.held
    )


def reads_text(person: Person, town: str, one: Believed) -> bool:
    """Police text stays with those who act for the police until it is released."""
    own = any(office == one.office for office, _ in person.held)
    return reads(person, town, one) and (own or not one.held)
