"""The page of the guard's words: who added each, until when, and one button that ends it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.models import GuardWord
from samsyn.foundation import clock
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def to(where):
    return lambda route, *args: reverse(route, args=[where.code, *args])


@pytest.fixture(autouse=True)
def _inside(client, where):
    who = factories.member(where, Role.DATA_PROTECTION_OFFICER)
    client.force_login(who)


def rows_of(answer):
    return answer.content.decode().count('scope="row"')


def test_a_word_is_added_shown_and_ended(client, to, where):
    until = (clock.today() + timedelta(days=9)).isoformat()
    data = {"word": "rävlyan", "listed": "stop", "why": "Pekar ut en familj.", "valid_to": until}
    assert client.post(to("guard_word_new"), data).status_code == 302
    row = GuardWord.objects.within(where).get()
    page = client.get(to("guard_words"))
    assert rows_of(page) == 1
    assert row.added_by.name in page.content.decode()
    assert client.post(to("guard_word_end", row.uid)).status_code == 302
    page = client.get(to("guard_words"))
    assert rows_of(page) == 0
    assert 'data-state="ended"' in page.content.decode()


def test_an_expired_word_is_shown_as_such(client, to, where):
    row = factories.guard_word(where)
    GuardWord.objects.within(where).update(valid_to=clock.today() - timedelta(days=1))
    page = client.get(to("guard_words")).content.decode()
    assert 'data-state="expired"' in page
    assert row.word in page


def test_what_cannot_be_listed_is_said_and_stays(client, to, where):
    data = {"word": "Anna Lindh", "listed": "allow", "why": "Fel.", "valid_to": "2001-01-01"}
    answer = client.post(to("guard_word_new"), data)
    assert answer.status_code == 422
    assert "Anna Lindh" in answer.content.decode()
    assert not GuardWord.objects.within(where).exists()
