"""T38: the numbers of pictures over three months of one agency's sheets (new words, changed rows,
a pivot, corrected files) are those that a reading of the sheets and of the rows by hand gives."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from samsyn.domain.intake.actions import NewSource, create_source, save_mapping, take_in
from samsyn.domain.observations.actions.approving import Consent, approve
from samsyn.domain.observations.actions.importing import check, import_batch, undo
from samsyn.domain.observations.actions.trying import suggestion, table_in
from samsyn.domain.observations.actions.upkeep import differences
from samsyn.domain.situations.models import SituationPicture
from samsyn.domain.situations.queries import reading
from samsyn.domain.situations.values.content import Areas, Number, Numbers, Rows
from samsyn.domain.situations.values.periods import Period, month_of
from samsyn.sources.mapping import TableMapping
from tests import factories
from tests.factories import pictures as made
from tests.factories import three_months as sheets

pytestmark = pytest.mark.django_db
PERIODS = [
    *(month_of(date(2026, month, 1)) for month in (8, 9, 10)),
    Period(date(2026, 9, 28), date(2026, 10, 11)),
    Period(date(2026, 10, 26), date(2026, 11, 8)),
]
NAMES = {"Klotter": "klotter", "Skadegörelse": "skadegorelse", "Nedskräpning": "nedskrapning"}


@pytest.fixture
def where():
    here = factories.municipality()
    for name, key in NAMES.items():
        factories.category(here, key, name=name)
    factories.layer(here, *((code, 15.0 + n / 10, 60.0) for n, code in enumerate("ABC")))
    return here


AREAS = [f"Område {code}" for code in "ABC"]


@pytest.fixture
def read_in(where):
    """Read a file in as a person would who is asked about its words; the list remembers."""
    lists = {}
    at = factories.organisation(where)

    def run(name, data, consent, words):
        scope = made.system(where)
        if name not in lists:
            mapping = suggestion(scope, table_in(data, name))
            new = NewSource(name=name, organisation_id=at.pk)
            lists[name] = create_source(by=scope, new=new, mapping=mapping)
        batch = tried(scope, lists[name], data, name)
        asked = {word for word, _ in batch.asks["words"]}
        assert asked == words
        if words:
            mapping = TableMapping.from_json(lists[name].mapping)
            chosen = {word: sheets.NEW_WORDS[word] for word in words}
            mapping = replace(mapping, categories={**mapping.categories, **chosen})
            source, version = lists[name], lists[name].version
            lists[name] = save_mapping(by=scope, source=source, mapping=mapping, version=version)
            batch = tried(scope, lists[name], data, name)
        approve(by=scope, batch=batch, consent=consent)
        import_batch(batch.pk)
        batch.refresh_from_db()
        assert batch.state == "imported", batch.message
        return batch

    return run


def tried(scope, source, data, name):
    batch = take_in(by=scope, source=source, data=data, name=name, check=False)
    batch.state, batch.mapping = "checking", source.mapping
    batch.save()
    check(batch.pk)
    batch.refresh_from_db()
    return batch


def shown(where, period):
    """What the picture of a period says: its number, its categories', and its districts' sums."""
    picture = SituationPicture(
        municipality=where, title="x", period_from=period.first, period_to=period.last
    )
    read = reading(made.system(where), picture)
    blocks = [block for one in read.sections for block in one.blocks]
    numbers = next(block for block in blocks if isinstance(block, Numbers))
    categories = Counter()
    for area in (one for block in blocks if isinstance(block, Areas) for one in block.items):
        for row in area.categories.table.rows if area.categories else ():
            categories[NAMES[row[0]]] += row[1]
    districts = next(
        block.table for one in read.sections if one.key == "districts"
        for block in one.blocks if isinstance(block, Rows)
    )  # fmt: skip
    areas = Counter({row[0]: row[-1] for row in districts.rows})
    return number(numbers.items[0]), +categories, +areas


def number(one: Number) -> int:
    return int(one.value.replace("\u00a0", ""))


def by_hand(cells):
    categories, areas = Counter(), Counter()
    for (category, area), n in cells.items():
        categories[category] += n
        areas[area or "Utanför eller okänt"] += n
    return sum(cells.values()), +categories, +areas


def rows(question, days):
    with connection.cursor() as cursor:
        cursor.execute(question, days)
        return cursor.fetchall()


def check_pictures(where, things):
    for period in PERIODS:
        told = shown(where, period)
        assert told == by_hand(sheets.summed(things, period.first, period.last)), str(period)
        assert told == by_hand(sheets.in_rows(rows, period.first, period.last, mark="%s"))
    assert differences(made.system(where)) == []


def test_three_months_of_sheets_come_to_what_they_say(where, read_in):
    plain = Consent(leave_out=True)
    read_in("störningar.csv", sheets.august(AREAS), plain, {"Kod 17"})
    read_in("ärenden.xlsx", sheets.september(AREAS), plain, {"Störning B"})
    read_in("klotter.xlsx", sheets.october(AREAS), Consent(anyway=True), set())
    check_pictures(where, sheets.in_all(AREAS, corrected=False))

    again = read_in("ärenden.xlsx", sheets.september(AREAS, corrected=True),
                    Consent(replace=True), set())  # fmt: skip
    assert (again.imported, again.changed) == (1, 4)
    pivot = read_in("klotter.xlsx", sheets.october(AREAS, corrected=True),
                    Consent(update=True), set())  # fmt: skip
    assert (pivot.imported, pivot.changed) == (0, 2)
    check_pictures(where, sheets.in_all(AREAS, corrected=True))

    for batch in (pivot, again):
        undo(by=made.system(where), batch=batch)
    check_pictures(where, sheets.in_all(AREAS, corrected=False))
