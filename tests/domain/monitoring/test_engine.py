"""A run as a whole: the same input gives the same text, byte for byte."""

import json
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.domain.monitoring.computing.engine import compute
from samsyn.domain.monitoring.computing.findings import canonical, plain, strength_of
from samsyn.domain.monitoring.computing.settings import RunSettings
from samsyn.domain.monitoring.enums import DeviationKind
from tests.domain.monitoring.samples import (
    AS_OF,
    SETTINGS,
    WEEKS,
    calm,
    joined,
    material,
    scattered,
    with_points,
)
from tests.domain.monitoring.test_spots import gathered


@pytest.fixture(scope="module")
def town():
    return with_points(joined(scattered(600, 150), gathered(12, 2)))


def test_a_run_repeats_byte_for_byte(town):
    first, second = (compute(town, SETTINGS, 7) for _ in range(2))
    assert first.text == second.text
    assert first.digest == second.digest


def test_another_seed_gives_the_same_early_warning(town):
    first, second = (json.loads(compute(town, SETTINGS, seed).text) for seed in (7, 8))
    assert first["series"] == second["series"]


def test_what_was_found_stands_strongest_first(town):
    found = compute(town, SETTINGS, 7).findings
    assert [one.strength for one in found] == sorted((one.strength for one in found), reverse=True)
    assert DeviationKind.CLUSTER in {one.kind for one in found}


def test_the_text_says_what_was_asked_and_what_could_be_answered(town):
    told = json.loads(compute(town, SETTINGS, 7).text)
    assert told["settings"] == SETTINGS.to_json()
    assert told["as_of"] == AS_OF.isoformat()
    assert {one["name"] for one in told["methods"]} == {
        "scan",
        "near_repeat",
        "hot_spots",
        "heat",
        "synthetic_control",
    }
    assert len(told["series"]) == compute(town, SETTINGS, 7).series


@pytest.mark.parametrize("weeks", [0, 1, 10, 40])
def test_a_young_municipality_gets_an_answer(weeks):
    found = compute(material(calm(weeks=max(weeks, 1))[..., :weeks]), SETTINGS, 1)
    assert found.tested == 0 or weeks == 40
    assert json.loads(found.text)["as_of"] == AS_OF.isoformat()


def test_a_town_without_reports_has_nothing_to_say():
    found = compute(material(np.zeros((2, 3, WEEKS), int)), SETTINGS, 1)
    assert (found.series, found.findings, found.false) == (0, (), 0.0)


def test_progress_goes_forward(town):
    seen: list[int] = []
    compute(town, SETTINGS, 1, lambda per_cent, _step: seen.append(per_cent))
    assert seen == sorted(seen)
    assert seen[-1] < 100


def late(share_of_last: float) -> tuple[np.ndarray, np.ndarray]:
    """Days of events and their registrations: half at once, half two weeks later."""
    first = np.datetime64(AS_OF - timedelta(weeks=40), "D")
    occurred = first + 7 * np.repeat(np.arange(38), 4)
    registered = occurred + np.where(np.arange(occurred.size) % 4 < 4 * share_of_last, 0, 14)
    return occurred, registered


def test_late_reports_make_the_latest_weeks_preliminary():
    occurred, registered = late(0.75)
    counts = calm()
    counts[0, 0, -1] += 14
    found = compute(material(counts, occurred=occurred, registered=registered), SETTINGS, 1)
    assert found.findings[0].preliminary
    weeks = found.findings[0].evidence["weeks"]
    assert [week["state"] for week in weeks[-3:]] == ["known", "preliminary", "preliminary"]


def test_a_week_that_is_hardly_in_is_not_judged():
    occurred, registered = late(0.25)
    counts = calm()
    counts[0, 0, -1] += 14
    found = compute(material(counts, occurred=occurred, registered=registered), SETTINGS, 1)
    assert not found.findings


def test_the_version_of_the_data_moves_with_every_number():
    counts = calm()
    other = counts.copy()
    other[0, 0, 5] += 1
    assert material(counts).digest == material(counts).digest
    assert material(counts).digest != material(other).digest
    assert material(counts).digest != material(counts, as_of=date(2026, 11, 24)).digest


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
))  # fmt: skip
def test_canonical_text_is_stable_json(value):
    text = canonical(value)
    assert canonical(json.loads(text)) == text


def test_numbers_have_six_digits_and_no_infinity():
    assert plain([1 / 3, float("nan"), float("inf"), np.float64(2.5), np.int64(3)]) == [
        0.333333, None, None, 2.5, 3,
    ]  # fmt: skip


def test_strength_is_one_at_the_limit_of_a_notice():
    assert strength_of(0.01, 0.01) == pytest.approx(1)
    assert strength_of(0.0001, 0.01) == pytest.approx(2)
    assert np.isfinite(strength_of(0.0, 0.01))


@given(st.builds(RunSettings, alpha=st.floats(0.001, 0.1), recent=st.integers(1, 12)))
def test_settings_come_back_as_they_were_stored(settings):
    assert RunSettings.from_json(json.loads(json.dumps(settings.to_json()))) == settings
