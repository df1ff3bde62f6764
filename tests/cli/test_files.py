"""``./samsyn import``, ``export``, ``layer``, ``counts`` and ``guard``, as they are typed."""

import csv
import io
import json
import sys
import zipfile

import pytest

from samsyn.domain.audit.models import Entry, Revision
from samsyn.domain.files.models import StoredFile
from samsyn.domain.intake.models import Batch, Problem, Source
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.values.cells import ObservationCount
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.reference import moved
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.places.models import District, DistrictLayer
from tests import factories

pytestmark = pytest.mark.django_db
DATA = "Datum;Typ;Text\n2026-03-01;Klotter;Färg\n2026-03-02;Klotter;Mer färg\n"
MAPPING = {
    "columns": [
        {"label": "Datum", "target": "date"},
        {"label": "Typ", "target": "category"},
        {"label": "Text", "target": "description"},
    ],
    "categories": {"Klotter": "klotter"},
}


@pytest.fixture
def where():
    made = factories.municipality()
    factories.category(made, "klotter")
    factories.organisation(made, name="Bolaget", short_name="BO")
    factories.organisation(made, name="Polisen", short_name="PO")
    return made


@pytest.fixture
def reports(where):
    scope = system_scope(where)
    at = factories.organisation(where)
    for text in ("Krossad ruta", "=1+1"):
        factories.observation(scope, ReportState.PASSED_ON, organisation_id=at.pk, description=text)
    return scope


@pytest.fixture
def read_in(samsyn, tmp_path, where):
    """``./samsyn import`` of a text, with the words that follow."""

    def run(*words, data=DATA, name="fil.csv"):
        file = tmp_path / name
        file.write_bytes(data.encode() if isinstance(data, str) else data)
        return samsyn("import", file, "--source", "Störningar", *words)

    return run


@pytest.fixture
def mapped(tmp_path, read_in, samsyn):
    """The words that make a new source of the suggested mapping."""
    file = tmp_path / "koppling.json"
    suggested = read_in("--suggest")
    assert suggested.code == 0, suggested.err
    mapping = json.loads(suggested.out)
    mapping["categories"] = {"Klotter": "klotter"}
    file.write_text(json.dumps(mapping), encoding="utf-8")
    return ("--mapping", file, "--organisation", "BO")


def stored(where):
    return Observation.objects.within(where).count()


def test_a_suggestion_is_printed_and_nothing_kept(read_in, where):
    suggested = json.loads(read_in("--suggest").out)
    assert {rule["label"] for rule in suggested["columns"]} == {"Datum", "Typ", "Text"}
    assert not Batch.objects.within(where).exists()


def test_a_file_is_read_in_and_again_gives_nothing_new(read_in, mapped, where):
    ran = read_in(*mapped)
    assert (ran.code, stored(where)) == (0, 2)
    assert "2 rapporter inlästa" in ran.out
    again = read_in()
    assert "0 rader att läsa in, 2 finns redan" in again.out
    assert "Inga nya rapporter" in again.out and "Ångra" not in again.out
    assert stored(where) == 2


def rows_kept():
    """What the database holds of everything that a reading could leave behind."""
    models = (Source, Batch, Problem, StoredFile, Observation, Entry, Revision)
    kept = [list(model._base_manager.order_by("pk").values()) for model in models]
    # that a command was run is said whatever it did
    return [[row for row in rows if row.get("act") != "access.command_run"] for rows in kept]


def test_a_trial_changes_nothing(read_in, mapped, where, settings):
    before = rows_kept()
    ran = read_in(*mapped, "--dry-run", data=DATA + "2026-03-45;Klotter;Fel\n")
    assert (ran.code, rows_kept()) == (0, before)
    assert "2 rader att läsa in" in ran.out and "rad 4, Datum" in ran.out
    read_in(*mapped)
    before = rows_kept()
    other = mapped[1].with_name("annan.json")
    other.write_text(mapped[1].read_text("utf-8").replace('"Klotter"', '"Annat"'), encoding="utf-8")
    ran = read_in("--mapping", other, "--dry-run")
    assert (ran.code, rows_kept()) == (0, before)
    assert "0 rader att läsa in, 2 finns redan, 0 lämnas utanför" in ran.out
    assert "0 rader att läsa in, 2 finns redan" in read_in("--dry-run").out


