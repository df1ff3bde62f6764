"""How what is masked is said: where it stood, and the letter to those who may have got it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.domain.observations.models import Observation
from samsyn.domain.redactions.models import Masking
from samsyn.domain.situations.models import SituationPicture
from samsyn.foundation import clock, formats

_CALLED = {
    "observations.observation": gettext_lazy("rapporten"),
    "observations.review": gettext_lazy("granskarens ord"),
    "audit.revision": gettext_lazy("en tidigare version"),
    "situations.situationpicture": gettext_lazy("lägesbildens texter"),
    "situations.assessment": gettext_lazy("en motivering"),
    "situations.frozensection": gettext_lazy("ett avsnitt i en fastställd lägesbild"),
    "intake.batch": gettext_lazy("det som visades av en inläst fil"),
    "intake.problem": gettext_lazy("en anmärkning på en inläst fil"),
    "intake.guardanswers": gettext_lazy("en text ur en fil som prövats"),
    "files.storedfile": gettext_lazy("namnet på en fil"),
    "monitoring.deviation": gettext_lazy("en avvikelse"),
    "observations.export": gettext_lazy("ändamålet för ett uttag"),
    "observations.countrecord": gettext_lazy("en statistikuppgift"),
    "notices.outgoingmail": gettext_lazy("ett brev"),
    "redactions.masking": gettext_lazy("grunden för en maskering"),
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
        "Vilka uppgifter det gäller står inte i brevet. Vet du inte vilka kopior det kan vara, "
        "fråga dataskyddsombudet."
    ) % {
        "what": thing_called(thing),
        "day": formats.day(clock.local_day(masking.created_at)),
    }
    return _("Uppgifter har maskats i Samsyn"), body
