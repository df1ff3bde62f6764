"""Each file that failed when it was tried, entered as a careful person would; and the object that
an outside check is given."""

import json
from pathlib import Path

import pytest

from samsyn.domain.intake.models import Source
from samsyn.domain.observations.actions.standard_categories import add_standard_categories
from samsyn.domain.observations.actions.trying import as_object, suggestion, table_in, try_table
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.places.actions import NewDistrict, NewLayer, import_layer, save_place
from samsyn.foundation import clock
from tests import factories

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[2] / "sources" / "data"
DISTRICTS = (
    "Kolarbyn", "Centrum", "Risbron", "Västanfors", "Per Ols", "Meling", "Åvestbo-Västervåla",
)  # fmt: skip


@pytest.fixture
def scope(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: clock.start_of(clock.date(2026, 11, 30)))
    where = factories.municipality()
    by = system_scope(where)
    add_standard_categories(by)
    features = [
        NewDistrict(code=str(n), name=name, geometry=factories.square(15.5 + n / 10, 59.95))
        for n, name in enumerate(DISTRICTS)
    ]
    layer = NewLayer(
        key="valdistrikt", name="Valdistrikt", edition="2026", valid_from=factories.LONG_AGO,
        features=features,
    )  # fmt: skip
    import_layer(by=by, new=layer)
    for name in ("Stora torget", "Busstationen", "Risbroskolan"):
        save_place(by=factories.fresh(by), name=name, latitude=59.99, longitude=15.81, aliases=[])
    return factories.fresh(by)


@pytest.fixture
def tried(scope):
    def run(name):
        data = (DATA / name).read_bytes()
        table = table_in(data, name)
        mapping = suggestion(scope, table)
        source = Source(municipality_id=scope.municipality_id, name=name)
        trial = try_table(by=scope, source=source, table=table, mapping=mapping)
        told = as_object(table, mapping, trial, trial.stop)
        assert json.loads(json.dumps(told)) == told
        said = [(one["sheet"], one["row"], one["kind"]) for one in told["remarks"]]
        for one in told["skipped"]:
            assert (one["sheet"], one["row"], one["kind"]) in said
        return told

    return run


def facts(told, *names):
    return [tuple(row[name] for name in names) for row in told["rows"]]


def kinds(told):
    return {one["kind"] for one in told["remarks"]}


def test_the_object_has_what_it_is_to_have(tried):
    told = tried("cases/idB.csv")
    assert list(told) == ["columns", "stop", "rows", "skipped", "remarks"]
    assert told["columns"]["Ärendenr"] == "source_id"
    assert told["stop"] is None
    assert told["rows"][0] == {
        "sheet": None, "row": 2, "cell": None, "day": "2026-10-01", "precision": "day",
        "from": "2026-10-01T00:00:00+02:00", "to": "2026-10-01T23:59:59+02:00",
        "place": "Centrum", "lat": None, "lon": None, "category": "Klotter", "count": 1,
        "text": "Helt annan lista rad ett", "state": "passed", "change": "new",
    }  # fmt: skip
    assert facts(told, "row", "state") == [
        (2, "passed"), (3, "passed"), (4, "review"), (5, "review"), (6, "passed"),
    ]  # fmt: skip
    assert "070" not in told["rows"][3]["text"]
    assert (told["rows"][4]["category"], told["rows"][4]["text"]) == ("Våld i nära relation", "")
    assert {one["row"] for one in told["remarks"] if one["kind"] in ("text", "personal")} == {
        4, 5, 6,
    }  # fmt: skip


def test_a_list_of_counts_keeps_its_zero_and_says_what_is_unknown(tried):
    told = tried("cases/ant.csv")
    assert facts(told, "row", "precision", "from", "count") == [
        (2, "month", "2026-08-01T00:00:00+02:00", 12),
        (3, "month", "2026-09-01T00:00:00+02:00", 0),
    ]
    assert [(one["row"], one["kind"]) for one in told["skipped"]] == [(4, "count"), (5, "count")]


@pytest.mark.parametrize("name", ["dag.csv", "xy.csv"])
def test_headings_that_may_be_values_are_headings(tried, name):
    told = tried(f"cases/{name}")
    assert facts(told, "row", "day") == [(2, "2026-11-05"), (3, "2026-11-06"), (4, "2026-11-07")]
    if name == "xy.csv":
        assert told["columns"] == {
            "Datum": "date", "Kategori": "category", "X": "north", "Y": "east",
        }  # fmt: skip
        assert round(told["rows"][0]["lat"], 4) == 59.9967


def test_midnights_alone_are_days(tried):
    told = tried("cases/mid.csv")
    assert {row[0] for row in facts(told, "precision")} == {"day"}
    assert "time" in kinds(told)


def test_words_of_categories_are_known_by_name(tried):
    told = tried("cases/m2.csv")
    assert facts(told, "row", "category") == [
        (2, "Skadegörelse"), (3, "Misshandel eller bråk"), (4, "Skadegörelse"), (5, "Skadegörelse"),
    ]  # fmt: skip
    assert [one["kind"] for one in told["remarks"]] == ["category"]  # skadegorelse


def test_offsets_are_kept(tried):
    assert facts(tried("cases/pg.csv"), "from", "precision") == [
        ("2025-06-05T23:30:00+02:00", "exact"),
        ("2025-12-05T23:30:00+01:00", "exact"),
        ("2025-12-06T00:30:00+01:00", "exact"),
    ]


