"""Inserting what may be there already, and many at once."""

from datetime import date

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from samsyn.domain.audit.models import Salt
from samsyn.domain.observations.models import Receipt
from samsyn.domain.organisations.models import Organisation
from samsyn.foundation.inserting import insert, insert_all, insert_if_new, insert_rows
from tests import factories

pytestmark = pytest.mark.django_db


def receipt(**fields):
    where = factories.municipality()
    values = {"key": "k" * 32, "body_digest": "d" * 64, "answer": "första"}
    return Receipt(**{"municipality": where, "user": factories.user(), **values, **fields})


@pytest.mark.parametrize("way", [insert, insert_if_new])
def test_a_new_row_is_stored_with_all_its_values(way):
    made = receipt()
    way(made)
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


def test_an_inserted_row_is_one_that_can_be_saved():
    made = receipt()
    insert(made)
    made.answer = "andra"
    made.save()
    assert list(Receipt.rows.values_list("pk", "answer")) == [(made.pk, "andra")]


def test_a_row_without_a_key_of_its_own_keeps_the_one_it_has():
    insert(Salt(subject="s", salt=b"1" * 16))
    assert Salt.objects.get().pk == "s"


def test_a_taken_key_is_refused():
    first = receipt()
    insert(first)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(receipt(user=first.user))


def organisations(where, many):
    return [
        Organisation(
            municipality=where,
            name=f"Verksamhet {n}",
            short_name=f"V{n}",
            kind="department",
            valid_from=date(2020, 1, 1),
            valid_to=date(2030, 1, 1) if n % 2 else None,
        )
        for n in range(many)
    ]


@pytest.mark.parametrize("many", [0, 1, 1500])
def test_rows_stored_together_are_what_each_would_be_alone(many):
    made = organisations(factories.municipality(), many)
    insert_all(made)
    names = [field.attname for field in Organisation._meta.concrete_fields]
    kept = Organisation.rows.in_bulk()
    assert len(kept) == many
    for one in made:
        assert not one._state.adding
        assert [getattr(kept[one.pk], name) for name in names] == [
            getattr(one, name) for name in names
        ]


def test_one_wrong_row_of_many_stops_them_all():
    made = organisations(factories.municipality(), 3)
    made[1].valid_to = date(2000, 1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all(made)
    assert not Organisation.rows.exists()


def test_what_a_statement_returns_is_returned_for_every_row():
    rows = ((f"ämne {n}", b"1" * 16) for n in range(12_000))
    found = insert_rows(Salt, ("subject", "salt"), rows, "RETURNING subject")
    assert sorted(found) == sorted((f"ämne {n}",) for n in range(12_000))
    assert insert_rows(Salt, ("subject", "salt"), [("sist", b"2" * 16)]) == []
    assert Salt.objects.count() == 12_001


@pytest.mark.parametrize("many", [1, 30])
def test_a_text_that_is_too_long_is_refused_and_not_cut(many):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps no lengths")
    rows = [(f"{n:037}", b"1" * 16) for n in range(many)]
    with pytest.raises(DataError), transaction.atomic():
        insert_rows(Salt, ("subject", "salt"), rows)
    assert not Salt.objects.exists()


@pytest.mark.parametrize("many", [1, 30])
def test_signs_that_mean_something_to_a_database_come_in_as_they_are(many):
    made = organisations(factories.municipality(), many)
    for n, one in enumerate(made):
        one.name = f"{n}\t\\N\n\\.\n{{\"a\", NULL}} 'Å' %s \r\x7f"
    insert_all(made)
    assert sorted(Organisation.rows.values_list("name", flat=True)) == sorted(
        one.name for one in made
    )


def test_rows_come_in_one_after_the_other_in_one_transaction():
    many = range(3)
    with transaction.atomic():
        for block in many:
            rows = [(f"{block} {n}", b"1" * 16) for n in range(40)]
            insert_rows(Salt, ("subject", "salt"), rows)
    assert Salt.objects.count() == 120