def test_a_trial_of_a_file_that_is_none_fails_with_a_sentence(read_in, mapped):
    before = rows_kept()
    ran = read_in(*mapped, "--dry-run", data=b"\x00\x01" * 99, name="fil.xlsx")
    assert (ran.code, rows_kept()) == (1, before) and ran.err.strip().endswith(".")


def test_who_may_not_read_in_may_not_try_either(read_in, mapped, where):
    reporter = factories.member(where, Role.REPORTER)
    ran = read_in(*mapped, "--dry-run", "--as", reporter.email)
    assert (ran.code, "ger inte rätt" in ran.err) == (1, True)


def test_a_list_is_found_whatever_the_case_of_its_name(read_in, mapped, where):
    assert read_in(*mapped).code == 0
    again = read_in("--source", "STÖRNINGAR")
    assert (again.code, "2 finns redan" in again.out) == (0, True)


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_what_contradicts_the_list_is_refused(read_in, mapped, where, dry):
    assert read_in(*mapped).code == 0
    before = rows_kept()
    other = read_in("--organisation", "PO", *dry)
    assert "Listan Störningar lämnas av Bolaget" in other.err
    found = read_in("--discovered", *dry)
    assert "Ta bort --discovered" in found.err
    assert (other.code, found.code, rows_kept()) == (1, 1, before)
    assert read_in("--organisation", "Bolaget", *dry).code == 0


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_a_name_that_is_too_long_is_refused(read_in, mapped, dry):
    ran = read_in(*mapped, "--source", "S" * 100, *dry)
    assert (ran.code, "är 100 tecken. Skriv högst 80." in ran.err) == (1, True)


def test_rows_with_errors_stop_it_until_they_are_left_out(read_in, mapped, where):
    wrong = DATA + "2026-03-45;Klotter;Fel\n"
    ran = read_in(*mapped, data=wrong)
    assert (ran.code, stored(where)) == (1, 0)
    assert "rad 4, Datum" in ran.out and "1 rad har fel" in ran.err
    assert read_in("--leave-out", data=wrong).code == 0
    assert stored(where) == 2


def test_a_file_that_is_none_fails_with_a_sentence(read_in, mapped, where):
    ran = read_in(*mapped, data=b"\x00\x01" * 99, name="fil.xlsx")
    assert ran.code == 1
    assert not stored(where)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "ingen lista som heter"),
        (("--organisation", "BO"), "ingen lista som heter"),
        (("--municipality", "0000"), "ingen kommun med koden"),
        (("--as", "okand@example.org"), "ingen roll"),
        (("--mapping", "finns-inte.json"), "går inte att öppna"),
    ],
)
def test_what_is_missing_is_said(read_in, words, sentence):
    ran = read_in(*words)
    assert ran.code == 1
    assert sentence in ran.err


def test_a_mapping_that_is_none_is_said(read_in, tmp_path):
    for content in ("inte json", "[]", '{"columns": 1}', '{"columns": [{"label": "x"}]}'):
        file = tmp_path / "fel.json"
        file.write_text(content, encoding="utf-8")
        ran = read_in("--mapping", file, "--organisation", "BO")
        assert (ran.code, "ingen koppling" in ran.err) == (1, True), content


def test_an_organisation_that_may_be_another_is_said(read_in, mapped, where):
    """A short name is nobody's own; a full name is, whatever another is called for short."""
    factories.organisation(where, name="Båtklubben", short_name="BO")
    moved(where.pk)
    ran = read_in(*mapped)
    assert ran.code == 1 and not Source.rows.exists()
    assert "Bolaget (BO)" in ran.err and "Båtklubben (BO)" in ran.err
    factories.organisation(where, name="BO", short_name="Borta")
    moved(where.pk)
    assert read_in(*mapped).code == 0
    assert Source.rows.get().organisation.name == "BO"


