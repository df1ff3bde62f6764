"""Numbers behind words, holidays, and sentences without the word nobody should read."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.domain.monitoring import wording
from samsyn.domain.monitoring.computing.holidays import easter, in_week
from samsyn.domain.monitoring.enums import (
    TRANSITIONS,
    Cause,
    Confidence,
    DeviationKind,
    Level,
    Triage,
)
from samsyn.domain.monitoring.models import Deviation
from samsyn.domain.monitoring.rules import confidence_of, has_grown, still_on_the_cards


@pytest.mark.parametrize(
    ("q", "events", "word"),
    [
        (0.01, 10, Confidence.CLEAR),
        (0.01, 9, Confidence.LIKELY),
        (0.011, 100, Confidence.LIKELY),
        (0.10, 3, Confidence.LIKELY),
        (0.101, 300, Confidence.UNCERTAIN),
        (float("nan"), 300, Confidence.UNCERTAIN),
    ],
)
def test_words_are_bound_to_numbers(q, events, word):
    assert confidence_of(q, events) is word


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 50))
def test_a_smaller_share_of_false_ones_is_never_less_sure(q, other, events):
    order = [Confidence.UNCERTAIN, Confidence.LIKELY, Confidence.CLEAR]
    low, high = sorted((q, other))
    assert order.index(confidence_of(low, events)) >= order.index(confidence_of(high, events))


@pytest.mark.parametrize(
    ("now", "before", "grown"),
    [(9, 6, True), (8.9, 6, False), (2, 1, False), (3, 1, True), (2, 0, True), (5, 5, False)],
)
def test_growth_is_half_as_much_again_and_two_events(now, before, grown):
    assert has_grown(now, before) is grown


def test_every_state_can_be_left_and_reached():
    assert set(TRANSITIONS) == set(Triage)
    assert all(TRANSITIONS.values())
    assert set().union(*TRANSITIONS.values()) == set(Triage)


def test_cards_hold_what_is_recent():
    today = date(2026, 11, 23)
    assert still_on_the_cards(date(2026, 10, 26), today)
    assert not still_on_the_cards(date(2026, 10, 12), today)


@pytest.mark.parametrize(
    "day", ["2000-04-23", "2008-03-23", "2011-04-24", "2024-03-31", "2025-04-20", "2026-04-05",
            "2038-04-25"],
)  # fmt: skip
def test_easter_falls_when_it_does(day):
    assert easter(int(day[:4])) == date.fromisoformat(day)


@given(st.integers(1900, 2200))
def test_easter_is_a_sunday_in_spring(year):
    found = easter(year)
    assert found.weekday() == 6
    assert date(year, 3, 22) <= found <= date(year, 4, 25)


@pytest.mark.parametrize(
    ("monday", "names"),
    [
        (date(2026, 3, 30), {"påsk"}),
        (date(2026, 10, 26), {"höstlov", "halloween"}),
        (date(2026, 12, 28), {"nyår och trettonhelg"}),
        (date(2026, 6, 15), {"midsommar"}),
        (date(2026, 5, 11), {"Kristi himmelsfärd"}),
        (date(2026, 9, 7), set()),
    ],
)
def test_weeks_know_their_holidays(monday, names):
    assert set(in_week(monday)) == names


MONDAYS = st.dates(date(2020, 1, 6), date(2027, 1, 1)).map(
    lambda day: day - timedelta(days=day.weekday())
)


@given(MONDAYS, st.integers(0, 30))
def test_weeks_are_said_with_both_ends(first, more):
    last = first + timedelta(weeks=more)
    said = wording.weeks(first, last)
    assert str(first.isocalendar().week) in said
    assert str(last.isocalendar().week) in said


def deviation(kind=DeviationKind.RISE, **fields):
    monday = date(2026, 11, 9)
    values = {
        "kind": kind,
        "level": Level.TOWN,
        "first_week": monday,
        "last_week": monday,
        "peak_week": monday,
        "observed": 7,
        "expected": 2.0,
        "low_80": 1,
        "high_80": 3,
        "low_95": 0,
        "high_95": 4,
        "p": 0.004,
        "q": 0.05,
        "confidence": Confidence.LIKELY,
        "evidence": {},
        **fields,
    }
    return Deviation(**values)


def test_the_sentence_comes_first_with_natural_numbers():
    said = wording.sentence(deviation())
    assert said == "7 rapporter v.\u00a046. Vanligt så här års är 0–4, 95 veckor av 100."
    assert wording.chance(deviation()) == "Av ren slump: ungefär en vecka på 250."
    assert "10" in wording.chance(deviation(p=1e-9))


def test_several_weeks_say_which_was_most():
    one = deviation(last_week=date(2026, 11, 16))
    assert wording.sentence(one).endswith("Sticker ut v.\u00a046–47, mest v.\u00a046.")


@pytest.mark.parametrize("kind", list(DeviationKind))
@pytest.mark.parametrize("confidence", list(Confidence))
def test_no_sentence_speaks_of_significance(kind, confidence):
    one = deviation(kind, confidence=confidence)
    said = " ".join(
        [
            wording.title(one),
            wording.sentence(one),
            wording.chance(one),
            wording.confidence(one),
            wording.compared(one),
            wording.effort(one),
            *wording.quality(one),
        ]
    )
    assert "signifikan" not in said.lower()
    assert "p-v" not in said.lower()
    assert "%(" not in said


@pytest.mark.parametrize("cause", list(Cause))
@pytest.mark.parametrize("found", [True, False])
def test_every_other_cause_has_its_answer(cause, found):
    told = {"cause": cause.value, "found": found, "known": True, "names": ["NVK"], "n": 2, "of": 3,
            "day": "2026-11-09"}  # fmt: skip
    said = wording.doubt(told)
    assert said
    assert "%(" not in said
    assert str(wording.CAUSES[cause.value]).endswith("?")


def test_what_cannot_be_told_is_said_so():
    assert "Kan inte avgöras" in wording.doubt(
        {"cause": "more_reporting", "found": False, "known": False}
    )
    assert "för att avgöra" in wording.effort(deviation())
    assert "för att avgöra" in wording.too_few(3, 4)


def test_false_ones_are_always_stated():
    assert "högst 1,6 varningar i veckan" in wording.expected_false(160, 1.6)
    assert "högst en varning på 5 veckor" in wording.expected_false(160, 0.2)
    assert "160 serier" in wording.expected_false(160, 0.0)


def test_the_hit_rate_is_counted_openly():
    assert wording.hit_rate(3, 1, 0) == "3 av 4 bedömda avvikelser stämde. 1 var en tillfällighet."
    assert "Ingen avvikelse är bedömd" in wording.hit_rate(0, 0, 0)


def test_effort_is_told_in_times():
    ways = {"total": 2.0, "events": [2.0, 1.5, 3.0], "reporting": [1.0, 0.9, 1.1]}
    said = wording.effort(deviation(evidence={"effort": {"answered": ways, "calm": ways}}))
    assert "2,0 gånger så många" in said
    assert "avgöra" not in said
    unsure = {**ways, "events": [2.0, 0.5, 3.0]}
    said = wording.effort(deviation(evidence={"effort": {"answered": unsure, "calm": unsure}}))
    assert "för få för att avgöra" in said
