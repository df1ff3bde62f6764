"""How what is masked is said: where it stood, and the letter to those who may have got it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.domain.observations.models import Observation
from samsyn.domain.redactions.models import Masking
from samsyn.domain.redactions.reading import (
    ANSWERS,
    ASSESSMENT,
    BATCH,
    COUNT,
    DEVIATION,
    EXPORT,
    FILE,
    LETTER,
    MASKING,
    PICTURE,
    PROBLEM,
    REPORT,
    REVIEW,
    REVISION,
    SECTION,
)
from samsyn.domain.situations.models import SituationPicture
from samsyn.foundation import clock, formats

_CALLED = {
    REPORT.kind: gettext_lazy("rapporten"),
    REVIEW.kind: gettext_lazy("granskarens ord"),
    REVISION.kind: gettext_lazy("en tidigare version"),
    PICTURE.kind: gettext_lazy("lägesbildens texter"),
    ASSESSMENT.kind: gettext_lazy("en motivering"),
    SECTION.kind: gettext_lazy("ett avsnitt i en fastställd lägesbild"),
    BATCH.kind: gettext_lazy("det som visades av en inläst fil"),
    PROBLEM.kind: gettext_lazy("en anmärkning på en inläst fil"),
    ANSWERS.kind: gettext_lazy("en text ur en fil som prövats"),
    FILE.kind: gettext_lazy("namnet på en fil"),
    DEVIATION.kind: gettext_lazy("en avvikelse"),
    EXPORT.kind: gettext_lazy("ändamålet för ett uttag"),
    COUNT.kind: gettext_lazy("en statistikuppgift"),
    LETTER.kind: gettext_lazy("ett brev"),
    MASKING.kind: gettext_lazy("grunden för en maskering"),
}


def place_called(kind: str) -> str:
    """In what a passage stands."""
    return str(_CALLED[kind])


def thing_called(thing: Observation | SituationPicture | None) -> str:
    """What was masked, in words that nobody wrote: a report's number, a picture's days."""
    if thing is None:
        return _("något som inte finns kvar, eller som du inte får läsa")
    if isinstance(thing, Observation):
        return _("rapport %s") % thing.reference
    days = formats.period(thing.period_from, thing.period_to)
    return _("lägesbilden för %s") % days


def notice(masking: Masking, thing: Observation | SituationPicture) -> tuple[str, str]:
    """Subject and body of the letter to those who may have got what was masked; not the words."""
    body = _(
        "Uppgifter i %(what)s har maskats %(day)s.\n\n"
        "Du kan ha fått dem: i ett brev, en fil eller ett dokument. Radera kopior du har. "
        "Har du lämnat dem vidare, be mottagaren göra detsamma.\n\n"
        "Vilka uppgifter det gäller står inte i brevet. I Samsyn finns de inte kvar."
    ) % {
        "what": thing_called(thing),
        "day": formats.day(clock.local_day(masking.created_at)),
    }
    return _("Uppgifter har maskats i Samsyn"), body
