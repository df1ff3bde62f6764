"""The guard's own lists: who keeps them, until when they apply, and that they are met at once."""

from datetime import timedelta

import pytest

from samsyn.domain.organisations.actions.bodies import create_body
from samsyn.domain.organisations.actions.guard_words import end_word, list_word
from samsyn.domain.organisations.enums import BodyKind, Role, WordList
from samsyn.domain.organisations.models import GuardWord
from samsyn.domain.organisations.queries.guard_words import guard_words, own_words
from samsyn.foundation.refusals import Mistaken, NotAllowed, NotNow
from tests import factories
from tests.domain.organisations.conftest import TODAY

pytestmark = pytest.mark.django_db
WORDS = {"word": "Rävlyan", "listed": WordList.STOP, "why": "Fel ord.", "valid_to": TODAY}


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.DATA_PROTECTION_OFFICER])
def test_coordinator_and_data_protection_officer_keep_the_lists(where, role, logged):
    by = factories.scope_as(role, where)
    row = list_word(by=by, **WORDS)
    assert (row.word, row.folded, row.added_by_id) == ("Rävlyan", "rävlyan", by.user_id)
    assert own_words(factories.fresh(by)).stopped == {"rävlyan"}
    end_word(by=by, row=row)
    assert own_words(factories.fresh(by)).stopped == frozenset()
    assert logged()[-2:] == ["word_listed", "word_ended"]


@pytest.mark.parametrize(
    "role", [one for one in Role if one not in (Role.COORDINATOR, Role.DATA_PROTECTION_OFFICER)]
)
def test_nobody_else_does(where, by, role):
    other = factories.scope_as(role, where)
    with pytest.raises(NotAllowed):
        list_word(by=other, **WORDS)
    row = list_word(by=by, **WORDS)
    with pytest.raises(NotAllowed):
        end_word(by=other, row=row)


def test_a_word_applies_through_its_last_day_and_is_shown_after(by, settings):
    row = list_word(by=by, **WORDS)
    scope = factories.fresh(by)
    assert own_words(scope).stopped
    settings.TODAY = TODAY + timedelta(days=1)
    assert not own_words(scope).stopped
    assert guard_words(scope) == [row]
    with pytest.raises(NotNow):
        end_word(by=scope, row=row)
    assert list_word(by=scope, **{**WORDS, "valid_to": settings.TODAY}).pk != row.pk


def test_the_reason_may_name_the_word_that_it_allows_and_nobody_else(by):
    allowed = {**WORDS, "word": "Andersson", "listed": WordList.ALLOW}
    with pytest.raises(Mistaken):
        list_word(by=by, **{**allowed, "why": "Butiken heter Anderssons kiosk, säger Oskar."})
    assert list_word(by=by, **{**allowed, "why": "Butikens namn är Anderssons kiosk."}).pk


@pytest.mark.parametrize("word", ["anna", "Anna", "Kevins"])
def test_a_first_name_alone_is_not_allowed_by_one(by, word):
    with pytest.raises(Mistaken, match="förnamn"):
        list_word(by=by, **{**WORDS, "word": word, "listed": WordList.ALLOW})
    assert list_word(by=by, **{**WORDS, "word": word}).pk


def test_a_word_stands_once(by):
    list_word(by=by, **WORDS)
    with pytest.raises(Mistaken):
        list_word(by=by, **{**WORDS, "word": "rävlyan", "listed": WordList.ALLOW})


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"word": "aa"}, "word"),
        ({"word": "ett två tre fyra"}, "word"),
        ({"word": "Anna Lindh", "listed": WordList.ALLOW}, "word"),
        ({"word": "ekgatan12", "listed": WordList.ALLOW}, "word"),
        ({"why": " "}, "why"),
        ({"why": "Ring 070-123 45 67"}, "why"),
        ({"valid_to": TODAY - timedelta(days=1)}, "valid_to"),
        ({"valid_to": TODAY + timedelta(days=3 * 366)}, "valid_to"),
    ],
)
def test_what_no_list_holds_is_refused(by, changed, field):
    with pytest.raises(Mistaken) as refused:
        list_word(by=by, **{**WORDS, **changed})
    assert refused.value.field == field
    assert not GuardWord.objects.visible_to(by).exists()


def test_the_lists_are_read_once_a_version(by, django_assert_num_queries):
    list_word(by=by, **WORDS)
    scope = factories.fresh(by)
    own_words(scope)
    with django_assert_num_queries(0):
        assert own_words(scope).stopped


def test_names_of_things_meet_the_lists(by):
    list_word(by=by, **WORDS)
    with pytest.raises(Mistaken):
        create_body(by=factories.fresh(by), name="Gruppen mot rävlyan", kind=BodyKind.EST_GROUP)


def test_a_neighbours_words_are_its_own(by, neighbour):
    factories.guard_word(neighbour, "rävlyan")
    assert not own_words(factories.fresh(by)).stopped
    assert guard_words(by) == []


@pytest.mark.parametrize(
    ("listed", "word"),
    [
        (WordList.ALLOW, "AnnaAndersson"),
        (WordList.ALLOW, "annaandersson"),
        (WordList.STOP, "070 123 45"),
        (WordList.STOP, "190101010000"),
    ],
)
def test_a_whole_name_in_one_word_and_a_number_are_on_no_list(where, listed, word):
    by = factories.scope_as(Role.COORDINATOR, where)
    with pytest.raises(Mistaken) as refused:
        list_word(by=by, **{**WORDS, "word": word, "listed": listed})
    assert refused.value.field == "word"
