"""Judging and writing: versions, conflicts, and what the guard refuses."""

import pytest

from samsyn.domain.audit.models import Entry, Revision
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.writing import Gone
from samsyn.domain.privacy.rules import PersonalDataError
from samsyn.domain.situations.actions import (
    StaleAssessmentError,
    StaleTextsError,
    assess,
    delete_draft,
    write_texts,
)
from samsyn.domain.situations.enums import Colour, Trend
from samsyn.domain.situations.models import Assessment, SituationPicture
from samsyn.domain.situations.queries import reading
from samsyn.domain.situations.values.content import Judgement
from samsyn.foundation.refusals import Mistaken, NotAllowed, NotNow, Stale
from tests import factories
from tests.factories import pictures as made

pytestmark = pytest.mark.django_db
WHY = "Fler klagomål från boende."


@pytest.fixture
def where():
    here = factories.municipality()
    factories.category(here)
    return here


@pytest.fixture
def picture(where):
    return made.draft(where)


def judgement(text=WHY, colour=Colour.YELLOW):
    return Judgement(colour, Trend.RISING, text)


def area_of(where):
    return reference(made.system(where)).areas[0]


def judge(by, picture, area, version=0, text=WHY, **more):
    return assess(
        by=by, picture=picture, area=area, judgement=judgement(text), version=version, **more
    )


def test_a_contact_judges_an_area(where, picture):
    by = factories.fresh(factories.scope_as(Role.CONTACT, where))
    row = judge(by, picture, area_of(where), text=f"  {WHY} ")
    assert (row.colour, row.trend, row.motivation, row.version) == ("yellow", "rising", WHY, 1)
    assert row.assessed_by_id == by.user_id
    read = reading(by, picture)
    assert read.areas[0].judgement == judgement()
    assert read.waiting == ["Läget som helhet"]


def test_area_and_whole_are_judged_apart(where, picture):
    by = made.system(where)
    judge(by, picture, area_of(where))
    judge(by, picture, None, text="Sammantaget gult.")
    assert reading(by, picture).waiting == []
    assert Assessment.objects.within(where).count() == 2


def test_a_change_keeps_what_stood_before(where, picture):
    by = made.system(where)
    judge(by, picture, None)
    row = judge(by, picture, None, version=1, text="Annat skäl.")
    assert (row.version, row.motivation) == (2, "Annat skäl.")
    kept = Revision.rows.get(subject=str(row.uid))
    assert (kept.version, kept.fields["motivation"]) == (1, WHY)


@pytest.mark.parametrize("version", [0, 2])
def test_a_stale_judgement_is_refused_and_the_other_handed_over(where, picture, version):
    by = made.system(where)
    first = judge(by, picture, None)
    with pytest.raises(StaleAssessmentError) as refusal:
        judge(by, picture, None, version=version, text="Min text.")
    assert refusal.value.current == first
    assert refusal.value.current.motivation == WHY
    assert isinstance(refusal.value, Stale)
    assert Assessment.objects.within(where).get().motivation == WHY


def test_what_was_seen_can_be_replaced(where, picture):
    by = made.system(where)
    judge(by, picture, None)
    with pytest.raises(StaleAssessmentError) as refusal:
        judge(by, picture, None, text="Min text.")
    row = judge(by, picture, None, version=refusal.value.current.version, text="Min text.")
    assert row.motivation == "Min text."


def test_personal_data_is_refused(where, picture):
    with pytest.raises(PersonalDataError) as refusal:
        judge(made.system(where), picture, None, text="Ring 070-123 45 67 om detta.")
    assert refusal.value.field == "motivation"
    assert not Assessment.objects.within(where).exists()


def test_a_judgement_without_reason_is_refused(where, picture):
    with pytest.raises(Mistaken, match="varför"):
        judge(made.system(where), picture, None, text=" ")


@pytest.mark.parametrize("role", [Role.ANALYST, Role.COUNCIL_MEMBER, Role.REPORTER])
def test_others_do_not_judge(where, picture, role):
    by = factories.scope_as(role, where)
    with pytest.raises((NotAllowed, Gone)):
        judge(by, picture, None)


def test_a_settled_picture_is_not_judged_again(where):
    picture = made.settled(where)
    with pytest.raises(NotNow, match="fastställd"):
        judge(made.system(where), picture, None, version=1)


def test_the_log_has_the_act_but_not_the_words(where, picture):
    judge(made.system(where), picture, area_of(where))
    entry = Entry.rows.get(act="situations.assessed")
    assert entry.values["area"] == "ordning"
    assert entry.values["colour"] == "yellow"
    assert WHY not in str(entry.values)


def write(by, picture, version=1, **texts):
    values = {"title": "Vår bild", "summary": "Lugnt.", "raised": "En fråga", **texts}
    return write_texts(by=by, picture=picture, version=version, **values)


def test_texts_are_kept_with_what_stood_before(where, picture):
    row = write(made.system(where), picture)
    assert (row.title, row.summary, row.raised, row.version) == (
        *("Vår bild", "Lugnt.", "En fråga"),
        2,
    )
    assert Revision.rows.get(subject=str(row.uid)).fields["title"] == "Lägesbild oktober 2025"


def test_stale_texts_are_refused_and_the_others_handed_over(where, picture):
    by = made.system(where)
    write(by, picture, summary="Först.")
    with pytest.raises(StaleTextsError) as refusal:
        write(by, picture, summary="Sedan.")
    assert refusal.value.current.summary == "Först."


@pytest.mark.parametrize(
    ("field", "text"),
    [("title", " "), ("title", "x" * 121), ("summary", "x" * 1201), ("raised", "x" * 2001)],
)
def test_texts_that_do_not_fit_name_their_field(where, picture, field, text):
    with pytest.raises(Mistaken) as refusal:
        write(made.system(where), picture, **{field: text})
    assert refusal.value.field == field


def test_the_guard_reads_every_text(where, picture):
    for field in ("title", "summary", "raised"):
        with pytest.raises(PersonalDataError) as refusal:
            write(made.system(where), picture, **{field: "Personnummer 19121212-1212"})
        assert refusal.value.field == field


def test_judging_does_not_make_texts_stale(where, picture):
    by = made.system(where)
    judge(by, picture, None)
    assert write(by, picture).version == 2


def test_a_draft_is_thrown_away_but_its_words_are_kept(where, picture):
    by = made.system(where)
    judge(by, picture, None)
    write(by, picture)
    uid = str(picture.uid)
    delete_draft(by=by, picture=picture, version=2)
    assert not SituationPicture.objects.within(where).exists()
    kept = Revision.rows.filter(subject=uid).order_by("-version").first()
    assert kept.fields["summary"] == "Lugnt."
    assert Entry.rows.filter(act="situations.draft_deleted", subject=uid).exists()


def test_a_draft_that_somebody_works_on_is_not_thrown_away(where, picture):
    by = made.system(where)
    write(by, picture)
    with pytest.raises(Stale):
        delete_draft(by=by, picture=picture, version=1)
    with pytest.raises(NotAllowed):
        delete_draft(by=factories.scope_as(Role.CONTACT, where), picture=picture, version=2)


def test_a_settled_picture_is_not_thrown_away(where):
    picture = made.settled(where)
    with pytest.raises(NotNow):
        delete_draft(by=made.system(where), picture=picture, version=picture.version)
