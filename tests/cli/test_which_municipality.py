"""Two municipalities in one installation: a command says in which it acts, or is refused with
the choices; and a person with one address in both acts where it was said."""

import pytest

from samsyn.cli.commands import COMMANDS
from samsyn.domain.audit.models import Entry
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.organisations.rules import system_scope
from tests import factories

pytestmark = pytest.mark.django_db
HERE, THERE = "1982 Fagersta", "9902 Annanby"
DAYS = ("--from", "2026-03-01", "--to", "2026-03-31")


@pytest.fixture
def places():
    return factories.municipality(), factories.municipality("9902", "Annanby")


@pytest.fixture
def asked(tmp_path):
    """Each command that acts in one municipality, with what it has to be given."""
    file = tmp_path / "in.csv"
    file.write_text("Datum\n2026-03-01\n", encoding="utf-8")
    given = {
        "access": ("list",),
        "layer": (file, "--edition", "2026", "--valid-from", "2026-01-01"),
        "background": (file,),
        "import": (file, "--source", "Lista", "--dry-run"),
        "picture": (*DAYS, "--pdf", tmp_path / "ut.pdf"),
        "export": (tmp_path / "ut.csv",),
        "counts": (),
        "guard": ("figures",),
    }
    return lambda name: (name, *given[name])


# what is of the whole installation, or founds a municipality, or keeps nothing of one
OF_ALL = {
    *("demo", "serve", "test", "migrate", "municipality", "status", "incident", "letters"),
    *("backup", "verify", "restore", "bench"),
}
OF_ONE = sorted(set(COMMANDS) - OF_ALL)


@pytest.mark.parametrize("name", OF_ONE)
def test_it_is_refused_with_the_choices(samsyn, asked, places, tmp_path, name):
    ran = samsyn(*asked(name))
    assert (ran.code, ran.out) == (1, "")
    assert HERE in ran.err and THERE in ran.err and "--municipality" in ran.err
    chains = {one.chain for one in Entry.rows.filter(act="access.command_run")}
    assert chains == ({"installation"} if COMMANDS[name].django else set())
    assert not list(tmp_path.glob("ut.*"))


@pytest.mark.parametrize("name", OF_ONE)
def test_one_that_is_not_there_is_refused_with_the_choices(samsyn, asked, places, name):
    ran = samsyn(*asked(name), "--municipality", "1234")
    assert (ran.code, ran.out) == (1, "")
    assert "1234" in ran.err and HERE in ran.err and THERE in ran.err


@pytest.mark.parametrize("code", ["1982", "9902"])
def test_it_acts_where_it_was_said(samsyn, places, tmp_path, code):
    for one in places:
        scope, at = system_scope(one), factories.organisation(one)
        factories.observation(
            scope, ReportState.PASSED_ON, organisation_id=at.pk, description=f"I {one.name}"
        )
    file = tmp_path / "ut.csv"
    assert samsyn("export", file, "--municipality", code).code == 0
    told = file.read_text(encoding="utf-8-sig")
    assert [f"I {one.name}" in told for one in places] == [one.code == code for one in places]
    [entry] = Entry.rows.filter(act="access.command_run")
    assert entry.chain == str(next(one.uid for one in places if one.code == code))
    assert Observation.rows.count() == 2


def test_an_address_with_roles_in_both_is_asked_which(samsyn, places):
    who = factories.member(places[0], Role.OPERATOR)
    factories.member(places[1], Role.OPERATOR, who=who)
    factories.municipality("9903", "Tredjeby")
    ran = samsyn("counts", "--as", who.email)
    assert ran.code == 1
    assert HERE in ran.err and THERE in ran.err and "Tredjeby" not in ran.err
    assert samsyn("counts", "--as", f" {who.email.upper()}", "--municipality", "9902").code == 0


def test_an_address_with_no_role_there_is_told_where_it_has_one(samsyn, places):
    who = factories.member(places[1], Role.OPERATOR)
    ran = samsyn("counts", "--as", who.email, "--municipality", "1982")
    assert ran.code == 1 and THERE in ran.err
    assert samsyn("counts", "--as", "ingen@example.org", "--municipality", "1982").code == 1


@pytest.mark.parametrize("answer", ["confirm", "refuse", "notice"])
def test_a_request_is_answered_in_its_own_municipality_alone(samsyn, places, answer):
    from samsyn.domain.organisations.actions.invitations import invite_person
    from samsyn.domain.organisations.enums import RequestState

    police = factories.organisation(places[0], OrganisationKind.POLICE, name="Polisen")
    by = factories.scope_as(Role.COORDINATOR, places[0])
    [request] = invite_person(
        by=by, email="ny@example.org", name="Ny", organisation=police, roles=[Role.CONTACT]
    ).requests
    for words in ((), ("--municipality", "9902")):
        assert samsyn("access", answer, request.uid, *words).code == 1
        request.refresh_from_db()
        assert (request.state, request.noticed_at) == (RequestState.AWAITED, request.noticed_at)
