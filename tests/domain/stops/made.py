"""A stop that was reported, as a page would."""

from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.stops.actions import report_stop
from samsyn.domain.stops.enums import WritePath
from samsyn.domain.stops.models import StoppedText
from samsyn.domain.stops.rules import Stop

TEXT = "Grindslanten krossade en ruta vid Kolgatan 4 i natt."
SPANS = ((0, 12, "name", "must_flag"), (34, 44, "home_address", "must_flag"))


def stop(**values: object) -> Stop:
    given = {
        "path": WritePath.REPORT,
        "field": "description",
        "text": TEXT,
        "spans": SPANS,
        "chosen": 0,
        **values,
    }
    return Stop(**given)  # type: ignore[arg-type]


def reported(by: Scope, days: int = 14, **values: object) -> StoppedText:
    row = report_stop(by=by, stop=stop(**values), days=days)
    assert row is not None
    return row
