"""Every act that code puts in the log has a sentence in Swedish."""

import ast
from pathlib import Path

import pytest

from samsyn.domain.audit.wording import acts
from samsyn.domain.monitoring.enums import Triage
from samsyn.domain.observations.enums import ReportState

SOURCE = Path(__file__).parents[2] / "src/samsyn"
RECORDERS = {"record", "record_read", "record_access"}


def recorded():
    """Acts that are named where they are recorded, with the file."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in RECORDERS:
                yield from ((act, path.name) for act in _acts(node))


def _name(function):
    return getattr(function, "id", getattr(function, "attr", ""))


def _acts(call):
    if _name(call.func) == "record_access":
        return [f"access.{one.value}" for one in _texts(call.args[0])]
    return [one.value for one in _texts(call.args[1])] if len(call.args) > 1 else []


def _texts(node):
    parts = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
    return [one for one in parts if isinstance(one, ast.Constant)]


@pytest.mark.parametrize(("act", "file"), sorted(set(recorded())))
def test_each_recorded_act_is_worded(act, file):
    assert act in acts(), f"word {act} (recorded in {file}) in the room's room.py"


def test_the_search_finds_what_is_recorded():
    found = {act for act, _ in recorded()}
    assert {"organisations.role_given", "access.login", "observations.reported"} <= found


@pytest.mark.parametrize(
    "act",
    [
        "situations.settled",
        *(f"observations.{state.value}" for state in (ReportState.PASSED_ON, ReportState.RETURNED)),
        *(f"monitoring.{state.value}" for state in Triage),
        "access.acted_for",
        "access.acted_for_oneself",
    ],
)
def test_acts_that_are_put_together_are_worded_too(act):
    assert act in acts()


@pytest.mark.parametrize("act", sorted(acts()))
def test_each_sentence_names_who_or_what(act):
    template = str(acts()[act])
    assert "%(who)s" in template or "%(what)s" in template
