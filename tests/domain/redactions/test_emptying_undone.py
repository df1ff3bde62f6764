"""Two files of a list, the second of which changes what the first brought, are both undone: the
report is gone, and what it said goes from its versions at the term."""

from datetime import timedelta

import pytest

from samsyn.domain.audit.models import Revision
from samsyn.domain.intake.models import Batch
from samsyn.domain.observations.actions.approving import Consent
from samsyn.domain.observations.actions.importing import undo
from samsyn.domain.observations.models import Observation
from samsyn.domain.redactions.actions.emptying import empty_before
from samsyn.foundation import clock
from tests.domain.observations.test_coming_again import (  # noqa: F401 (fixtures)
    FIRST,
    SECOND,
    deliver,
    scope,
)

pytestmark = pytest.mark.django_db


def test_it_goes_at_the_term(scope, deliver):  # noqa: F811 (fixtures)
    deliver(FIRST, Consent())
    batch = deliver(SECOND, Consent(update=True))
    uid = str(Observation.objects.visible_to(scope).get(description="Ruta").uid)
    undo(by=scope, batch=batch)
    undo(by=scope, batch=Batch.objects.visible_to(scope).earliest("pk"))
    kept = Revision.rows.filter(subject=uid)
    assert kept.exists() and not Observation.rows.exists()
    said = [one.fields["texts"]["description"] for one in kept]
    assert "Tag" in said
    assert empty_before(scope, clock.today()) == 0
    assert empty_before(scope, clock.today() + timedelta(days=1)) == 1
    assert {one.fields["texts"]["description"] for one in kept.all()} == {""}
    assert [one.fields["category"] for one in kept.all()]
    assert empty_before(scope, clock.today() + timedelta(days=1)) == 0
