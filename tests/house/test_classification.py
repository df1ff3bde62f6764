"""Every stored field says what it is for, what may make it secret, when it goes, who sees it."""

import ast
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from tools.privacy import COLUMNS, PAGE, classified, readers, text

from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.models import User
from samsyn.foundation.classification import Ends, Personal, to_be_named
from samsyn.foundation.rooms import DOMAIN, domain_rooms

SRC = DOMAIN.parent
MODELS = [one for one in apps.get_models(include_auto_created=True) if not one._meta.abstract]
GROUPS = [group for _, groups in classified() for group in groups if group.fields]
BY_FIELD = {name: group for group in GROUPS for name in group.names}
# rows that go where the code does not say their model's name
BY_VARIABLE = {
    ("observations/actions/counting.py", "model"): {"ObservationCount", "SharedCount"},
    ("observations/actions/importing.py", "links"): {"ObservationDistrict"},
    ("observations/actions/importing.py", "kept"): {"Problem"},
    ("observations/actions/importing.py", "brought"): {"Observation"},
    ("observations/actions/importing.py", "counts"): {"CountRecord"},
    ("observations/actions/changing.py", "row"): {"CountRecord"},
    ("observations/actions/undoing.py", "row"): {"Observation"},
    ("situations/actions.py", "picture"): {"SituationPicture"},
    ("foundation/scoping.py", "super"): set(),  # every model's, when it is asked
    ("foundation/backups/loading.py", "models"): set(),  # before a restore, what a start has made
}
# what goes with something else, is emptied, or is taken away by a library
OTHERWISE = {
    "ObservationReporter": "cascade",
    "AccessRequest": "emptied",
    "Batch": "emptied",
    "Session": "logout",
}
# drafts go, what is settled is kept
DRAFTS = {"SituationPicture", "Assessment"}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_is_classified_once(model):
    if model.__module__.startswith("samsyn.domain."):
        room = model.__module__.split(".")[2]
        groups = import_module(f"samsyn.domain.{room}.classification").CLASSIFIED
    else:
        groups = import_module("samsyn.config.classification").CLASSIFIED
    named = [name for one in groups if one.of == model.__name__ for name in one.names]
    assert sorted(named) == sorted(to_be_named(model))


def test_nothing_is_classified_that_is_not_stored():
    stored = {name for model in MODELS for name in to_be_named(model)}
    assert set(BY_FIELD) <= stored
    assert Counter(model.__name__ for model in MODELS).most_common(1)[0][1] == 1


def test_every_group_has_a_purpose_and_readers():
    for one in GROUPS:
        assert len(one.purpose.split()) > 3, one.names
        assert readers(one), one.names
        assert {Act(act) for act in one.acts} <= set(Act)


def test_who_is_pointed_out_is_personal_data():
    """A field that holds a person's key or address is, whatever its room says of it."""
    for model in MODELS:
        for field in model._meta.concrete_fields:
            points = field.related_model is User or isinstance(field, models.EmailField)
            if points and BY_FIELD[f"{model.__name__}.{field.name}"].of != "EmailConfirmation":
                assert BY_FIELD[f"{model.__name__}.{field.name}"].personal is Personal.YES, field


def test_a_text_that_the_guard_reads_may_hold_what_it_misses():
    for room in domain_rooms().values():
        for name in room.guarded:
            assert BY_FIELD[name].personal in (Personal.POSSIBLE, Personal.YES), name


def removed() -> set[str]:
    """The models of which some code deletes rows; fails where it cannot be told which."""
    names = {model.__name__ for model in MODELS}
    found: set[str] = set()
    for path in SRC.rglob("*.py"):
        if "migrations" in path.parts or "demo" in path.parts:
            continue
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if is_deletion(call):
                about = name_of(call.func)
                if about in names:
                    found.add(about)
                elif about:
                    found |= of_variable(path, about)
    return found


def is_deletion(node: ast.AST) -> bool:
    """``….delete()``; what takes an argument forgets a key, not rows."""
    named = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "delete"
    return named and not node.args


def name_of(node: ast.AST) -> str:
    """The name that a chain of calls begins with."""
    while isinstance(node, (ast.Attribute, ast.Call)):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node.id if isinstance(node, ast.Name) else ""


def of_variable(path: Path, name: str) -> set[str]:
    where = path.relative_to(SRC).as_posix().removeprefix("domain/")
    return BY_VARIABLE[where, name]


def test_what_is_said_to_stay_is_deleted_nowhere():
    goes = {one.of for one in GROUPS if one.term.ends in (Ends.BY_ITSELF, Ends.BY_HAND)}
    assert removed() - DRAFTS <= goes
    assert goes - removed() == set(OTHERWISE)


def test_the_page_is_what_the_code_says():
    assert PAGE.read_text(encoding="utf-8") == text(), "run: python -m tools.privacy"


def test_the_page_tells_of_every_model():
    page = PAGE.read_text(encoding="utf-8")
    assert page.count(COLUMNS) >= len(MODELS)
    for model in MODELS:
        assert f"\n### {model.__name__}" in page
