"""Swedish formats."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from samsyn.foundation import clock, formats
from samsyn.foundation.ids import uuid7


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (12400.5, 1, "12\u202f400,5"),
        (-3, 0, "\u22123"),
        (-0.2, 0, "0"),
        (1234567, 0, "1\u202f234\u202f567"),
    ],
)
def test_numbers(value, decimals, text):
    assert formats.number(value, decimals) == text


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), "1–31 oktober 2026"),
        (date(2026, 10, 1), date(2026, 10, 1), "1 oktober 2026"),
        (date(2026, 9, 28), date(2026, 10, 11), "28 september–11 oktober 2026"),
        (date(2025, 12, 29), date(2026, 1, 11), "29 december 2025–11 januari 2026"),
    ],
)
def test_periods_say_once_what_both_ends_share(start, end, text):
    assert formats.period(start, end) == text


@pytest.mark.parametrize(
    ("words", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (list("abc"), "a, b och c")],
)
def test_listings(words, text):
    assert formats.listing(words) == text


def test_moments_are_local():
    instant = datetime(2026, 7, 1, 22, 5, tzinfo=UTC)
    assert formats.moment(instant) == "2 juli 2026 kl. 00.05"
    assert formats.short_moment(instant) == "2\u00a0jul\u00a02026 00.05"


def test_weeks_and_months_and_shares():
    assert formats.week(date(2026, 12, 31)) == "v.\u00a053"
    assert formats.month(date(2026, 10, 9)) == "oktober 2026"
    assert formats.share(0.254) == "25\u00a0%"


@given(st.floats(-1e9, 1e9))
def test_a_number_never_shows_a_point(value):
    assert "." not in formats.number(value, 2)


def test_identifiers_sort_by_birth_and_are_version_7():
    made = [uuid7() for _ in range(50)]
    assert len(set(made)) == 50
    assert {one.version for one in made} == {7}
    assert [one.int >> 80 for one in made] == sorted(one.int >> 80 for one in made)


def test_a_state_is_named_in_swedish_whatever_the_page_speaks():
    with translation.override("en"):
        assert formats.swedish(clock.PartOfDay.UNKNOWN) == "okänd tid"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Fagersta", "Fagersta kommun"),
        ("Skinnskatteberg", "Skinnskattebergs kommun"),
        ("Västerås", "Västerås kommun"),
        ("Malmö", "Malmö kommun"),
        ("Malung-Sälen", "Malung-Sälens kommun"),
    ],
)
def test_a_municipality_is_named_as_it_names_itself(name, text):
    assert formats.municipality(name) == text
