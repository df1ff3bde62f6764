"""The form asks for every field of a report, and its page tells it, unless there is a reason."""

import pytest

from samsyn.domain.observations.values.fields import At, Beside, Elsewhere
from samsyn.domain.observations.values.report import TABLE, TEXTS, longest
from samsyn.web.observations.differences import ABOUT_SENDING
from samsyn.web.observations.facts import facts, words_to_review
from samsyn.web.observations.forms import SAID_TOGETHER, ReportForm
from tests.domain.observations.test_fields import answered, stored

# shown on their own by both pages: the description first, the note where it happened
ON_THEIR_OWN = {"description", "place_note"}


def questions(name):
    asked = TABLE[name].asked
    if isinstance(asked, Elsewhere):
        return ()
    return asked or (name.removesuffix("_id"),)


def test_every_field_is_asked_for_or_has_a_reason_and_every_question_has_a_field():
    asked = {one for name in TABLE for one in questions(name)}
    assert asked | ABOUT_SENDING == set(ReportForm.base_fields)
    for name, one in TABLE.items():
        if isinstance(one.asked, Elsewhere):
            assert len(one.asked.why.split()) > 2, name


def test_a_question_of_its_own_is_called_what_the_field_is():
    """Others are said together, by code of the form's own."""
    assert set(ReportForm.base_fields) - SAID_TOGETHER <= set(TABLE)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_may_be_as_long_in_the_form(name):
    assert ReportForm.base_fields[name].max_length == longest(name)


def test_the_page_tells_what_was_answered():
    row = stored(answered())
    told = {one.label: one for one in facts(row, readable=True)}
    for name, one in TABLE.items():
        if isinstance(one.page, At):
            assert told[str(one.page.label)].value, name
        elif isinstance(one.page, Beside):
            beside = TABLE[one.page.field].page
            assert told[str(beside.label)].note == getattr(row, name)
        else:
            assert len(one.page.why.split()) > 1, name


def test_where_the_text_may_not_be_read_no_word_of_it_is_told():
    row = stored(answered())
    for name in TEXTS:
        setattr(row, name, f"ord av {name}")
    said = str(list(facts(row, readable=False)))
    assert [name for name in TEXTS if f"ord av {name}" in said] == []


def test_what_nobody_has_answered_is_not_told():
    new = answered()
    row = stored(new)
    row.severity, row.setting, row.action_taken = None, "", ""
    told = {one.label for one in facts(row, readable=True)}
    assert not told & {
        str(TABLE[one].page.label) for one in ("severity", "setting", "action_taken")
    }


def test_who_reviews_reads_every_word():
    row = stored(answered())
    for name in TEXTS:
        setattr(row, name, f"ord av {name}")
    read = {one.value for one in words_to_review(row)}
    assert read == {f"ord av {name}" for name in TEXTS if name not in ON_THEIR_OWN}
