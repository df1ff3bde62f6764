"""Settling: what was read is frozen, twice, and stays as it was."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from samsyn.domain.audit.models import Entry
from samsyn.domain.files.enums import Format
from samsyn.domain.files.models import StoredFile
from samsyn.domain.observations.actions.categories import NewCategory, save_category
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.publishing.queries import document
from samsyn.domain.situations import actions
from samsyn.domain.situations.actions import assess, settle
from samsyn.domain.situations.documents import PICTURE
from samsyn.domain.situations.enums import Audience, Colour, PictureState
from samsyn.domain.situations.models import Assessment, FrozenSection, SituationPicture
from samsyn.domain.situations.queries import (
    latest,
    of_period,
    one,
    pictures,
    proof,
    reading,
    successor,
)
from samsyn.domain.situations.rendering import figures
from samsyn.domain.situations.values.content import total_digest
from samsyn.domain.situations.values.periods import month_of
from samsyn.foundation import clock
from samsyn.foundation.refusals import Mistaken, NotAllowed, NotNow, Stale
from tests import factories
from tests.factories import pictures as made

pytestmark = pytest.mark.django_db
OCTOBER = made.OCTOBER


@pytest.fixture
def where():
    here = factories.municipality()
    made.sensitive(here)
    made.happened(here, OCTOBER.first, 3)
    made.happened(here, OCTOBER.first, 2, category=made.sensitive(here))
    return here


def frozen(where, picture, audience=Audience.GROUP):
    rows = FrozenSection.objects.within(where).filter(picture=picture, audience=audience)
    return list(rows.order_by("position"))


def seen(where, picture):
    return reading(made.system(where), picture, Audience.GROUP).digest


def everything(where, picture):
    """What a reader can get of a settled picture, in every form."""
    by = made.system(where)
    return [
        *(
            reading(by, one(by, picture.uid), audience).section(key)
            for audience in Audience
            for key in ("overall", "areas", "coverage", "uncertainty")
        ),
        *(
            document(by, PICTURE, picture, audience, kind)
            for audience in Audience
            for kind in Format
        ),
    ]


def test_what_was_drafted_is_what_is_frozen(where):
    picture = made.draft(where)
    made.judge(where, picture)
    by = made.system(where)
    drafts = {audience: reading(by, picture, audience) for audience in Audience}
    picture = settle(by=by, picture=picture, seen=seen(where, picture))
    for audience, draft in drafts.items():
        assert reading(by, picture, audience).sections == draft.sections
        assert reading(by, picture, audience).digest == draft.digest


def test_a_settled_picture_says_who_and_when(where):
    who = factories.member(where, Role.COORDINATOR, who=factories.user("Sam Ordnare"))
    by = factories.fresh(factories.scope_of(who, where))
    picture = made.settled(where, by=by)
    assert (picture.state, picture.settled_by) == (PictureState.SETTLED, who)
    cover = reading(by, picture).cover
    assert (cover.settled_by, cover.settled_at) == ("Sam Ordnare", picture.settled_at)


def test_later_reports_and_edits_change_nothing(where, monkeypatch):
    picture = made.published(where)
    before = everything(where, picture)
    made.happened(where, OCTOBER.first, 5)
    save_category(
        by=made.system(where),
        new=NewCategory(key="ordning", name="Annat namn"),
        area=None,
        position=1,
    )
    Municipality.objects.filter(pk=where.pk).update(name="Storstad", est_name="Annat")
    factories.layer(where, ("01", 15.7, 60.0))
    monkeypatch.setattr(figures, "drawn", lambda draw, spec: pytest.fail("drawn again"))
    assert everything(where, picture) == before
    assert proof(made.system(where), one(made.system(where), picture.uid)).holds


def test_each_section_has_a_digest_and_all_have_one(where):
    picture = made.settled(where)
    for audience, digest in (
        (Audience.GROUP, picture.digest),
        (Audience.PUBLIC, picture.public_digest),
    ):
        rows = frozen(where, picture, audience)
        assert rows[0].key == "cover"
        assert total_digest((row.key, row.digest) for row in rows) == digest
        assert len({row.digest for row in rows}) == len(rows)
        assert [row.position for row in rows] == list(range(len(rows)))


def test_the_log_keeps_the_digests(where):
    picture = made.settled(where)
    entry = Entry.rows.get(act="situations.settled")
    assert entry.values["group"] == picture.digest
    assert entry.values["public"] == picture.public_digest


@pytest.mark.parametrize("column", ["content", "svg"])
def test_tampering_with_a_section_is_found(where, column):
    picture = made.settled(where)
    [row] = [row for row in frozen(where, picture) if row.key == "overall"]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE situations_frozensection SET {column} = {column} || ' ' WHERE id = %s",
            [row.pk],
        )
    found = proof(made.system(where), picture)
    assert not found.holds
    assert [one.title for one in found.sections if not one.holds] == ["Läget som helhet"]
    assert proof(made.system(where), picture, Audience.PUBLIC).holds


def test_a_section_that_is_gone_is_found(where):
    picture = made.settled(where)
    frozen(where, picture)[-1].delete()
    assert not proof(made.system(where), picture).holds


def test_rewriting_every_digest_is_found_by_the_log(where):
    picture = made.settled(where)
    rows = frozen(where, picture)
    rows[1].content += " "
    rows[1].digest = "f" * 64
    rows[1].save()
    picture.digest = total_digest((row.key, row.digest) for row in rows)
    picture.save()
    assert not proof(made.system(where), picture).holds


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Annan rubrik"},
        {"period_from": OCTOBER.before.first},
        {"settled_at": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
)
def test_a_list_that_says_something_else_than_what_was_settled_is_found(where, change):
    picture = made.settled(where)
    SituationPicture.objects.within(where).filter(pk=picture.pk).update(**change)
    by = made.system(where)
    assert not proof(by, one(by, picture.uid)).holds
    assert reading(by, one(by, picture.uid)).title == picture.title


def test_a_judgement_that_changed_after_the_settling_is_found(where):
    picture = made.settled(where)
    Assessment.objects.within(where).filter(picture=picture, area=None).update(colour=Colour.RED)
    assert not proof(made.system(where), picture).holds


def test_the_same_days_settled_again_replace_what_was_settled(where):
    by = made.system(where)
    first = made.settled(where)
    second = made.draft(where)
    assert second.replaces == first
    assert of_period(by, OCTOBER) == first
    assert not any(row.replaced for row in pictures(by))
    made.judge(where, second)
    settle(by=by, picture=second, seen=seen(where, second))
    assert of_period(by, OCTOBER) == second
    assert {row.picture.pk: row.replaced for row in pictures(by)} == {
        first.pk: True,
        second.pk: False,
    }
    assert latest(by).picture == second
    assert successor(by, first) == second
    assert reading(by, one(by, second.uid)).cover.replaces == first.settled_at
    entry = Entry.rows.filter(act="situations.settled").last()
    assert entry.values["replaces"] == str(first.uid)
    assert all(proof(by, one(by, picture.uid)).holds for picture in (first, second))


def test_two_who_begin_at_once_begin_one(where, monkeypatch):
    made.draft(where)
    monkeypatch.setattr(actions, "has_draft_of", lambda *asked: False)
    with pytest.raises(Mistaken, match="redan ett utkast"):
        made.draft(where)
    assert len(pictures(made.system(where))) == 1


def test_one_settles_what_one_has_seen(where):
    picture = made.draft(where)
    made.judge(where, picture)
    before = seen(where, picture)
    made.happened(where, OCTOBER.last)
    with pytest.raises(Stale, match="ändrats sedan du läste"):
        settle(by=made.system(where), picture=picture, seen=before)
    assert not frozen(where, picture)
    settle(by=made.system(where), picture=picture, seen=seen(where, picture))


def test_a_judgement_that_changed_meanwhile_is_seen_first(where):
    picture = made.draft(where)
    made.judge(where, picture)
    before = seen(where, picture)
    assess(by=made.system(where), picture=picture, area=None, judgement=made.JUDGED, version=1)
    settle(by=made.system(where), picture=picture, seen=before)  # the same words again
    other = made.draft(where, OCTOBER.before)
    made.judge(where, other)
    before = seen(where, other)
    changed = made.JUDGED.__class__("red", "rising", "Nu är det rött.")
    assess(by=made.system(where), picture=other, area=None, judgement=changed, version=1)
    with pytest.raises(Stale):
        settle(by=made.system(where), picture=other, seen=before)


def test_what_is_not_judged_is_named(where):
    picture = made.draft(where)
    with pytest.raises(NotNow, match="Ordning och Läget som helhet"):
        settle(by=made.system(where), picture=picture, seen=seen(where, picture))


def test_a_period_that_runs_is_not_settled(where):
    picture = made.draft(where, month_of(clock.today()))
    if picture.period_to == clock.today():
        pytest.skip("the month ends today")
    with pytest.raises(NotNow, match="när den är slut"):
        settle(by=made.system(where), picture=picture, seen="")


def test_settled_once(where):
    picture = made.settled(where)
    with pytest.raises(NotNow, match="redan fastställd"):
        settle(by=made.system(where), picture=picture, seen="")


@pytest.mark.parametrize("role", [Role.CONTACT, Role.ANALYST])
def test_only_the_coordinator_settles(where, role):
    picture = made.draft(where)
    with pytest.raises(NotAllowed):
        settle(by=factories.scope_as(role, where), picture=picture, seen="")


@pytest.mark.parametrize(
    ("role", "audience"),
    [
        (Role.COORDINATOR, Audience.GROUP),
        (Role.CONTACT, Audience.GROUP),
        (Role.COUNCIL_MEMBER, Audience.GROUP),
        (Role.READER, Audience.PUBLIC),
        (Role.REGISTRAR, Audience.PUBLIC),
        (Role.REVIEWER, Audience.PUBLIC),
    ],
)
def test_each_reads_the_own_snapshot(where, role, audience):
    picture = made.settled(where)
    by = factories.scope_as(role, where)
    assert reading(by, one(by, picture.uid), Audience.GROUP).audience is audience
    assert proof(by, picture, Audience.GROUP).digest == (
        picture.digest if audience is Audience.GROUP else picture.public_digest
    )
    rows = FrozenSection.objects.visible_to(by).filter(picture=picture)
    assert (Audience.GROUP in {row.audience for row in rows}) is (audience is Audience.GROUP)


def test_what_readers_get_says_nothing_of_the_group(where):
    """T02: no digest and no word of the group's snapshot reaches the other."""
    picture = made.settled(where)
    by = factories.scope_as(Role.READER, where)
    public = reading(by, one(by, picture.uid))
    texts = " ".join(section.content for section in public.sections)
    secret = {row.digest for row in frozen(where, picture)} - {
        row.digest for row in frozen(where, picture, Audience.PUBLIC)
    }
    assert not any(digest in texts for digest in {picture.digest, *secret})
    assert '["Hot",2' not in texts
    assert "organisationer har rapporterat" not in texts


def test_a_failing_document_leaves_the_draft_as_it_was(where, monkeypatch):
    monkeypatch.setattr("samsyn.domain.publishing.actions.keep", lambda *args, **more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        made.published(where)
    [row] = pictures(made.system(where))
    assert row.picture.state == PictureState.DRAFT
    assert not FrozenSection.objects.within(where).exists()
    assert not StoredFile.objects.within(where).exists()
