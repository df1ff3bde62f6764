"""27,000 real police records in a municipality of their own, made by the ordinary commands."""

import csv
import gzip
import json
from pathlib import Path

import pikepdf
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.reference]

RECORDS = Path(__file__).parents[2] / "../shared/data/crime-points"
BORDERS = RECORDS.parent / "geo/valdistrikt_1982_fagersta.geojson"
FILE = RECORDS / "ukpolice_west_yorkshire_2016-07.csv.gz"
WHERE = ("--municipality", "9901")


@pytest.mark.skipif(
    not FILE.exists(), reason="the shared police records are not beside the checkout"
)
def test_a_month_of_west_yorkshire_becomes_a_picture_on_paper(site, tmp_path):
    site.run(
        "municipality", "create", "--code", "9901", "--name", "West Yorkshire",
        "--coordinator", "chris@example.org", "--coordinator-name", "Chris Example",
    )  # fmt: skip
    source = ("--source", "data.police.uk", "--organisation", "Kommunledningen")
    suggested = site.run("import", FILE, *source[:2], "--suggest", *WHERE)
    mapping = {**json.loads(suggested.stdout), "repeated_rows": "none"}
    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        words = {row["Crime type"] for row in csv.DictReader(lines)}
    mapping["categories"] = {**dict.fromkeys(words, "annat"), **mapping["categories"]}
    saved = tmp_path / "mapping.json"
    saved.write_text(json.dumps(mapping), encoding="utf-8")
    tried = site.run("import", FILE, *source, "--mapping", saved, "--dry-run", *WHERE)
    assert "27\u202f176 rader att läsa in" in tried.stdout
    assert "ligger utanför kommunen" in tried.stdout
    done = site.run("import", FILE, *source, "--mapping", saved, "--anyway", *WHERE)
    assert "27\u202f176 rapporter inlästa" in done.stdout
    assert site.run("counts", *WHERE).stdout.strip() == "0 celler skiljer sig."
    pdf = tmp_path / "july.pdf"
    site.run("picture", "--from", "2016-07-01", "--to", "2016-07-31", "--pdf", pdf, *WHERE)
    with pikepdf.open(pdf) as document:
        assert str(document.Root.Lang) == "sv-SE"
        assert len(document.pages) >= 2


def take_all_out(visitor, file):
    """All reports as a file: asked for, approved by somebody else, made by the worker, fetched."""
    visitor.log_in("samordnare").go("/1982/rapporter/").follow("CSV")
    visitor.page.get_by_label("Ändamål").fill("Kontroll av områdena, raderas genast")
    visitor.check_accessible().press("Begär uttaget").sees("Uttaget är begärt").log_out()
    visitor.log_in("analytiker").go("/1982/rapporter/uttag/").check_accessible()
    visitor.press("Godkänn").sees("Godkänt").log_out()
    visitor.log_in("samordnare").go("/1982/rapporter/uttag/")
    link = visitor.page.locator("td a", has_text="CSV")
    link.wait_for(timeout=60_000)
    with visitor.page.expect_download() as download:
        link.click()
    download.value.save_as(file)


@pytest.mark.skipif(
    not BORDERS.exists(), reason="the shared border files are not beside the checkout"
)
def test_fagerstas_real_districts_hold_every_demo_report(site, at_desk, tmp_path):
    answer = site.run(
        "layer", BORDERS, "--edition", "2026", "--valid-from", "2018-09-09",
        "--attribution", "Valmyndigheten", "--municipality", "1982",
    )  # fmt: skip
    assert "7 områden" in answer.stdout
    file = tmp_path / "all.csv"
    take_all_out(at_desk, file)
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert len(rows) > 4000
    assert {row["Område"] for row in rows} == {
        "Kolarbyn", "Centrum", "Risbron", "Västanfors", "Per Ols", "Meling", "Åvestbo-Västervåla",
    }  # fmt: skip
    counts = site.run("counts", "--municipality", "1982")
    assert counts.stdout.strip() == "0 celler skiljer sig."
