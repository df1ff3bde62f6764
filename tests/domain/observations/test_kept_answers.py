"""What the guard answered at a file's trial is used when it is read in, while it still holds."""

import pytest

from samsyn.domain.intake.models import GuardAnswers
from samsyn.domain.observations.actions import answers, batches
from samsyn.domain.observations.actions.approving import order_import
from samsyn.domain.observations.actions.importing import check, import_batch
from samsyn.domain.observations.models import Observation
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.privacy.guard import use_model
from samsyn.foundation import clock
from tests import factories
from tests.domain.observations.test_importing import scope, taken_in, where

__all__ = ["scope", "where"]
pytestmark = pytest.mark.django_db
FILE = (
    "Datum;Tid;Plats;Typ;Text\n"
    "2026-03-01;21:30;Hos Bertil Ekström;Klotter;Röd färg på väggen\n"
    "2026-03-02;;Torget;Skadegörelse;Ring 070-174 06 05\n"
    "2026-03-03;;Rävlyan;Klotter;Lugnt\n"
).encode()


@pytest.fixture
def asked(monkeypatch):
    """The texts that the guard is asked about."""
    texts, ask = [], batches._masked

    def noted(text, *rest):
        texts.append(text)
        return ask(text, *rest)

    monkeypatch.setattr(batches, "_masked", noted)
    return texts


@pytest.fixture
def tried(where, scope, asked):
    batch = taken_in(where, scope, FILE)
    check(batch.pk)
    batch.refresh_from_db()
    assert asked
    asked.clear()
    return batch


def read_in(batch):
    order_import(by=system_scope(batch.municipality), batch=batch)
    import_batch(batch.pk)
    rows = Observation.objects.within(batch.municipality).order_by("day")
    return [(row.description, row.place_note) for row in rows]


def test_the_guard_is_not_asked_twice_and_takes_out_the_same(tried, asked):
    first, second, third = read_in(tried)
    assert asked == []
    assert first == ("Röd färg på väggen", "Hos [borttaget]")
    assert second == ("Ring [borttaget]", "Torget")
    assert third == ("Lugnt", "Rävlyan")
    assert not GuardAnswers.rows.exists()


def test_what_is_kept_holds_nothing_of_what_was_taken_out(tried):
    [kept] = GuardAnswers.rows.all()
    assert len(kept.texts) == 2
    assert "Bertil" not in str(kept.texts)
    assert "070" not in str(kept.texts)


def changed_words(batch, monkeypatch):
    factories.guard_word(batch.municipality, "rävlyan")


def changed_guard(batch, monkeypatch):
    monkeypatch.setattr(answers, "knowledge", lambda: "another")


def another_day(batch, monkeypatch):
    today = clock.today()
    monkeypatch.setattr(answers.clock, "today", lambda: today.replace(year=today.year + 1))


def a_model(batch, monkeypatch):
    monkeypatch.setattr(answers, "uses_model", lambda: True)


@pytest.mark.parametrize("change", [changed_words, changed_guard, another_day, a_model])
def test_it_is_asked_again_when_something_has_changed(tried, asked, monkeypatch, change):
    change(tried, monkeypatch)
    rows = read_in(tried)
    assert len(asked) == 6
    assert rows[1][0] == "Ring [borttaget]"
    assert (rows[2][1] == "[borttaget]") is (change is changed_words)


def test_a_model_is_told_of():
    use_model("samsyn.domain.privacy.guard.model.spans_of_model")
    try:
        assert answers.uses_model()
    finally:
        use_model("")