def test_an_organisation_that_is_not_there_is_said(read_in, mapped):
    ran = read_in(*mapped[:2], "--organisation", "Annat")
    assert "ingen organisation som heter Annat" in ran.err


def test_who_may_not_read_in_is_refused(read_in, mapped, where):
    reporter = factories.member(where, Role.REPORTER)
    ran = read_in(*mapped, "--as", reporter.email)
    assert (ran.code, stored(where)) == (1, 0)
    assert "ger inte rätt" in ran.err


def test_an_export_holds_the_reports_and_no_formula(samsyn, reports, tmp_path):
    file = tmp_path / "ut.csv"
    ran = samsyn("export", file)
    assert ran.code == 0 and str(file) in ran.out
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig")), delimiter=";"))
    assert {row["Beskrivning"].lstrip("'") for row in rows} == {"Krossad ruta", "=1+1"}
    assert not [row for row in rows if row["Beskrivning"].startswith("=")]
    assert Entry.rows.filter(act="observations.exported").count() == 1


def test_an_export_to_excel_is_a_workbook(samsyn, reports, tmp_path):
    file = tmp_path / "ut.xlsx"
    assert samsyn("export", file).code == 0
    assert "xl/workbook.xml" in zipfile.ZipFile(file).namelist()


def test_an_export_of_some_days_holds_those(samsyn, reports, tmp_path):
    file = tmp_path / "ut.csv"
    samsyn("export", file, "--from", "2020-01-01", "--to", "2020-01-31")
    assert len(file.read_text("utf-8-sig").splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "sentence"), [("ut.pdf", ".csv eller .xlsx"), ("ingen/ut.csv", "Finns mappen")]
)
def test_where_an_export_cannot_go_is_said(samsyn, reports, tmp_path, name, sentence):
    ran = samsyn("export", tmp_path / name)
    assert (ran.code, sentence in ran.err) == (1, True)


def test_who_may_not_export_gets_no_file(samsyn, reports, where, tmp_path):
    contact = factories.member(where, Role.CONTACT)
    assert samsyn("export", tmp_path / "ut.csv", "--as", contact.email).code == 1
    assert not (tmp_path / "ut.csv").exists()


def borders(tmp_path, *names):
    features = [
        {
            "type": "Feature",
            "properties": {"kod": f"{n}", "namn": name},
            "geometry": factories.square(15.0 + n / 10, 59.0),
        }
        for n, name in enumerate(names)
    ]
    file = tmp_path / "gränser.geojson"
    file.write_text(
        json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8"
    )
    return file


EDITION = ("--edition", "2026", "--valid-from", "2020-01-01")


def test_borders_are_read_in_and_the_reports_put_in_them(samsyn, where, tmp_path):
    at = factories.organisation(where)
    row = factories.observation(
        system_scope(where), organisation_id=at.pk, latitude=59.05, longitude=15.15
    )
    ran = samsyn("layer", borders(tmp_path, "Norr", "Söder"), *EDITION)
    assert (ran.code, "2 områden" in ran.out) == (0, True)
    row.refresh_from_db()
    assert row.district.name == "Söder"
    assert District.objects.within(where).count() == 2
    assert samsyn("counts").code == 0


def test_the_same_edition_twice_is_refused(samsyn, where, tmp_path):
    file = borders(tmp_path, "Norr")
    samsyn("layer", file, *EDITION)
    ran = samsyn("layer", file, *EDITION)
    assert (ran.code, "finns redan" in ran.err) == (1, True)
    assert DistrictLayer.objects.within(where).count() == 1


@pytest.mark.parametrize("content", [None, "inte json", '{"type": "FeatureCollection"}'])
def test_borders_that_are_none_are_refused(samsyn, where, tmp_path, content):
    file = tmp_path / "fel.geojson"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    ran = samsyn("layer", file, *EDITION)
    assert ran.code == 1 and ran.err.strip().endswith(".")
    assert not DistrictLayer.objects.within(where).exists()


