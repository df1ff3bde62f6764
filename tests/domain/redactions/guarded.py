"""One write for each guarded text of the room."""

from samsyn.domain.organisations.enums import Role
from samsyn.domain.redactions.actions.masking import mask_words
from samsyn.domain.redactions.enums import Ground
from samsyn.domain.redactions.queries import plan
from tests import factories

PASSAGE = ("trasig grind",)


def words(text):
    by = factories.scope_as(Role.COORDINATOR)
    row = factories.observation(by, description="En trasig grind vid ån.")
    seen = plan(by, row, PASSAGE).digest
    mask_words(by=by, thing=row, passages=PASSAGE, ground=Ground.OTHER, words=text, seen=seen)


WRITES = {"Masking.words": words}
