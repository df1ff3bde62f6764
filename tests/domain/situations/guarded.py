"""One write for each guarded text of the room."""

from samsyn.domain.organisations.enums import Role
from samsyn.domain.situations.actions import assess, create_draft, write_texts
from samsyn.domain.situations.enums import Colour, Trend
from samsyn.domain.situations.values.content import Judgement
from tests import factories
from tests.factories.pictures import OCTOBER


def title(text):
    create_draft(by=factories.scope_as(Role.COORDINATOR), period=OCTOBER, title=text)


def written(name):
    def write(text):
        by = factories.scope_as(Role.COORDINATOR)
        picture = create_draft(by=by, period=OCTOBER)
        texts = {"title": "Parken", "summary": "", "raised": "", name: text}
        write_texts(by=by, picture=picture, version=picture.version, **texts)

    return write


def motivation(text):
    by = factories.scope_as(Role.COORDINATOR)
    picture = create_draft(by=by, period=OCTOBER)
    judgement = Judgement(Colour.GREEN, Trend.RISING, text)
    assess(by=by, picture=picture, area=None, judgement=judgement, version=0)


WRITES = {
    "SituationPicture.title": title,
    "SituationPicture.summary": written("summary"),
    "SituationPicture.raised": written("raised"),
    "Assessment.motivation": motivation,
}
