"""Beginning a picture, and being told of the one that is there already."""

import pytest
from django.urls import reverse

from samsyn.domain.organisations.enums import Role
from samsyn.domain.situations.models import SituationPicture
from tests import factories
from tests.factories import pictures as made

pytestmark = pytest.mark.django_db
OCTOBER = made.OCTOBER
DAYS = {"which": "other", "first": OCTOBER.first, "last": OCTOBER.last}


@pytest.fixture
def where():
    return factories.municipality()


def enter(client, where, role):
    client.force_login(factories.member(where, role))


def begin(client, where, **changed):
    return client.post(reverse("picture_new", args=[where.code]), {**DAYS, **changed})


def test_a_second_draft_of_the_same_days_is_refused_with_the_way_to_the_first(client, where):
    there = made.draft(where)
    enter(client, where, Role.COORDINATOR)
    answer = begin(client, where, title="Egen rubrik")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert reverse("picture", args=[where.code, there.uid]) in page
    assert "Egen rubrik" in page
    assert SituationPicture.objects.within(where).get() == there


def test_days_in_the_wrong_order_point_at_no_picture(client, where):
    made.draft(where)
    enter(client, where, Role.COORDINATOR)
    answer = begin(client, where, first=OCTOBER.last, last=OCTOBER.first)
    assert answer.status_code == 422
    assert "Fortsätt på" not in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "told"),
    [(Role.COORDINATOR, True), (Role.CONTACT, True), (Role.READER, False), (Role.REPORTER, False)],
)
def test_an_unfinished_picture_waits_for_those_who_judge(client, where, role, told):
    picture = made.draft(where)
    enter(client, where, role)
    page = client.get(reverse("start", args=[where.code])).content.decode()
    assert (reverse("picture", args=[where.code, picture.uid]) in page) is told


def test_a_settled_picture_waits_for_nobody(client, where):
    made.settled(where)
    enter(client, where, Role.COORDINATOR)
    page = client.get(reverse("start", args=[where.code])).content.decode()
    assert "Utkast" not in page
