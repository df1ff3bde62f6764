"""The last sections: what is coming, who was heard of, and what the numbers leave out."""

from datetime import date

import pytest

from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries.counts import Reporting
from samsyn.domain.situations.sections import (
    coming,
    coverage,
    uncertainty,
)
from samsyn.domain.situations.values.periods import Period
from tests.domain.situations.basis import (
    CATEGORIES,
    DAMAGE,
    LITTER,
    OCTOBER,
    WEST,
    basis,
    said,
)
from tests.domain.situations.section_parts import HEARD, PUBLIC, table

FIVE = {DAMAGE: (5, 0, 0)}


def upcoming(**fields):
    values = {
        "day": date(2026, 11, 6),
        "category": CATEGORIES[LITTER],
        "visibility": "council",
        "release": "not_needed",
        "description": "Konsert.",
    }
    return Observation(**{**values, **fields})


def test_coming_events_tell_only_what_was_shared():
    found = (upcoming(), upcoming(visibility="group"), upcoming(release="held"))
    made = coming.coming(basis(coming=found))
    assert [row[3] for row in table(made).rows] == ["Konsert.", "", ""]
    assert table(made).rows[0][0] == "fredag 6 november"
    assert said(made) == "Tre kommande evenemang 1–28 november 2026."


def test_a_column_that_nobody_may_read_is_not_there():
    made = coming.coming(basis(coming=(upcoming(visibility="group"),)))
    assert len(table(made).columns) == 3
    assert len(table(made).rows[0]) == 3


def test_readers_get_no_free_text():
    made = coming.coming(basis(**PUBLIC, coming=(upcoming(),)))
    assert all("Konsert" not in str(row) for row in table(made).rows)
    assert len(table(made).columns) == 3


def test_nothing_is_coming():
    made = coming.coming(basis())
    assert said(made) == "Inget kommande evenemang är rapporterat för 1–28 november 2026."


def test_who_reported_who_said_nil_and_who_was_silent():
    made = coverage.coverage(basis(reporting=HEARD, nil={3: (OCTOBER,)}, categories=FIVE))
    assert said(made) == (
        "En av tre organisationer har rapporterat. "
        "Biblioteket har meddelat att det inte fanns något att rapportera. "
        "Polisen har inte hörts av. Det betyder inte att det är lugnt där."
    )
    assert table(made).rows == (
        ("Biblioteket", "inget att rapportera", 0, "inga rapporter"),
        ("Länsstyrelsen", "har rapporterat", 1, "inga rapporter"),
        ("Polisen", "har inte hörts av", 0, "rapporterade"),
        ("Skolan", "har rapporterat", 4, "rapporterade"),
    )


def test_a_report_counts_more_than_a_nil_report():
    found = coverage.heard(basis(reporting=HEARD, nil={1: (OCTOBER,), 3: (OCTOBER,)}))
    assert [one.name for one in found.reported] == ["Länsstyrelsen", "Skolan"]
    assert [one.name for one in found.nil] == ["Biblioteket"]


def test_what_waits_for_review_is_no_silence():
    waiting = {**HEARD, 2: Reporting(0, 2, before=True)}
    made = coverage.coverage(basis(reporting=waiting, nil={3: (OCTOBER,)}))
    assert "Polisen har rapporterat, men inget är färdiggranskat än." in said(made)
    assert "inte hörts av" not in said(made)
    assert ("Polisen", "inte färdiggranskat", 0, "rapporterade") in table(made).rows
    public = coverage.coverage(basis(**PUBLIC, reporting=waiting, nil={3: (OCTOBER,)}))
    assert said(public) == "Alla tre organisationer har hörts av."


