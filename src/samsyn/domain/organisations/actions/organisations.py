"""Organisations: they come, change their names, and go."""

from dataclasses import dataclass
from datetime import date

from samsyn.domain.audit.actions import keep_revision, record
from samsyn.domain.organisations import reference
from samsyn.domain.organisations.actions.requests import settled, tell_of_new
from samsyn.domain.organisations.enums import AccessChange, Act, OrganisationKind
from samsyn.domain.organisations.models import AccessRequest, Membership, Organisation
from samsyn.domain.organisations.queries import name_is_taken
from samsyn.domain.organisations.queries.guard_words import own_words
from samsyn.domain.organisations.rules import (
    check_kind_stays,
    check_may_close,
    check_period,
)
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action, check_version, locked
from samsyn.domain.privacy.rules import check_label
from samsyn.foundation import clock
from samsyn.foundation.refusals import Mistaken
from samsyn.foundation.rows import check_fits

CHANGED = "Någon annan har ändrat %s under tiden. Det du skrev står kvar; jämför och spara igen."


@dataclass(frozen=True)
class _Words:
    """What an organisation is called."""

    name: str
    short_name: str


@action()
def create_organisation(
    *,
    by: Scope,
    name: str,
    short_name: str,
    kind: OrganisationKind,
    reports: bool = True,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Organisation:
    """Add an organisation, valid from today where no day is given."""
    by.check(Act.ADMINISTER)
    words = _check_names(by, name, short_name)
    start = valid_from or clock.today()
    check_period(start, valid_to)
    row = Organisation.objects.visible_to(by).create(
        municipality_id=by.municipality_id,
        name=words.name,
        short_name=words.short_name,
        kind=kind,
        reports=reports,
        valid_from=start,
        valid_to=valid_to,
    )
    reference.moved(by.municipality_id)
    record(by, "organisations.organisation_added", row, plain={"kind": kind.value})
    tell_of_new(by, row)
    return row


@action()
def edit_organisation(
    *,
    by: Scope,
    organisation: Organisation,
    version: int,
    name: str,
    short_name: str,
    kind: OrganisationKind,
    reports: bool,
) -> Organisation:
    """Change what an organisation is called and is; what it was is kept as a revision."""
    by.check(Act.ADMINISTER)
    row = locked(by, organisation)
    check_version(row, version, CHANGED % row.name)
    people = Membership.objects.visible_to(by).filter(organisation=row, ended_at__isnull=True)
    check_kind_stays(row, kind, has_people=people.exists())
    words = _check_names(by, name, short_name, but=row)
    before = {
        "name": row.name,
        "short_name": row.short_name,
        "kind": row.kind,
        "reports": row.reports,
    }
    keep_revision(by, row, row.version, before)
    row.name, row.short_name, row.kind, row.reports = words.name, words.short_name, kind, reports
    row.version += 1
    row.save(update_fields=["name", "short_name", "kind", "reports", "version"])
    reference.moved(by.municipality_id)
    record(by, "organisations.organisation_edited", row, plain={"version": row.version})
    return row


@action()
def close_organisation(
    *, by: Scope, organisation: Organisation, last_day: date
) -> Organisation | AccessRequest:
    """Let an organisation end; the rights of its people end with it.

    Of an authority with people here, one of them confirms it, and where the last one goes who
    keeps watch, that person: then a request comes back.
    """
    by.check(Act.ADMINISTER)
    check_may_close(organisation, last_day)
    request = AccessRequest(
        municipality_id=by.municipality_id,
        change=AccessChange.CLOSE_ORGANISATION,
        organisation=organisation,
        valid_to=last_day,
    )
    return settled(by, request, Organisation)


def _check_names(by: Scope, name: str, short_name: str, but: Organisation | None = None) -> _Words:
    words = _Words(name.strip(), short_name.strip() or name.strip()[:40])
    if not words.name:
        raise Mistaken("Skriv verksamhetens namn.", "name")
    check_fits(Organisation, **vars(words))
    for field, text in vars(words).items():
        check_label(field, text, own_words(by))
    if name_is_taken(Organisation.objects.visible_to(by), words.name, but):
        raise Mistaken(f"Det finns redan en verksamhet som heter {words.name}.", "name")
    return words
