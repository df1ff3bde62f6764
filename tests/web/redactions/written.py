"""The forms of this room that take somebody's words."""

from samsyn.domain.organisations.enums import Role
from samsyn.web.redactions.forms import MaskForm
from tests.web.stops.paths import Case

ASKED = {"passages": "trasig grind", "ground": "other", "words": ""}
CASES = (
    Case("report_redact", MaskForm, ("words",), lambda _: ASKED),
    Case(
        "picture_redact",
        MaskForm,
        ("words",),
        lambda _: ASKED,
        who=Role.DATA_PROTECTION_OFFICER.value,
    ),
)
