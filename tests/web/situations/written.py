"""The forms of this room that take somebody's words."""

from samsyn.web.situations.forms import AssessmentForm, NewPictureForm, TextsForm
from tests.web.stops.paths import Case

JUDGED = {"colour": "yellow", "trend": "rising", "motivation": "Fler klagomål.", "version": 0}
WRITTEN = {"title": "Läget", "version": 1}
MOTIVATION = ("motivation",)
CASES = (
    Case("picture_new", NewPictureForm, ("title",), lambda _: {"which": "0"}),
    Case(
        "picture_texts",
        TextsForm,
        ("title", "summary", "raised"),
        lambda _: WRITTEN,
        prefix="texts-",
    ),
    Case("picture_assess", AssessmentForm, MOTIVATION, lambda _: JUDGED, prefix="ordning-"),
    Case(
        "picture_assess_overall", AssessmentForm, MOTIVATION, lambda _: JUDGED, prefix="helheten-"
    ),
)
