"""Every list page asks the database as often with one of each thing as with three."""

from collections import Counter

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from samsyn.foundation.refusals import Refusal
from tests.web.access.matrix import read
from tests.web.access.world import VISITORS, makers, routes

pytestmark = pytest.mark.django_db
ADDED = 2
LISTS = [route for route in routes() if not route.parameters]


@pytest.fixture(scope="module")
def asked(world):
    """By route: the statements of its page with one of each thing, and with three."""
    pages = [(route, who) for route in LISTS if (who := _reader(route.name))]
    with transaction.atomic():
        once = {route.name: _statements(world, route, who) for route, who in pages}
        for _ in range(ADDED):
            made = [make for make in makers() if _make_another(world, make)]
            assert len(made) > len(makers()) / 2
        more = {route.name: _statements(world, route, who) for route, who in pages}
        transaction.set_rollback(True)
    return {name: (once[name], more[name]) for name in once}


def _reader(route):
    """Somebody who gets the page, the coordinator first."""
    answers = read().get((route, "GET"), {})
    return next((who for who in ("coordinator", *VISITORS) if answers.get(who) == 200), None)


def _make_another(world, make):
    """Whether there may be one more of the thing."""
    try:
        with transaction.atomic():
            make(world)
    except (DatabaseError, Refusal):
        return False
    return True


def _statements(world, route, who):
    client, path = world.visit(who), world.path(route)
    client.get(path)  # what is kept from the first time, is
    with CaptureQueriesContext(connection) as said, transaction.atomic():
        client.get(path)
        transaction.set_rollback(True)
    return Counter(one["sql"].partition(" WHERE ")[0] for one in said)


@pytest.mark.parametrize("route", LISTS, ids=lambda route: route.name)
def test_a_page_asks_the_same_with_more_rows(asked, route):
    once, more = asked.get(route.name, (Counter(), Counter()))
    assert more.total() <= once.total(), dict(more - once)
