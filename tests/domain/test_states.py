"""What may follow what: every state is spoken of, reached, and left or final on purpose."""

import pytest

from samsyn.domain.intake import enums as intake
from samsyn.domain.monitoring import enums as monitoring
from samsyn.domain.observations import enums as observations
from samsyn.domain.situations import enums as situations

ROOMS = {
    "observations": (observations.State, observations.TRANSITIONS, {"submitted", "passed_on"}),
    "intake": (intake.BatchState, intake.TRANSITIONS, {"uploaded"}),
    "situations": (situations.PictureState, situations.TRANSITIONS, {"draft"}),
    "monitoring": (monitoring.Triage, monitoring.TRANSITIONS, {"new"}),
}
FINAL = {
    "observations": {"withdrawn"},
    "intake": {"undone"},
    "situations": {"settled"},
    "monitoring": set(),
}


def reached(transitions, start):
    """The states that can be come to from some."""
    found, waiting = set(start), list(start)
    while waiting:
        new = set(transitions[waiting.pop()]) - found
        found |= new
        waiting += new
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_every_state_is_spoken_of(room):
    states, transitions, _ = ROOMS[room]
    assert set(transitions) == set(states)
    assert set().union(*transitions.values()) <= set(states)


@pytest.mark.parametrize("room", ROOMS)
def test_every_state_is_reached_from_the_first(room):
    states, transitions, first = ROOMS[room]
    assert reached(transitions, {states(one) for one in first}) == set(states)


@pytest.mark.parametrize("room", ROOMS)
def test_only_what_is_meant_to_be_final_is(room):
    _, transitions, _ = ROOMS[room]
    assert {state for state, after in transitions.items() if not after} == FINAL[room]


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_follows_itself(room):
    _, transitions, _ = ROOMS[room]
    assert not [state for state, after in transitions.items() if state in after]


@pytest.mark.parametrize("room", ROOMS)
def test_from_every_state_an_end_is_reached_where_there_is_one(room):
    states, transitions, _ = ROOMS[room]
    ends = {states(one) for one in FINAL[room]}
    for state in states:
        assert not ends or reached(transitions, {state}) & ends, state
