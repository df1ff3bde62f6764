"""What this room's routes point at in the access matrix."""

from datetime import date

from samsyn.domain.situations.actions import create_draft
from samsyn.domain.situations.models import SituationPicture
from samsyn.domain.situations.periods import Period
from tests import factories
from tests.web.access.world import World, stands


def _draft(world: World) -> SituationPicture:
    by = factories.fresh(factories.system_scope_of(world.municipality))
    period = Period(date(2026, 1, 1), date(2026, 1, 31))
    kept = SituationPicture.objects.visible_to(by).first()
    return kept or create_draft(by=by, period=period)


@stands("picture", "picture_texts", "picture_assess_overall", "picture_settle", "picture_delete")
def picture(world: World) -> dict[str, object]:
    return {"uid": _draft(world).uid}


@stands("picture_assess")
def area(world: World) -> dict[str, object]:
    factories.category(world.municipality)
    return {"uid": _draft(world).uid, "key": "ordning"}


@stands("picture_file")
def file(world: World) -> dict[str, object]:
    return {"uid": _draft(world).uid, "audience": "group", "kind": "docx"}