def test_nothing_to_report_for_some_of_the_days_says_which():
    days = Period(OCTOBER.first, date(2026, 10, 9))
    made = coverage.coverage(basis(reporting=HEARD, nil={3: (days,)}))
    assert (
        "Biblioteket har meddelat att det inte fanns något att rapportera för 1–9 oktober 2026, "
        "men har inte hörts av om resten av perioden." in said(made)
    )
    public = coverage.coverage(basis(**PUBLIC, reporting=HEARD, nil={3: (days,)}))
    assert said(public).startswith(
        "En av tre organisationer har hörts av. "
        "Biblioteket har bara hörts av om en del av perioden."
    )


def test_an_organisation_that_is_gone_is_not_silent():
    found = coverage.heard(basis())
    assert "Förbundet" not in [one.name for one in found.silent]
    old = basis(period=Period(date(2021, 12, 1), date(2021, 12, 31)))
    assert "Förbundet" in [one.name for one in coverage.heard(old).silent]


def test_readers_learn_only_who_was_heard_of():
    made = coverage.coverage(basis(**PUBLIC, reporting=HEARD, nil={3: (OCTOBER,)}))
    assert said(made).startswith("Två av tre organisationer har hörts av.")
    assert len(made.blocks) == 1


def test_all_were_heard_of():
    everyone = {n: Reporting(1, 0, True) for n in (1, 2, 3)}
    assert said(coverage.coverage(basis(reporting=everyone, categories={DAMAGE: (3, 0, 0)}))) == (
        "Alla tre organisationer har rapporterat."
    )


def test_what_is_missing_is_counted():
    made = uncertainty.uncertainty(
        basis(
            reporting=HEARD,
            categories={DAMAGE: (40, 0, 0)},
            hours={(0, "unknown"): 10, (0, "morning"): 30},
            districts={(0, DAMAGE): 4, (WEST, DAMAGE): 36},
        )
    )
    text = said(made)
    assert "En rapport från perioden väntar på granskning och är inte med." in text
    assert "Två organisationer har inte hörts av." in text
    assert "10 av 40 rapporter (25\u00a0%) saknar tid på dygnet." in text
    assert "4 av 40 rapporter (10\u00a0%) saknar plats inom områdena." in text
    assert "Lägesbilden gör fyra jämförelser som kan visa något." in text
    assert "Przyborowski" in text


def test_no_comparison_is_counted_where_none_can_show_anything():
    few = basis(categories={DAMAGE: (3, 0, 1)})
    young = basis(categories={DAMAGE: (40, 0, 0)}, first_day=OCTOBER.first)
    for one in (few, young):
        assert "Lägesbilden gör" not in said(uncertainty.uncertainty(one))


def test_fewer_organisations_may_be_the_reason():
    fewer = {1: Reporting(4, 0, True), 2: Reporting(0, 0, True)}
    text = said(uncertainty.uncertainty(basis(reporting=fewer)))
    assert "Färre organisationer rapporterade än perioden före: en mot två." in text
    young = basis(reporting=fewer, first_day=OCTOBER.first)
    assert "Färre" not in said(uncertainty.uncertainty(young)).replace("Färre än", "")


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 10, 31), "är inte slut"),
        (date(2026, 11, 7), "nyss tagit slut"),
        (date(2026, 11, 8), None),
    ],
)
def test_how_final_the_numbers_are(today, words):
    text = said(uncertainty.uncertainty(basis(today=today)))
    if words:
        assert words in text
    else:
        assert "slut" not in text


def test_readers_learn_nothing_of_what_waits():
    text = said(uncertainty.uncertainty(basis(**PUBLIC, reporting=HEARD)))
    assert "väntar" not in text
    assert "rapporterade än" not in text


def test_what_is_coming_is_said_where_organisations_numbers_hold_it():
    made = coverage.coverage(
        basis(reporting=HEARD, nil={3: (OCTOBER,)}, categories={DAMAGE: (3, 0, 0)})
    )
    assert "även två rapporter om kommande evenemang och aktiviteter" in said(made)
    assert "kommande" not in said(coverage.coverage(basis(reporting=HEARD, categories=FIVE)))
