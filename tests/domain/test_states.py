"""What may follow what: every state is spoken of, reached, and left or final on purpose."""

import pytest
from django.apps import apps

from samsyn.foundation.rooms import domain_rooms

ROOMS = {
    f"{name}.{one.of.__name__}": one for name, room in domain_rooms().items() for one in room.states
}
UNRULED = {kind: why for room in domain_rooms().values() for kind, why in room.unruled.items()}
STORED = [
    model._meta.get_field("state")
    for model in apps.get_models()
    if model.__module__.startswith("samsyn.domain.")
    and any(field.name == "state" for field in model._meta.concrete_fields)
]


@pytest.mark.parametrize("field", STORED, ids=str)
def test_each_stored_state_is_declared(field):
    kinds = [*UNRULED, *(one.of for one in ROOMS.values())]
    assert field.choices in [kind.choices for kind in kinds]


@pytest.mark.parametrize("kind", UNRULED, ids=lambda kind: kind.__name__)
def test_what_has_no_transitions_says_why(kind):
    assert len(UNRULED[kind].split()) > 3


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
    states, transitions = ROOMS[room].of, ROOMS[room].transitions
    assert set(transitions) == set(states)
    assert set().union(*transitions.values()) <= set(states)


@pytest.mark.parametrize("room", ROOMS)
def test_every_state_is_reached_from_the_first(room):
    one = ROOMS[room]
    assert reached(one.transitions, one.first) == set(one.of)


@pytest.mark.parametrize("room", ROOMS)
def test_only_what_is_meant_to_be_final_is(room):
    one = ROOMS[room]
    assert {state for state, after in one.transitions.items() if not after} == one.final


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_follows_itself(room):
    transitions = ROOMS[room].transitions
    assert not [state for state, after in transitions.items() if state in after]


@pytest.mark.parametrize("room", ROOMS)
def test_from_every_state_an_end_is_reached_where_there_is_one(room):
    one = ROOMS[room]
    transitions, states, ends = one.transitions, one.of, one.final
    for state in states:
        assert not ends or reached(transitions, {state}) & ends, state
