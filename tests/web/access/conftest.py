"""One world for the whole matrix, inside one transaction; each test is a savepoint in it."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.web.access.world import World, build_world, make_objects


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = build_world()
        make_objects(made)
        yield made
        transaction.set_rollback(True)
