"""Questions whose SQL is made once."""

from datetime import date

import pytest
from django.db.models import BigIntegerField, DateField, Q

from samsyn.domain.organisations.models import Organisation
from samsyn.foundation.compiled import Compiled, Given
from samsyn.foundation.scoping import UnscopedQueryError
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    day = Given("day", DateField())
    return Compiled(
        lambda: (
            Organisation.rows.filter(
                Q(valid_to__isnull=True) | Q(valid_to__gte=day),
                municipality=Given("where", BigIntegerField()),
                kind="police",
            )
            .order_by("name")
            .values_list("name", "uid", "reports", "created_at", "valid_from")
        )
    )


@pytest.fixture
def police():
    where = factories.municipality()
    return [
        factories.organisation(where, "police", name="A", valid_to=date(2026, 6, 30)),
        factories.organisation(where, "police", name="B", reports=False),
        factories.organisation(where, "department", name="C"),
        factories.organisation(factories.municipality("1904", "Skinnskatteberg"), "police"),
    ]


def asked(question, police, day):
    return question.rows(where=police[0].municipality_id, day=day)


def test_answers_with_values_as_the_queryset_does(question, police):
    first, second = asked(question, police, date(2026, 6, 30))
    for row, one in zip((first, second), police, strict=False):
        assert row == (one.name, one.uid, one.reports, one.created_at, one.valid_from)


def test_each_time_for_what_is_given_then(question, police):
    days = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 6, 30)]
    names = [[row[0] for row in asked(question, police, day)] for day in days]
    assert names == [["A", "B"], ["B"], ["A", "B"]]


def test_makes_its_queryset_once(police):
    made = []

    def make():
        made.append(1)
        return Organisation.rows.filter(pk=Given("key", BigIntegerField())).values_list("name")

    question = Compiled(make)
    assert [question.rows(key=one.pk) for one in police[:2]] == [[("A",)], [("B",)]]
    assert made == [1]


def test_rows_of_a_municipality_are_not_read_without_saying_whose():
    unsaid = Compiled(lambda: Organisation.objects.values_list("name"))
    with pytest.raises(UnscopedQueryError):
        unsaid.rows()
    said = Compiled(
        lambda: Organisation.objects.within(Given("where", BigIntegerField())).values_list("name")
    )
    assert said.rows(where=0) == []


def test_a_value_that_is_not_given_is_missed(question):
    with pytest.raises(KeyError, match="day"):
        question.rows(where=1)