def test_counts_that_agree_end_well(samsyn, reports):
    ran = samsyn("counts")
    assert (ran.code, ran.out) == (0, "0 celler skiljer sig.\n")


def test_counts_that_differ_are_named_and_mended(samsyn, reports):
    ObservationCount.rows.filter(layer=0).update(reports=99)
    ran = samsyn("counts")
    assert ran.code == 1
    assert ran.out.splitlines()[-1].endswith(" skiljer sig.") and "99" in ran.out
    assert samsyn("counts", "--rebuild").code == 0
    assert samsyn("counts").code == 0


def test_counts_are_of_all_rows_whoever_asks(samsyn, reports, where):
    operator = factories.member(where, Role.OPERATOR)
    factories.observation(factories.scope_as(Role.REPORTER, where))
    assert samsyn("counts", "--as", operator.email).code == 0


def test_the_guard_names_the_line_and_what_is_in_it(samsyn, tmp_path):
    file = tmp_path / "texter.txt"
    file.write_text("Krossad ruta på torget\nRing 070-174 06 05\n", encoding="utf-8")
    ran = samsyn("guard", file)
    assert ran.code == 1
    [line] = ran.out.splitlines()
    assert line.startswith("2: 070-174 06 05 – ")


def test_the_guard_reads_what_is_typed_to_it(samsyn, monkeypatch):
    typed = io.TextIOWrapper(io.BytesIO("Klotter på väggen\n".encode()), "latin-1")
    monkeypatch.setattr(sys, "stdin", typed)
    ran = samsyn("guard")
    assert (ran.code, ran.out) == (0, "")


def test_the_guard_reads_no_other_letters_than_its_own(samsyn, monkeypatch):
    """Under a plain locale Python lets other bytes through as half letters."""
    data = io.BytesIO("Såg Björn Åkesson\n".encode("latin-1"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(data, "utf-8", errors="surrogateescape"))
    ran = samsyn("guard")
    assert (ran.code, ran.out, "UTF-8" in ran.err) == (1, "", True)


def test_the_guard_says_what_it_cannot_read(samsyn, tmp_path):
    file = tmp_path / "texter.txt"
    file.write_bytes(b"\xff\xfe\x00")
    for path, sentence in ((file, "UTF-8"), (tmp_path, "en mapp"), (tmp_path / "x", "finns inte")):
        ran = samsyn("guard", path)
        assert (ran.code, sentence in ran.err) == (1, True), path


def test_migrate_prepares_everything_and_twice_is_nothing(samsyn, monkeypatch):
    done = []
    monkeypatch.setattr("samsyn.cli.migrate.call_command", lambda name, **rest: done.append(name))
    assert samsyn("migrate").code == 0
    assert done == ["migrate", "createcachetable", "collectstatic"]


def test_the_guard_answers_in_json_line_by_line(samsyn, tmp_path):
    file = tmp_path / "texter.jsonl"
    lines = [
        {"id": "a", "text": "Ring 070-174 06 05\u2028nu"},
        {"id": 2, "text": "Krossad ruta på torget"},
        {"id": "c", "text": "Rektorns yngsta dotter filmade."},
    ]
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    ran = samsyn("guard", "--json", file)
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 0
    assert [(one["id"], one["decision"]) for one in answers] == [
        ("a", "block"), (2, "pass"), ("c", "warn"),
    ]  # fmt: skip
    assert answers[0]["spans"] == [{"start": 5, "end": 18, "type": "PHONE"}]


@pytest.mark.parametrize("line", ["text", "[]", '{"id": 1}', '{"text": "x"}', '{"id":1,"text":2}'])
def test_the_guard_says_which_line_is_no_text(samsyn, tmp_path, line):
    file = tmp_path / "texter.jsonl"
    file.write_text(f'{{"id": 1, "text": "a"}}\n{line}\n', "utf-8")
    ran = samsyn("guard", "--json", file)
    assert (ran.code, "Rad 2" in ran.err) == (1, True)
