"""Who may give whom what: each line of the reviewed file, tried for real."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.domain.organisations import giving
from tests.domain.organisations.giving import RECEIVERS, Town, build, cases, outcome

pytestmark = pytest.mark.django_db
EXPECTED = giving.read()


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker) -> Iterator[Town]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def test_the_file_has_every_case():
    assert set(EXPECTED) == {(*case, receiver) for case in cases() for receiver in RECEIVERS}


@pytest.mark.parametrize(("giver", "change", "role"), cases())
def test_gives_what_the_file_says(town, giver, change, role):
    found = {one: outcome(town, giver, change, role, one) for one in RECEIVERS}
    assert found == {one: EXPECTED[giver, change, role, one] for one in RECEIVERS}
