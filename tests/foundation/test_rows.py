"""Inserting what may be there already."""

import pytest
from django.db import IntegrityError, transaction

from samsyn.domain.audit.models import Salt
from samsyn.domain.observations.models import Receipt
from samsyn.foundation.rows import insert_if_new
from tests import factories

pytestmark = pytest.mark.django_db


def receipt(**fields):
    where = factories.municipality()
    values = {"key": "k" * 32, "body_digest": "d" * 64, "answer": "första"}
    return Receipt(**{"municipality": where, "user": factories.user(), **values, **fields})


def test_a_new_row_is_stored_with_all_its_values():
    made = receipt()
    assert insert_if_new(made)
    kept = Receipt.rows.get()
    assert [getattr(kept, name) for name in ("uid", "key", "answer", "user_id", "created_at")] == [
        getattr(made, name) for name in ("uid", "key", "answer", "user_id", "created_at")
    ]


def test_a_taken_key_leaves_the_row_as_it_was():
    first = receipt()
    insert_if_new(first)
    assert not insert_if_new(receipt(user=first.user, answer="andra"))
    assert Receipt.rows.get().answer == "första"


def test_a_row_whose_own_key_is_taken_is_told_so():
    assert insert_if_new(Salt(subject="s", salt=b"1" * 16))
    assert not insert_if_new(Salt(subject="s", salt=b"2" * 16))
    assert bytes(Salt.objects.get(subject="s").salt) == b"1" * 16


def test_what_is_wrong_in_another_way_is_still_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_if_new(receipt(body_digest=None))
    assert not Receipt.rows.exists()
