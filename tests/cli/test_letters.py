"""``./samsyn letters``: how the outbox stands, and sending one again."""

from uuid import uuid4

import pytest
from django_tasks_db.models import DBTaskResult

from samsyn.domain.notices.actions import post
from samsyn.domain.notices.enums import LetterState
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.organisations.enums import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    scope = factories.scope_as(Role.COORDINATOR)
    post(scope, key="invitation:7", recipient="kim@example.org", subject="Hej", body="Hemligt")
    found = OutgoingMail.objects.visible_to(scope).get()
    found.state = LetterState.UNSURE
    found.save(update_fields=["state"])
    return found


def test_what_may_not_have_come_is_listed_without_whom_it_was_for(samsyn, letter):
    ran = samsyn("letters")
    assert (ran.code, ran.err) == (0, "")
    assert f"{letter.uid}" in ran.out and "invitation" in ran.out and "osäkert" in ran.out
    assert f"  {letter.municipality.code}  " in ran.out
    assert "example.org" not in ran.out and "Hemligt" not in ran.out


def test_it_is_sent_again(samsyn, letter):
    before = DBTaskResult.objects.count()
    assert samsyn("letters", "--again", letter.uid).code == 0
    letter.refresh_from_db()
    assert letter.state == LetterState.WAITING
    assert DBTaskResult.objects.count() == before + 1
    again = samsyn("letters", "--again", letter.uid)
    assert again.code == 1 and "väntar" in again.err


def test_one_that_is_not_there_is_refused(samsyn):
    ran = samsyn("letters", "--again", uuid4())
    assert ran.code == 1 and "inget sådant brev" in ran.err


def test_one_that_is_no_letter_is_refused(samsyn, capsys):
    with pytest.raises(SystemExit):
        samsyn("letters", "--again", "sju")
    assert "inget brev" in capsys.readouterr().err
