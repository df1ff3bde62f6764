"""What is tried in the access matrix's world, which stands while a module's tests run."""

import pytest
from django.urls import reverse

from samsyn.domain.organisations.enums import Role
from samsyn.domain.stops.enums import WritePath
from samsyn.domain.stops.models import StoppedText, VerdictCount
from samsyn.web.stopping import WRONG
from tests.web.access.world import routes

pytestmark = pytest.mark.django_db


def test_a_cell_is_counted_once_and_keeps_no_text(world):
    client, where = world.visit(Role.COORDINATOR.value), world.municipality
    uid = world.object_of("guard_wrong_cell")["uid"]
    url = reverse("guard_wrong_cell", args=[where.code, uid])
    before = StoppedText.objects.within(where).count()
    for _ in range(2):
        assert client.post(url).status_code == 302
    count = VerdictCount.objects.within(where).get(path=WritePath.FILE)
    assert (count.kind, count.reported) == ("name", 1)
    assert StoppedText.objects.within(where).count() == before


def test_a_form_outside_every_municipality_knows_no_stops(world):
    route = next(one for one in routes() if one.name == "invitation")
    answer = world.visit("anonymous").post(world.path(route), {WRONG: "x"})
    assert answer.status_code in (200, 422)
