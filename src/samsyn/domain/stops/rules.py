"""What may be done with a stopped text, and when it goes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from samsyn.domain.organisations.enums import OrganisationKind
from samsyn.domain.organisations.models import Organisation
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.stops.enums import TRANSITIONS, StopState, WritePath
from samsyn.domain.stops.models import StoppedText
from samsyn.foundation.refusals import NotAllowed, NotNow

UNDO_FOR = timedelta(days=1)
"""How long a judged text stays, so that the verdict can be undone and the text taken out."""
MOST_TAKEN_OUT = 100
MOST_WAITING = 30
"""Of one writer: this is for judging the guard, and no place to keep texts."""
Span = tuple[int, int, str, str]


@dataclass(frozen=True)
class Stop:
    """A stop as it was shown to its writer: ``spans`` are all that was found in the text, and
    ``chosen`` the one that is spoken of. ``typed``: it was found while the text was written, and
    has not been counted. The police's has no text."""

    path: WritePath
    field: str
    text: str
    spans: tuple[Span, ...]
    chosen: int
    organisation_id: int | None = None
    police: bool = False
    typed: bool = False

    @property
    def span(self) -> Span:
        """The one that is spoken of."""
        return self.spans[self.chosen]

    @property
    def kind(self) -> str:
        """What the guard took it for."""
        return self.span[2]


def is_polices(scope: Scope, organisation: Organisation | None) -> bool:
    """Whether a text is the police's: written for them, or by somebody who works there."""
    return bool(scope.police) or (
        organisation is not None and organisation.kind == OrganisationKind.POLICE
    )


def key_of(scope: Scope, stop: Stop) -> str:
    """The same for the same stop of the same writer; tells nothing of the text without our key."""
    told = f"{scope.user_id}\0{stop.path}\0{stop.field}\0{stop.span}\0{stop.text}"
    return salted_hmac("samsyn.stops", told, algorithm="sha256").hexdigest()


def check_few_wait(waiting: int) -> None:
    """Refuse to put more than some texts of one writer's here at a time."""
    if waiting >= MOST_WAITING:
        raise NotNow(
            f"Du har {MOST_WAITING} anmälda stopp som väntar på bedömning. Ta tillbaka något av "
            "dem eller vänta tills de är bedömda."
        )


def check_may_judge(row: StoppedText, verdict: StopState) -> None:
    """Refuse a verdict on what is judged, and to undo what is not."""
    if verdict not in TRANSITIONS[StopState(row.state)]:
        raise NotNow("Stoppet är redan bedömt. Ångra bedömningen först.")


def check_may_take_back(scope: Scope, row: StoppedText) -> None:
    """Only the writer takes it back, and only before somebody has judged it."""
    if row.writer_id != scope.user_id:
        raise NotAllowed("Bara den som har anmält stoppet kan ta tillbaka det.")
    if row.state != StopState.AWAITED:
        raise NotNow("Stoppet är redan bedömt. Texten tas bort inom ett dygn.")


def goes_at(row: StoppedText) -> datetime:
    """When the text goes, at the latest."""
    return min(row.due, row.judged_at + UNDO_FOR) if row.judged_at else row.due
