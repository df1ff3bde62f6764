"""What the rooms of pages declare, and that none of it is left out or stands twice."""

import importlib
import inspect
import pkgutil
from contextlib import suppress
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.urls import resolve, reverse

import samsyn.web
from samsyn.foundation.rooms import domain_rooms
from samsyn.web.gate import rule_of
from samsyn.web.rooms import (
    NavigationEntry,
    Panel,
    Task,
    in_order,
    navigation,
    panels,
    rooms,
    tasks,
)

WEB = Path(samsyn.web.__file__).parent
# their addresses do not lie under a municipality
WITHOUT_MUNICIPALITY = {"accounts"}
ICONS = Path(finders.find("vendor/icons/icons.svg"))


def test_every_folder_with_addresses_is_a_room():
    with_addresses = {path.parent.name for path in WEB.glob("*/urls.py")}
    assert with_addresses - WITHOUT_MUNICIPALITY == set(rooms())


def test_rooms_come_in_the_order_of_their_names():
    assert list(rooms()) == sorted(rooms())


def test_two_at_one_position_are_refused():
    first, second = navigation()[:2]
    with pytest.raises(ValueError, match=second.route):
        in_order(
            [first, NavigationEntry(first.position, second.route, second.label, "list", second.act)]
        )


@pytest.mark.parametrize("placed", [navigation, tasks, panels])
def test_what_several_rooms_have_stands_in_order_of_position(placed):
    positions = [one.position for one in placed()]
    assert positions
    assert positions == sorted(set(positions))


@pytest.mark.parametrize("entry", navigation(), ids=lambda entry: entry.route)
def test_who_sees_an_entry_may_open_its_page(entry):
    found = resolve(reverse(entry.route, args=["0000"]))
    rule = rule_of(found.func, entry.route)
    assert rule is not None
    assert not rule.acts or entry.act in rule.acts


@pytest.mark.parametrize("entry", navigation(), ids=lambda entry: entry.route)
def test_an_entrys_icon_is_drawn(entry):
    assert f'id="{entry.icon}"' in ICONS.read_text(encoding="utf-8")


def declared():
    return {one.ask for one in tasks()} | {one.show for one in panels()}


def makers():
    """Functions of the rooms' modules that give lines or panels to the start page."""
    for room in rooms():
        package = importlib.import_module(f"samsyn.web.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for _, one in inspect.getmembers(importlib.import_module(module.name)):
                if inspect.isfunction(one) and one.__module__ == module.name and _gives(one):
                    yield one


def _gives(function):
    if "return" not in function.__annotations__:
        return False
    kind = get_type_hints(function)["return"]
    return Task in (kind, *get_args(kind)) or Panel in (kind, *get_args(kind))


def test_what_is_made_for_the_start_page_is_declared():
    assert set(makers()) == declared()


@pytest.mark.parametrize("room", rooms())
def test_a_room_declares_its_own(room):
    pages = rooms()[room]
    home = f"samsyn.web.{room}."
    assert all(one.ask.__module__.startswith(home) for one in pages.tasks)
    assert all(one.show.__module__.startswith(home) for one in pages.panels)
    routes = {one.name for one in pages.urls}
    assert {entry.route for entry in pages.navigation} <= routes


# what somebody types that no guard reads: an address to reach a person by, a word for the guard,
# which kind of stop a list is to show
TYPED_UNREAD = {("organisations", "email"), ("organisations", "word"), ("stops", "kind")}


def typed():
    """(room, field) of each text that a room's forms ask for and its tables keep by that name."""
    for room, said in domain_rooms().items():
        with suppress(ModuleNotFoundError):
            module = importlib.import_module(f"samsyn.web.{room}.forms")
            fields = {
                name
                for form in vars(module).values()
                if isinstance(form, type) and issubclass(form, forms.BaseForm)
                for name, field in form.base_fields.items()
                if type(field) in (forms.CharField, forms.EmailField) and not field.widget.is_hidden
            }
            kept = {text.split(".")[1] for those in said.plain.values() for text in those}
            read = {text.split(".")[1] for text in said.guarded}
            for name in sorted(fields & (kept | read)):
                yield room, name, name in read


def test_what_is_typed_in_a_form_is_read_by_the_guard():
    """A reason to leave a table's text alone is none for what anybody can type into it."""
    found = list(typed())
    assert ("places", "edition", True) in found
    assert {(room, name) for room, name, read in found if not read} == TYPED_UNREAD
