"""Who may mask what, and what they see of it."""

import pytest
from django.utils import timezone

from samsyn.domain.audit.actions import keep_revision
from samsyn.domain.audit.models import Revision
from samsyn.domain.files.actions import keep
from samsyn.domain.files.models import StoredFile
from samsyn.domain.intake.actions import NewSource, create_source, take_in
from samsyn.domain.observations.enums import ExportState, Release, ReportState
from samsyn.domain.observations.models import Export, Observation
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.privacy.rules import TOMBSTONE
from samsyn.domain.redactions.enums import Ground
from samsyn.domain.redactions.queries import look, plan
from samsyn.domain.situations.queries import proof
from samsyn.foundation.refusals import Mistaken, NotAllowed
from tests import factories
from tests.domain.redactions import planted
from tests.domain.redactions.planted import PASSAGE
from tests.domain.redactions.test_masking import mask, officer_of, written
from tests.factories import pictures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR, settings.FILES = tmp_path, tmp_path / "files"


@pytest.fixture
def where():
    return factories.municipality()


class TestWho:
    def test_the_polices_held_text_is_neither_seen_nor_masked_by_others(self, where):
        station = factories.organisation(where, OrganisationKind.POLICE)
        police = factories.scope_as(Role.REPORTER, where, at=station)
        row = factories.observation(police, description="Spaning vid stor ek i helgen.")
        own = factories.observation(
            factories.scope_as(Role.COORDINATOR, where), description="Vid stor ek låg glas."
        )
        for by in (officer_of(where), factories.scope_as(Role.COORDINATOR, where)):
            with pytest.raises(NotAllowed):
                mask(by, row, "stor ek", seen="")
            assert row not in plan(by, own, ("stor ek",)).others
        mask(officer_of(where), own, "stor ek")
        row.refresh_from_db()
        assert "stor ek" in row.description
        there = factories.scope_as(Role.DATA_PROTECTION_OFFICER, where, at=station)
        mask(there, row, "stor ek")
        row.refresh_from_db()
        assert row.description == f"Spaning vid {TOMBSTONE} i helgen."

    def test_what_the_police_said_before_they_let_others_read_it_is_not_shown(self, where):
        station = factories.organisation(where, OrganisationKind.POLICE)
        police = factories.scope_as(Role.DATA_PROTECTION_OFFICER, where, at=station)
        reporter = factories.scope_as(Role.REPORTER, where, at=station)
        row = factories.observation(reporter, ReportState.PASSED_ON)
        keep_revision(police, row, 1, {"texts": {"description": "Spaning mot Kim Ek i natt."}})
        Observation.rows.filter(pk=row.pk).update(
            description="Kim Ek sågs.", release=Release.RELEASED, version=2
        )
        row.refresh_from_db()
        asked = (Ground.ERASURE, "")
        for by in (officer_of(where), factories.scope_as(Role.COORDINATOR, where)):
            now, before = plan(by, row, ("Kim Ek",)).own
            assert (now.after, before.before, before.after) == (" sågs.", "", "")
            with pytest.raises(Mistaken, match="står inte"):
                look(by, row, ("Spaning",), *asked)
        assert look(police, row, ("Spaning",), *asked).own[0].after.startswith(" mot Kim")
        mask(officer_of(where), row, "Kim Ek")
        assert (
            Revision.rows.get().fields["texts"]["description"] == f"Spaning mot {TOMBSTONE} i natt."
        )

    def test_the_polices_files_are_not_searched_for_others(self, where):
        station = factories.organisation(where, OrganisationKind.POLICE)
        police = factories.scope_as(Role.COORDINATOR, where, at=station)
        source = create_source(by=police, new=NewSource(name="S", organisation_id=station.pk))
        take_in(by=police, source=source, data=b"a;b\n", name=f"{PASSAGE}.csv", check=False)
        StoredFile.rows.update(name=f"{PASSAGE}.csv")
        taken = keep(police, PASSAGE.encode(), name="uttag.csv", media_type="text/csv")
        Export.rows.create(
            municipality=where, asked_by_id=police.user_id, reports=1, purpose="x", file=taken,
            state=ExportState.APPROVED, decided_at=timezone.now(),
        )  # fmt: skip
        row = written(factories.scope_as(Role.COORDINATOR, where), planted.SAID)
        for by, seen in ((officer_of(where), 0), (police, 1)):
            found = plan(by, row, (PASSAGE,))
            assert (len(found.copies), len(found.files)) == (seen, seen)

    def test_nobody_of_another_municipality(self, where):
        row = written(factories.scope_as(Role.COORDINATOR, where), planted.SAID)
        there = officer_of(factories.municipality("1904", "Skinnskatteberg"))
        with pytest.raises(Exception) as refused:
            mask(there, row, seen="")
        assert isinstance(refused.value, (NotAllowed, Observation.DoesNotExist))

    @pytest.mark.parametrize("role", [Role.REVIEWER, Role.ANALYST, Role.CONTACT, Role.OPERATOR])
    def test_no_other_role(self, where, role):
        row = written(factories.scope_as(Role.COORDINATOR, where), planted.SAID)
        with pytest.raises(NotAllowed):
            mask(factories.scope_as(role, where), row, seen="")

    def test_a_settled_picture_is_the_officers_where_there_is_one(self, where):
        picture = planted.picture_of(where)
        alone = factories.scope_as(Role.COORDINATOR, where)
        look(alone, picture, (PASSAGE,), Ground.ERASURE, "")
        officer = officer_of(where)
        with pytest.raises(NotAllowed, match="ombud"):
            mask(alone, picture, seen="")
        left = mask(alone, written(alone, planted.SAID))
        assert left.left > 0 and proof(pictures.system(where), picture).redacted == ""
        mask(officer, picture)
