"""What the picture's page shows: cards of areas with their forms, and the sections between."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import dropwhile, takewhile
from typing import Self

from samsyn.domain.organisations.enums import Act
from samsyn.domain.publishing.models import PublishedDocument
from samsyn.domain.publishing.queries import documents_of
from samsyn.domain.redactions.queries import may_mask_picture
from samsyn.domain.situations.documents import PICTURE
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.models import Assessment, SituationPicture
from samsyn.domain.situations.queries import (
    Proof,
    Reading,
    audience_of,
    proof,
    reading,
    successor,
)
from samsyn.domain.situations.rules import (
    check_complete,
    check_may_settle,
    may_assess,
    may_edit,
)
from samsyn.domain.situations.sections.registry import OVERALL, placement
from samsyn.domain.situations.values.content import (
    AreaFigures,
    Block,
    Judgement,
    Numbers,
    Overall,
    Paragraph,
    Section,
)
from samsyn.domain.situations.values.placing import Side
from samsyn.foundation import clock
from samsyn.foundation.refusals import Refusal
from samsyn.web.request import ScopedRequest
from samsyn.web.situations.forms import AssessmentForm, TextsForm
from samsyn.web.situations.links import Links

WHOLE = "helheten"


@dataclass(frozen=True)
class Card:
    """What is judged: an area, or the whole, with its judgement and the form for it.

    ``theirs`` is what somebody else has saved while this was written.
    """

    key: str
    judgement: Judgement | None
    form: AssessmentForm | None
    area: AreaFigures | None = None
    assessment: Assessment | None = None
    theirs: Assessment | None = None

    @property
    def anchor(self) -> str:
        """Where on the page it stands."""
        return f"omrade-{self.key}" if self.key else WHOLE


@dataclass(frozen=True)
class Bound:
    """A form that was sent and not accepted, and what it collided with."""

    key: str
    form: AssessmentForm
    theirs: Assessment | None = None


def _side(section: Section) -> Side:
    return placement(section.key).side


@dataclass(frozen=True)
class Columns:
    """Sections side by side."""

    left: list[Section]
    right: list[Section]

    @classmethod
    def of(cls, sections: Iterable[Section]) -> Self:
        """Each section in its column."""
        sides: tuple[list[Section], list[Section]] = ([], [])
        for one in sections:
            sides[_side(one) is not Side.LEFT].append(one)
        return cls(*sides)


@dataclass(frozen=True)
class Page:
    """Everything that the picture's page shows."""

    picture: SituationPicture
    reading: Reading
    links: Links
    whole: Card
    areas: tuple[Card, ...]
    texts: TextsForm | None
    why_not: str
    theirs: SituationPicture | None = None
    proof: Proof | None = None
    successor: SituationPicture | None = None
    documents: list[PublishedDocument] = field(default_factory=list)
    sees_both: bool = False
    may_settle: bool = False
    may_judge: bool = False
    may_redact: bool = False

    @property
    def overall(self) -> Section | None:
        """How it stands as a whole."""
        return self.reading.section("overall")

    @property
    def summary(self) -> list[Block]:
        """People's words about the whole: what stands before the figures."""
        blocks = self.overall.blocks if self.overall else ()
        said = takewhile(lambda block: not isinstance(block, Numbers), blocks)
        return [block for block in said if isinstance(block, Paragraph)]

    @property
    def figures(self) -> list[Block]:
        """The whole in figures, and what they show."""
        blocks = self.overall.blocks if self.overall else ()
        return list(dropwhile(lambda block: not isinstance(block, Numbers), blocks))

    @property
    def area_section(self) -> Section | None:
        """The areas."""
        return self.reading.section("areas")

    @property
    def raised(self) -> Section | None:
        """What is raised."""
        return self.reading.section("raised")

    @property
    def others(self) -> list[Section]:
        """The sections that follow."""
        return [one for one in self.reading.sections if _side(one) is not Side.BY_HAND]

    @property
    def before(self) -> Columns:
        """The sections before the one across."""
        return Columns.of(takewhile(lambda one: _side(one) is not Side.ACROSS, self.others))

    @property
    def across(self) -> list[Section]:
        """The section across, if the picture has it."""
        return [one for one in self.others if _side(one) is Side.ACROSS]

    @property
    def after(self) -> Columns:
        """The sections after the one across."""
        following = dropwhile(lambda one: _side(one) is not Side.ACROSS, self.others)
        return Columns.of(one for one in following if _side(one) is not Side.ACROSS)

    @property
    def cards(self) -> tuple[Card, ...]:
        """All that is judged."""
        return (self.whole, *self.areas)

    @property
    def judged(self) -> int:
        """How many of the cards are judged."""
        return sum(1 for card in self.cards if card.judgement is not None)

    def card(self, key: str) -> Card:
        """The card of an area; of the whole for a key that has none."""
        return next((card for card in self.cards if card.key == key), self.whole)


def page_of(
    request: ScopedRequest,
    picture: SituationPicture,
    *,
    opened: str | None = None,
    bound: Bound | None = None,
    texts: TextsForm | None = None,
    theirs: SituationPicture | None = None,
) -> Page:
    """The page of a picture, with the form of what is ``opened`` to be judged.

    ``bound``, ``texts``: a form as it was sent, where it was not accepted.
    """
    scope = request.scope
    read = reading(scope, picture, _asked(request))
    cards = {card.key: card for card in _cards(read, opened, bound)}
    settled = read.settled
    return Page(
        picture=picture,
        reading=read,
        links=Links(request, read.cover.settled_at),
        whole=cards.pop(OVERALL),
        areas=tuple(cards.values()),
        texts=texts or (TextsForm.of(picture) if may_edit(scope, picture) else None),
        why_not="" if settled else _why_not(request, picture, read),
        theirs=theirs,
        proof=proof(scope, picture, read.audience) if settled else None,
        successor=successor(scope, picture) if settled else None,
        documents=documents_of(scope, PICTURE, picture) if settled else [],
        sees_both=audience_of(scope) is Audience.GROUP,
        may_settle=scope.may(Act.SETTLE),
        may_judge=may_assess(scope, picture),
        may_redact=may_mask_picture(scope, picture),
    )


def _asked(request: ScopedRequest) -> Audience | None:
    return Audience.PUBLIC if request.GET.get("visa") == Audience.PUBLIC else None


def _cards(read: Reading, opened: str | None, bound: Bound | None) -> list[Card]:
    judged = {OVERALL: _overall(read), **{one.key: one.judgement for one in read.areas}}
    figures = {one.key: one for one in read.areas}
    cards = []
    for key, judgement in judged.items():
        assessment = read.assessments.get(key)
        form = AssessmentForm.of(assessment, key or WHOLE) if key == opened else None
        theirs = None
        if bound is not None and bound.key == key:
            form, theirs = bound.form, bound.theirs
        cards.append(Card(key, judgement, form, figures.get(key), assessment, theirs))
    return cards


def _overall(read: Reading) -> Judgement | None:
    section = read.section("overall")
    blocks = section.blocks if section else ()
    return next((block.judgement for block in blocks if isinstance(block, Overall)), None)


def _why_not(request: ScopedRequest, picture: SituationPicture, read: Reading) -> str:
    """Why it cannot be settled now, in a sentence; empty where it can."""
    try:
        check_may_settle(request.scope, picture, clock.today())
        check_complete(read.waiting)
    except Refusal as refusal:
        return refusal.sentence
    return ""