def test_dates_as_people_write_them(tried):
    spans = facts(tried("cases/d.csv"), "from", "to", "precision")
    day = ("2025-03-05T00:00:00+01:00", "2025-03-05T23:59:59+01:00", "day")
    assert spans == [day, day, day, (day[0], "2025-03-06T23:59:59+01:00", "day")]


def test_a_row_with_a_date_is_no_sum(tried):
    told = tried("cases/sum.csv")
    assert facts(told, "row", "place", "category") == [
        (2, "Busstationen", "Skadegörelse"),
        (3, "Stora torget", "Klotter"),
        (4, "Stora torget", "Störande samling"),
    ]


def test_a_table_of_weeks_and_areas_is_counts(tried):
    told = tried("cases/B_pivot_veckor.xlsx")
    assert (len(told["rows"]), sum(row["count"] for row in told["rows"])) == (50, 46)
    first = told["rows"][0]
    assert (first["cell"], first["place"], first["count"]) == ("B3", "Kolarbyn", 0)
    assert (first["precision"], first["from"][:10], first["to"][:10]) == (
        "week", "2026-08-31", "2026-09-06",
    )  # fmt: skip
    assert first["category"] == "Klotter"
    empty = [(one["row"], one["column"]) for one in told["skipped"] if one["kind"] == "count"]
    assert empty == [
        (4, "Meling"), (6, "Meling"), (7, "Centrum"), (8, "Västanfors"), (9, "Kolarbyn"),
        (9, "Västanfors"),
    ]  # fmt: skip
    assert told["columns"]["Totalt"] == "ignore"


def test_schools_own_words_and_mistakes(tried):
    told = tried("cases/C_skolor_cp1252.csv")
    assert told["columns"] == {
        "Datum": "date", "Tid": "time", "Var": "place", "Vad har hänt": "category",
        "Kommentar": "description", "Kostnad": "ignore",
    }  # fmt: skip
    assert facts(told, "row", "category", "place") == [
        (2, "Skadegörelse", "Risbroskolan"), (3, "Klotter", "Västanforsskolan"),
        (4, "Stöld eller inbrott", "Alfaskolan"), (5, "Skadegörelse", "Per Ols skolan"),
        (8, None, "Risbroskolan"), (9, "Klotter", None), (10, "Klotter", "Ishallen"),
        (12, "Klotter", "Risbroskolan"), (13, "Klotter", "Risbroskolan"),
    ]  # fmt: skip
    assert [one["row"] for one in told["skipped"]] == [6, 7, 11]
    assert told["rows"][1]["state"] == "review"  # names somebody
    assert "Lindqvist" not in json.dumps(told, ensure_ascii=False)
    assert {"repeated", "column", "place"} <= kinds(told)


@pytest.mark.parametrize(
    ("name", "sheet"), [("A_storning_flera_blad", "Okt 2026"), ("A_nasta_manad", "Dec 2026")]
)
def test_sheets_with_the_same_headings_are_one_list(tried, name, sheet):
    told = tried(f"cases/{name}.xlsx")
    assert facts(told, "sheet", "row") == [
        *((sheet, n) for n in (5, 6, 7, 8, 9, 10, 11, 12, 13, 16)),
        *(("Nov 2026", n) for n in (2, 3)),
    ]  # fmt: skip
    night, about = told["rows"][5], told["rows"][7]
    assert (night["from"], night["to"], night["precision"]) == (
        "2026-10-16T22:00:00+02:00", "2026-10-17T05:59:59+02:00", "part",
    )  # fmt: skip
    assert (about["precision"], about["category"]) == ("part", "Stöld eller inbrott")
    assert [(one["row"], one["kind"]) for one in told["skipped"]] == [
        (14, "date"), (15, "date"), (17, "sum"), (18, "section"),
    ]  # fmt: skip


def test_an_areas_name_is_the_area_and_no_sensitive_category_is_guessed(tried):
    told = tried("est_lagesbild_veckor.xlsx")
    assert len(told["rows"]) == 32
    by_area = {row["category"] for row in told["rows"]}
    assert by_area == {
        "Ordningsstörning och otrygghet", "Hot och våld", "Extremism och kriminella nätverk",
        "Ungdomar och skolor", "ANDT(S)",
    }  # fmt: skip
    assert told["rows"][1]["text"] == "Bråk"


def test_a_housing_company_and_a_rescue_service(tried):
    housing = tried("bostadsbolag_storningar_cp1252.csv")
    assert (len(housing["rows"]), sum(row["count"] for row in housing["rows"])) == (80, 111)
    known = {row["category"] for row in housing["rows"]}
    assert known == {None, "Klotter", "Nedskräpning", "Skadegörelse"}
    rescue = tried("raddningstjanst_insatser.xlsx")
    assert (len(rescue["rows"]), {row["category"] for row in rescue["rows"]}) == (60, {None})


def test_a_case_system(tried):
    told = tried("arendesystem_export_utf8bom.csv")
    assert (len(told["rows"]), [one["row"] for one in told["skipped"]]) == (150, [152])
    assert sum(1 for row in told["rows"] if row["lat"] is None) == 7
    assert not any("@" in row["text"] or "070" in row["text"] for row in told["rows"])
    assert told["columns"]["Anmälarens e-post"] == "personal"
