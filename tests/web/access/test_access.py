"""Every route × method × visitor, asked in truth, answers as the reviewed file says (T01)."""

import pytest
from django.db import connection, transaction

from samsyn.domain.organisations.enums import Role
from tests.trust.sizes import RELEASE
from tests.web.access.matrix import ask, read, ruled, wanted
from tests.web.access.world import OFFICER, VISITORS, load_rooms, registered, routes

pytestmark = pytest.mark.django_db
EXPECTED = read()
# who is let in is decided before the engine is asked for more: on PostgreSQL two are enough
ASKING = VISITORS if RELEASE or connection.vendor == "sqlite" else (Role.COORDINATOR, OFFICER)


@pytest.mark.parametrize(
    ("route", "method"), [pytest.param(*one, id=f"{one[0].name}-{one[1]}") for one in wanted()]
)
def test_answers_as_reviewed(world, route, method):
    expected = EXPECTED.get((route.name, method))
    assert expected, (
        f"{route.name} {method} is not in access.csv: python -m tests.web.access.propose"
    )
    answers = {}
    for who in ASKING:
        with transaction.atomic():
            answers[who] = ask(world, route, method, who)
            transaction.set_rollback(True)
    wrong = {
        who: f"{expected[who]} expected, {answers[who]} given"
        for who in ASKING
        if answers[who] != expected[who]
    }
    assert not wrong, f"{route.name} {method}: {wrong}"


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
def test_a_forged_form_is_refused(world, route):
    client = world.visit("coordinator", enforce_csrf_checks=True)
    assert client.post(world.path(route)).status_code == 403


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
def test_every_route_has_a_rule(route):
    assert route.rule is not None, f"{route.name} has no rule: it answers 403 to everybody"


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
def test_every_object_route_has_a_standing_object(route):
    load_rooms()
    if route.parameters:
        assert route.name in registered(), f"add {route.name} to tests/web/<room>/standing.py"


def test_names_are_unique():
    names = [route.name for route in routes()]
    assert len(names) == len(set(names))


def test_the_file_lists_nothing_that_is_gone():
    assert set(EXPECTED) <= {(route.name, method) for route, method in wanted()}


@pytest.mark.parametrize(("route", "method"), wanted(), ids=lambda one: getattr(one, "name", one))
def test_the_reviewed_file_never_opens_what_the_rule_shuts(route, method):
    expected = EXPECTED.get((route.name, method), {})
    opened = {
        who: status
        for who, status in expected.items()
        if ruled(route, who) not in (None, status) and status != 405
    }
    assert not opened
