"""Words looked for in reports: in every form, on both databases, and never in held texts."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from samsyn.domain.observations.actions.upkeep import forget_changed_words
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries.selecting import in_words, matching
from samsyn.domain.observations.queries.words import lowered, says
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.observations.values.words import MOST_SIGNS, passed_over, report_number, stems
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.foundation.refusals import Mistaken
from tests import factories

SAID = {
    "klotter": "Nedklottrad fasad vid gaveln.",
    "gäng": "GÄNGET samlades igen, ÅKTE moped.",
    "procent": '50% av rutorna, se 3_5 och \\ samt "citat".',
    "tom": "",
}


@pytest.fixture
def where(db):
    return factories.municipality()


@pytest.fixture
def by(where):
    return factories.scope_as(Role.COORDINATOR, where)


@pytest.fixture
def told(by):
    return {
        name: factories.observation(by, ReportState.PASSED_ON, description=text).pk
        for name, text in SAID.items()
    }


def found(by, words):
    return set(matching(by, Selection(words=words)).values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("klotter", {"klotter"}),
        ("KLOTTRAD fasaden", {"klotter"}),
        ("klotter moped", set()),
        ("gänget", {"gäng"}),
        ("Gängen", {"gäng"}),
        ("mopeder", {"gäng"}),
        ("åkte", {"gäng"}),
        ("ÅKTE på moped", {"gäng"}),
        ("rutor", {"procent"}),
        ('"50%"', {"procent"}),
        ("3_5", {"procent"}),
        ("3x5", set()),
        ('"rutorna, se"', {"procent"}),
        ('"se rutorna"', set()),
        ("\\ samt", {"procent"}),
        ("' OR 1=1 --", set()),
        ("NEAR(a b) AND * klotter^2", set()),
    ],
)
def test_a_word_is_found_in_every_form(by, told, words, wanted):
    assert found(by, words) == {told[name] for name in wanted}


def test_a_report_is_found_by_its_number(by, told):
    assert found(by, f"R{told['tom']}") == found(by, f" r{told['tom']} ") == {told["tom"]}
    assert found(by, "R999999999999") == set()


def test_the_note_of_a_place_and_what_was_done_are_looked_in(by):
    row = factories.observation(by, place_note="vid gaveln", action_taken="sanerades")
    assert found(by, "gavel") == found(by, "sanerade gaveln") == {row.pk}


def test_what_is_changed_is_found_as_it_is_now(by, told):
    changed = Observation.objects.visible_to(by).filter(pk=told["klotter"])
    changed.update(description="Trasig lampa.")
    assert found(by, "klotter") == set()
    assert found(by, "lampor") == {told["klotter"]}
    changed.update(description="")
    assert found(by, "lampor") == set()
    Observation.objects.visible_to(by).filter(pk=told["gäng"]).update(events=2)
    assert found(by, "gänget") == {told["gäng"]}


@pytest.mark.parametrize("before", ["", "Klotter"])
@pytest.mark.parametrize("after", ["", "Klotter", "Trasig lampa"])
def test_a_text_comes_and_goes(by, before, after):
    row = factories.observation(by, description=before)
    rows = Observation.objects.visible_to(by).filter(pk=row.pk)
    rows.update(description=after)
    rows.update(description=after, events=2)
    assert found(by, "klotter") == ({row.pk} if after == "Klotter" else set())
    assert found(by, "lampa") == ({row.pk} if after == "Trasig lampa" else set())
    rows.update(description=before)
    assert found(by, "klotter") == ({row.pk} if before else set())


def test_held_texts_are_found_by_the_police_alone(where, by):
    police = factories.organisation(where, OrganisationKind.POLICE)
    officer = factories.scope_of(factories.member(where, Role.REPORTER, at=police), where)
    row = factories.observation(officer, ReportState.PASSED_ON, description="Klotter på väggen")
    assert found(by, "klotter") == set() and row.pk in found(by, f"R{row.pk}")
    reviewer = factories.scope_of(factories.member(where, Role.REVIEWER, at=police), where)
    assert found(reviewer, "klotter") == {row.pk}


def test_own_reports_and_how_grave(where, by):
    mine = factories.observation(by, severity=3)
    other = factories.scope_of(factories.member(where, Role.REPORTER), where)
    factories.observation(other, ReportState.PASSED_ON, severity=2)
    asked = {"mine": "1"}, {"severity": "3"}
    for narrowed in asked:
        assert [row.pk for row in matching(by, Selection(**narrowed))] == [mine.pk]
    assert set(in_words(by, Selection(words="klotter", mine="1", severity="3"))) == {
        "words",
        "mine",
        "severity",
    }


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no locale")
def test_swedish_letters_are_lowered_in_a_database_of_the_locale_c(db):
    with connection.cursor() as cursor:
        said = lowered('%s::text COLLATE "C"')
        cursor.execute(f"SELECT {said}", ["ÅÄÖ GÄNGET À LA CAFÉ"])
        assert cursor.fetchone() == ("åäö gänget à la café",)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite asks its index by name")
def test_the_index_is_of_what_is_asked_for(by, told):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    rows = Observation.rows.filter(says(by, "klotter")).only("pk")
    assert "observations_words" in rows.explain()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no such file")
def test_nothing_of_a_changed_word_stays_in_the_index(by, told):
    Observation.objects.visible_to(by).filter(pk=told["klotter"]).update(description="")
    forget_changed_words()
    with connection.cursor() as cursor:
        blocks = cursor.execute("SELECT block FROM observations_words_data").fetchall()
    assert not any(b"nedk" in block or b"dkl" in block for (block,) in blocks)


@pytest.mark.parametrize("words", ["", "  ", "på i", '""', "ö", "a" * (MOST_SIGNS + 1)])
def test_what_nothing_can_be_found_by_is_refused(words):
    with pytest.raises(Mistaken) as refused:
        stems(words)
    assert refused.value.field == "words"


def test_a_ring_that_comes_after_its_letter_is_the_same_letter():
    assert stems("bra\u030ak") == stems("br\u00e5k")


def test_short_words_are_passed_over():
    assert stems("bråk på torget i går") == ("bråk", "torg", "går")
    assert passed_over("bråk på torget i går på") == ("på", "i")
    assert passed_over('"på i" R1') == ("r1",) and passed_over("12") == ()


@given(st.text(max_size=MOST_SIGNS))
def test_any_text_gives_parts_in_lower_case_or_a_sentence(text):
    try:
        parts = stems(text)
    except Mistaken:
        return
    assert parts and len(set(parts)) == len(parts)
    assert all(part == part.lower() and len(part) >= 3 for part in parts)


@pytest.mark.parametrize(
    ("text", "number"), [("R12", 12), ("r7", 7), ("12", 12), ("070174063", None), ("R", None)]
)
def test_a_number_is_told_from_words(text, number):
    assert report_number(text) == number
