"""Passwords that are refused, and one password however its letters are made."""

from unicodedata import normalize

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from samsyn.domain.organisations.enums import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    where = factories.municipality()
    at = factories.organisation(where, name="Brukskontoret", short_name="BK")
    who = factories.user("Kim Exempelsson", email="kim.exempelsson@example.org")
    return factories.member(where, Role.REPORTER, at=at, who=who)


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "a" * 15,
        "abcabcabcabcabc",
        "fagerstafagersta",
        "Fagersta2026kommun",
        "fagersta-kommun",
        "Samsyn-Fagersta",
        "Brukskontoret-1",
        "exempelsson-kim",
        "trygghet-fagersta",
        "sommar-sommar-26",
        "qwertyuiop123",
        "lösenordlösenord",
        "polisen-polisen",
        "samsyn-fagersta-2026",
        "Fagersta-Polisen-1",
        "tryggafagersta24",
        "ｓａｍｓｙｎ-ｆａｇｅｒｓｔａ-2026",
        "fa\u200bger\u200bsta\u200b2026\u200b!!!",
    ],
)
def test_what_somebody_would_guess_is_refused(person, password):
    with pytest.raises(ValidationError):
        validate_password(password, person)


@pytest.mark.parametrize(
    "password",
    [
        factories.PASSWORD,
        "ett-nytt-långt-lösenord",
        "hästbatterihäftklammer",
        "x9!Vq2#mLp0_zR",
        "fagersta-knapp-moln",
    ],
)
def test_what_nobody_guesses_is_taken(person, password):
    validate_password(password, person)


def test_a_long_one_is_read_as_far_as_it_can_be(person):
    validate_password("kråka flygplan ättika " * 20 + "slut", None)
    with pytest.raises(ValidationError):
        validate_password("a" * 500, person)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_one_password_however_its_letters_are_made(person, form):
    person.set_password("ett-nytt-långt-ﬁnt-ord")
    assert person.check_password(normalize(form, "ett-nytt-långt-ﬁnt-ord"))


def test_a_password_hashed_as_it_was_typed_still_holds(person):
    typed = normalize("NFD", "ett-nytt-långt-ord")
    person.password = make_password(typed)
    assert person.check_password(typed)
    assert not person.check_password("något annat")
