"""What the tests of sections look for in them."""

from samsyn.domain.observations.queries.counts import Reporting
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.values.content import (
    Rows,
    Section,
)
from tests.domain.situations.basis import (
    ROBBERY,
    THREAT,
)

PUBLIC = {"audience": Audience.PUBLIC, "bands": {THREAT: "0–4", ROBBERY: "5–9"}}


def block(made: Section, kind):
    return next(one for one in made.blocks if isinstance(one, kind))


def table(made: Section):
    return block(made, Rows).table


HEARD = {1: Reporting(4, 1, True), 2: Reporting(0, 0, True), 4: Reporting(1, 0, False)}
