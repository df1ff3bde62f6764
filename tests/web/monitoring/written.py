"""The forms of this room that take somebody's words."""

from samsyn.web.monitoring.forms import DismissForm, LinkForm
from tests.web.stops.paths import Case

CASES = (
    Case("deviation_link", LinkForm, ("reference",), lambda _: {"version": 1}),
    Case("deviation_dismiss", DismissForm, ("reason",), lambda _: {"version": 1}),
)
