"""The forms of this room that take somebody's words."""

from samsyn.web.organisations.forms import (
    ChangedOrganisation,
    NewBody,
    NewGuardWord,
    NewOrganisation,
    NewSeat,
    Settings,
)
from tests.web.stops.paths import TODAY, Case

NAMES = ("name", "short_name")
NEW = {"name": "Parken", "short_name": "P", "kind": "department", "valid_from": TODAY}
BODY = {"kind": "council", "valid_from": TODAY}
WORD = {"word": "rävlyan", "listed": "stop", "valid_to": TODAY}


def seat(world):
    return {"organisation": world.office.uid, "valid_from": TODAY}


CASES = (
    Case("organisation_new", NewOrganisation, NAMES, lambda _: NEW),
    Case("organisation_edit", ChangedOrganisation, NAMES, lambda _: {**NEW, "version": 1}),
    Case("body_new", NewBody, ("name",), lambda _: BODY),
    Case("seat_new", NewSeat, ("title",), seat),
    Case("municipality_settings", Settings, ("est_name",), lambda _: {"version": 1}),
    Case("guard_word_new", NewGuardWord, ("why",), lambda _: WORD),
)
