"""A report's fields stand in one table; what it leaves out is left out for a reason."""

from dataclasses import dataclass, field, fields
from datetime import UTC, datetime

import pytest

from samsyn.domain.observations.actions import store
from samsyn.domain.observations.enums import Precision
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries import files
from samsyn.domain.observations.reference import Reference
from samsyn.domain.observations.values.fields import At, Elsewhere, in_order, table_of, told
from samsyn.domain.observations.values.report import (
    COPIED,
    TABLE,
    TEXTS,
    NewReport,
    TimeSpan,
    longest,
)
from tests.factories.reports import ANSWERS, filled, values_of

# columns of a report that nobody answers: reckoned from the answers, or set by what is done with it
RECKONED = {"occurred_from", "occurred_to", "precision", "day", "until", "week", "month",
            "part_of_day"}  # fmt: skip
SET = {"id", "uid", "created_at", "version", "municipality_id", "state", "release", "district_id",
       "batch_id", "source_key", "passes_at"}  # fmt: skip
MARK = {"latitude", "longitude", "position_precision_m"}
MOMENT = datetime(2026, 3, 10, 20, 30, tzinfo=UTC)
NOTHING_KNOWN = Reference({}, {}, {}, {}, {}, {}, None)


def answered():
    return filled(
        organisation_id=1,
        category_id=2,
        place_id=3,
        earlier_id=4,
        period=TimeSpan(MOMENT, MOMENT, Precision.EXACT),
    )


def stored(new):
    row = Observation()
    store.fill(row, new, NOTHING_KNOWN)
    return row


def test_every_column_of_a_report_is_answered_reckoned_or_set():
    columns = {one.attname for one in Observation._meta.concrete_fields}
    assert columns == set(COPIED) | MARK | RECKONED | SET
    assert {name for name, one in TABLE.items() if not one.copied} == MARK | {
        "period",
        "district_id",
    }


def test_a_stored_report_is_the_one_that_was_handed_in():
    """Each field is answered otherwise than where nobody is asked: one that is lost is seen."""
    new = answered()
    plain = NewReport(organisation_id=0, category_id=0, period=new.period)
    same = [one.name for one in fields(new) if getattr(new, one.name) == getattr(plain, one.name)]
    assert same == ["period", "district_id"]
    assert store.stored_report(stored(new)) == new


def test_a_text_is_as_long_as_its_column():
    for name in TEXTS:
        assert Observation._meta.get_field(name).max_length == longest(name)


def test_a_column_of_choices_or_text_is_a_text_or_has_its_choices():
    """What a person may write freely is guarded, and nothing else is free."""
    for name in COPIED:
        column = Observation._meta.get_field(name)
        if column.get_internal_type() in ("CharField", "TextField", "JSONField"):
            assert (name in TEXTS) == (not column.choices), name


def test_every_field_has_a_column_in_files_or_a_reason():
    for name, one in TABLE.items():
        if isinstance(one.file, At):
            assert one.file.label in files.COLUMNS, name
        else:
            assert len(one.file.why.split()) > 2, name


def test_a_cell_says_what_was_answered():
    """Of each field that names no other row: some words or a number for every answer."""
    row = stored(answered())
    for name in ANSWERS:
        place = TABLE[name].file
        if isinstance(place, At):
            cell = files._COLUMNS[place.label](row)
            assert cell not in ("", None), name
            assert isinstance(cell, str) != place.number, name
            for value in values_of(name):
                setattr(row, name, value)
                files._COLUMNS[place.label](row)


def test_held_words_are_those_of_the_table_that_have_a_column():
    assert set(files._HELD_COLUMNS) == {
        TABLE[name].file.label for name in TEXTS if isinstance(TABLE[name].file, At)
    }


def test_a_field_that_does_not_say_where_it_is_told_is_refused():
    @dataclass
    class Forgetful:
        said: str = field(default="", metadata=told(file=Elsewhere("no"), page=Elsewhere("no")))
        weather: str = ""

    with pytest.raises(TypeError, match="weather"):
        table_of(Forgetful)


def test_two_columns_at_one_place_are_refused():
    with pytest.raises(ValueError, match="Slag"):
        in_order({"Slag": At(10, "Slag"), "Dag": At(10, "Dag")})
