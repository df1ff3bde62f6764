"""``--as`` and the log: who runs a command is said, and it opens no more than it may."""

import os
import pwd
from datetime import timedelta

import pytest
from django.utils import timezone

from samsyn.cli.commands import main
from samsyn.domain.audit.models import Entry
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.organisations.enums import OrganisationKind, Role
from tests import factories

pytestmark = pytest.mark.django_db
SECRET = "Spaning mot porten"
OS_USER = pwd.getpwuid(os.getuid()).pw_name


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def police(where):
    return factories.organisation(where, OrganisationKind.POLICE, name="Polisen")


@pytest.fixture
def held(where, police):
    """A report of the police whose words they hold."""
    scope = factories.scope_as(Role.REVIEWER, where, at=police)
    return factories.observation(scope, ReportState.PASSED_ON, description=SECRET)


def entries(act):
    return list(Entry.rows.filter(act=act).order_by("pk"))


def test_each_command_is_an_entry(samsyn, where):
    assert samsyn("counts").code == 0
    [entry] = entries("access.command_run")
    assert entry.actor == "system"
    assert entry.values == {"channel": "kommandorad", "os_user": OS_USER, "command": "counts"}


def test_the_environment_does_not_say_who_runs_it(samsyn, where, monkeypatch):
    monkeypatch.setenv("LOGNAME", "nobody-at-all")
    monkeypatch.setenv("USER", "nobody-at-all")
    samsyn("counts")
    assert entries("access.command_run")[0].values["os_user"] == OS_USER


def test_who_is_named_is_told(samsyn, where):
    operator = factories.member(where, Role.OPERATOR)
    assert samsyn("counts", "--as", operator.email).code == 0
    letter = OutgoingMail.rows.get()
    assert letter.recipient == operator.email
    assert "counts" in letter.body and OS_USER in letter.body
    assert entries("access.command_run")[0].actor == str(operator.uid)


@pytest.mark.parametrize("roles", [(Role.REVIEWER, Role.CONTACT), (Role.COORDINATOR,)])
def test_held_text_is_not_opened_in_an_officers_name(samsyn, where, police, held, tmp_path, roles):
    officer = factories.member(where, *roles, at=police)
    file = tmp_path / "ut.csv"
    ran = samsyn("export", file, "--as", officer.email)
    assert ran.code == 1
    assert not file.exists()
    assert SECRET not in ran.out + ran.err


def test_an_officer_with_another_role_acts_in_that_alone(samsyn, where, police, held, tmp_path):
    officer = factories.member(where, Role.REVIEWER, at=police)
    factories.member(where, Role.ANALYST, who=officer)
    file = tmp_path / "ut.csv"
    assert samsyn("export", file, "--as", officer.email).code == 0
    assert SECRET not in file.read_text(encoding="utf-8-sig")


def test_the_system_does_not_open_held_text_either(samsyn, where, held, tmp_path):
    file = tmp_path / "ut.csv"
    samsyn("export", file)
    assert SECRET not in file.read_text(encoding="utf-8-sig")


def test_nobody_acts_as_the_one_who_reads_the_log(samsyn, where):
    officer = factories.member(where, Role.DATA_PROTECTION_OFFICER)
    assert samsyn("counts", "--as", officer.email).code == 1
    assert not OutgoingMail.rows.exists()


def test_each_refusal_is_an_entry(samsyn, where, tmp_path):
    reporter = factories.member(where, Role.REPORTER)
    assert samsyn("export", tmp_path / "ut.csv", "--as", reporter.email).code == 1
    assert samsyn("counts", "--as", "okand@example.org").code == 1
    refused = entries("access.refused")
    assert [one.values["path"] for one in refused] == ["./samsyn export", "./samsyn counts"]
    assert {one.values["os_user"] for one in refused} == {OS_USER}


def test_access_is_confirmed_on_the_command_line(samsyn, where, police):
    from samsyn.domain.organisations.actions.invitations import invite_person
    from samsyn.domain.organisations.models import Membership

    by = factories.scope_as(Role.COORDINATOR, where)
    [request] = invite_person(
        by=by, email="ny@example.org", name="Ny", organisation=police, roles=[Role.CONTACT]
    ).requests
    assert str(request.uid) in samsyn("access", "list").out
    ran = samsyn("access", "confirm", request.uid)
    assert (ran.code, "inbjudan" in ran.out) == (0, False)
    assert Membership.objects.within(where).filter(user__email="ny@example.org").exists()
    [entry] = entries("organisations.access_confirmed")
    assert entry.values["os_user"] == OS_USER


@pytest.mark.parametrize("answer", ["confirm", "refuse", "notice"])
def test_a_number_that_is_none_is_said(samsyn, where, answer):
    assert "access list" in samsyn("access", answer, "x").err


@pytest.mark.parametrize("command", ["status", "incident", "letters"])
def test_a_command_of_the_whole_installation_is_an_entry_of_it(samsyn, where, command):
    samsyn(command)
    [entry] = entries("access.command_run")
    assert (entry.chain, entry.values["command"]) == ("installation", command)
    assert entry.values["os_user"] == OS_USER


def test_a_confirmation_that_comes_too_soon_is_an_entry(samsyn, where, police):
    from samsyn.domain.organisations.actions.invitations import invite_person

    where.created_at = timezone.now() - timedelta(days=400)
    where.save()
    by = factories.scope_as(Role.COORDINATOR, where)
    [request] = invite_person(
        by=by, email="ny@example.org", name="Ny", organisation=police, roles=[Role.CONTACT]
    ).requests
    assert samsyn("access", "confirm", request.uid).code == 1
    [entry] = entries("access.refused")
    assert entry.values["path"] == "./samsyn access"


@pytest.mark.parametrize("stop", [BrokenPipeError, KeyboardInterrupt])
def test_what_was_read_till_the_reader_left_is_an_entry(where, tmp_path, monkeypatch, stop):
    def cut_off(argv):
        raise stop

    monkeypatch.setattr("samsyn.cli.incident.main", cut_off)
    with (tmp_path / "out").open("w") as out:
        monkeypatch.setattr("sys.stdout", out)
        assert main(["incident"]) in (130, 141)
    assert [one.values["command"] for one in entries("access.command_run")] == ["incident"]


def test_a_user_without_a_name_is_known_by_the_number(samsyn, where, monkeypatch):
    def nobody(number):
        raise KeyError(number)

    monkeypatch.setattr("pwd.getpwuid", nobody)
    assert samsyn("counts").code == 0
    assert entries("access.command_run")[0].values["os_user"] == str(os.getuid())


@pytest.mark.parametrize("words", [[], ["--rebuild"]])
def test_the_counts_are_the_operators(samsyn, where, words):
    reporter = factories.member(where, Role.REPORTER)
    assert samsyn("counts", *words, "--as", reporter.email).code == 1
    operator = factories.member(where, Role.OPERATOR)
    assert samsyn("counts", *words, "--as", operator.email).code == 0
