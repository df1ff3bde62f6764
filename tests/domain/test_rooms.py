"""What the rooms of the domain declare: every text, every act, and a guard that holds."""

import importlib
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from samsyn.domain.situations.sections.registry import placements, section
from samsyn.domain.situations.values.placing import Placement, Side
from samsyn.foundation.refusals import Mistaken
from samsyn.foundation.rooms import DOMAIN, declared, domain_apps, domain_rooms, rooms_with

HERE = Path(__file__).parent
TELLS = "070-174 06 35"
ROOMS = domain_rooms()
GUARDED = sorted((room, text) for room, said in ROOMS.items() for text in said.guarded)
WRITES = {
    (room, text): write
    for room in rooms_with(HERE, "guarded")
    for text, write in importlib.import_module(f"tests.domain.{room}.guarded").WRITES.items()
}


def texts(room):
    """Every field of a room's models that may hold a text."""
    for model in apps.get_app_config(room).get_models():
        for field in model._meta.concrete_fields:
            holds = isinstance(field, (models.CharField, models.TextField, models.JSONField))
            if holds and not field.choices:
                yield f"{model.__name__}.{field.name}"


def test_every_room_is_found_in_the_order_of_its_name():
    folders = {path.parent.name for path in DOMAIN.glob("*/__init__.py")}
    assert list(ROOMS) == sorted(folders)
    assert domain_apps() == [f"samsyn.domain.{room}" for room in ROOMS]


def test_a_room_that_declares_nothing_is_refused(tmp_path, monkeypatch):
    (tmp_path / "mute").mkdir()
    (tmp_path / "mute/__init__.py").touch()
    (tmp_path / "mute/room.py").touch()
    monkeypatch.syspath_prepend(tmp_path.parent)
    with pytest.raises(TypeError, match="mute"):
        declared(tmp_path.name, tmp_path, "ROOM", dict)


@pytest.mark.parametrize("room", ROOMS)
def test_each_text_is_guarded_or_plain_for_a_reason(room):
    said = ROOMS[room]
    plain = [text for those in said.plain.values() for text in those]
    assert sorted([*said.guarded, *plain]) == sorted(texts(room))
    assert all(len(why.split()) > 2 for why in said.plain)


def test_no_act_is_worded_twice():
    acts = [act for room in ROOMS.values() for act in room.logged]
    assert len(acts) == len(set(acts))
    assert all(set(room.reads) <= set(room.logged) for room in ROOMS.values())


def test_each_guarded_text_has_a_write_that_is_tried():
    assert sorted(WRITES) == GUARDED


@pytest.mark.django_db
@pytest.mark.parametrize(("room", "text"), sorted(WRITES), ids=lambda word: word)
def test_a_guarded_text_is_refused_with_a_telephone_number(room, text):
    with pytest.raises(Mistaken, match=r"siffror|telefon|nummer"):
        WRITES[room, text](TELLS)


@pytest.mark.django_db
@pytest.mark.parametrize(("room", "text"), sorted(WRITES), ids=lambda word: word)
def test_a_guarded_text_is_kept_without_it(room, text):
    WRITES[room, text]("Parken")


def test_each_section_has_a_place_of_its_own():
    positions = [one.position for one in placements().values()]
    assert positions == sorted(set(positions))
    assert [one.side for one in placements().values()].count(Side.ACROSS) == 1


def test_a_section_at_anothers_place_is_refused():
    key, there = next(iter(placements().items()))
    with pytest.raises(ValueError, match=key):
        section("new", Placement(there.position))
    with pytest.raises(ValueError, match=key):
        section(key, Placement(999))(print)


# a number before a word inflects it: "1 rapporter"; these rooms are yet to be reworded
NUMBERS = r"%\((rows|districts|count|number|files|reports|originals|texts|letters|days)\)s [a-zåäö]"


def test_no_sentence_of_the_log_inflects_after_a_number_or_a_name():
    found = {
        room: act
        for room, said in ROOMS.items()
        for act, words in said.logged.items()
        if re.search(NUMBERS, str(words)) or re.search(r"%\(\w+\)ss ", str(words))
    }
    assert found == {}
