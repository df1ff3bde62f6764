"""A count that an organisation delivers, with real requests."""

import pytest
from django.urls import reverse

from samsyn.domain.observations.models import CountRecord
from samsyn.domain.organisations.enums import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("value", "unit", "taken"),
    [
        ("1.5", "antal", False),
        ("2", "antal", True),
        ("2.00", "antal", True),
        ("1.5", "kronor", True),
    ],
)
def test_only_money_is_counted_in_parts(client, value, unit, taken):
    where = factories.municipality()
    who = factories.member(where, Role.COORDINATOR)
    client.force_login(who)
    data = {
        "organisation": next(iter(factories.scope_of(who, where).organisations)),
        "category": factories.category(where).pk,
        "source_name": "larmlistan",
        "period_from": "2026-01-01",
        "period_to": "2026-01-31",
        "value": value,
        "unit": unit,
    }
    answer = client.post(reverse("report_count", args=[where.code]), data)
    assert CountRecord.objects.within(where).exists() is taken
    assert (answer.status_code == 302) is taken
    if not taken:
        assert list(answer.context["form"].errors) == ["value"]
        assert "utan decimaler" in answer.content.decode()
