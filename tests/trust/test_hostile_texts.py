"""Hostile strings come back exactly as they were typed, or are refused; never run (T13)."""

import csv
import html
import io
import unicodedata
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samsyn.domain.intake.models import Source
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.values.report import TEXTS, longest
from samsyn.domain.organisations.enums import Role
from samsyn.domain.places.models import Place
from samsyn.foundation import clock
from tests import factories
from tests.factories import pictures

pytestmark = pytest.mark.django_db
ELEMENT = "zvxelement"
HOSTILE = {
    "script": f"<script>{ELEMENT}()</script>",
    "attribute": f'" onmouseover="{ELEMENT}()" x="',
    "image": f"<img src=x onerror={ELEMENT}()>",
    "svg": f"</textarea><svg onload={ELEMENT}()>",
    "comment": "--><b>zvxfet</b><!--",
    "template": "{{ settings.SECRET_KEY }}{% debug %}{% load static %}",
    "cotton": "<c-alert kind='info'>zvxruta</c-alert>",
    "format": "%(who)s %s %n {0} ${x} #{y}",
    "sql": "'; DROP TABLE rapporter; --",
    "right to left": "torg\u202egnidlav\u202c\u2066a\u2069",
    "joined": "👩\u200d👩\u200d👧 gänget 🧨",
    "four bytes": "𐍈 𝔉ärg 🏳️\u200d🌈",
    "combining": unicodedata.normalize("NFC", "a\u030ao\u0308Z\u0351\u036b\u0343"),
    "formula": "=1+1",
    "at": "@(1;2)",
    "plus": "+46",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "entity": "&lt;b&gt; &amp;amp; &#x3c;",
    "quotes": "\"'`´’”",
    "backslashes": "C:\\x00\\..\\..\\",
    "typst": "#panic() *fet* `kod` $x$ \\ #let",
    "word": "<w:p/>]]></w:t>",
}
REFUSED = {
    "null": "a\x00b",
    "surrogate": "a\ud800b",
    "very long": "lång " * 60_000,
}
ALL = {**HOSTILE, **REFUSED}


class Elements(HTMLParser):
    """The elements of a page and their attributes, as a browser would find them."""

    def __init__(self, page: str):
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text.append(data)


def check_harmless(answer):
    """No element, handler or script came of a text, and no server fault."""
    assert answer.status_code < 500
    if "html" not in answer.headers.get("Content-Type", ""):
        return
    page = answer.content.decode()
    for tag, attributes in Elements(page).found:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        assert tag not in ("b", "c-alert", "w:p"), tag
        assert tag != "script" or "src" in attributes or attributes.get("type"), attributes
    assert f"<script>{ELEMENT}" not in page


def sent(text: str) -> str:
    """What a browser would send; a lone surrogate cannot travel, and is sent replaced."""
    return text.encode("utf-8", "replace").decode()


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def who(where, client):
    """Somebody who may do everything that takes a text."""
    made = factories.member(where, Role.COORDINATOR, Role.REPORTER)
    client.force_login(made)
    return made


def address(where, name, *args):
    return reverse(name, args=[where.code, *args])


def filled(where, who, /, **changed):
    [own] = factories.scope_of(who, where).organisations
    return {
        "category": factories.category(where).pk,
        "organisation": own,
        "day": clock.today().isoformat(),
        "part": "unknown",
        "kind": "event",
        "events": 1,
        "informant": "own",
        "certainty": "certain",
        "reported_to_police": "unknown",
        "visibility": "group",
        "key": "a" * 32,
        "accept": "on",
        **changed,
    }


@pytest.mark.parametrize("name", HOSTILE)
def test_a_report_says_what_was_typed_wherever_it_is_read(client, where, who, name):
    text = HOSTILE[name]
    answer = client.post(address(where, "report"), filled(where, who, **dict.fromkeys(TEXTS, text)))
    assert answer.status_code == 302, Elements(answer.content.decode()).text
    row = Observation.objects.within(where).get()
    assert [getattr(row, field) for field in TEXTS] == [text.strip()] * len(TEXTS)
    for route in ("report_one", "report_edit", "reported"):
        page = client.get(address(where, route, row.uid))
        check_harmless(page)
        if route != "reported":
            said = html.unescape(page.content.decode())
            assert said.count(text.strip()) >= len(TEXTS)
    for route in ("reports", "review", "start"):
        check_harmless(client.get(address(where, route)))


@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_kept_is_refused_with_a_sentence(client, where, who, field, name):
    answer = client.post(
        address(where, "report"), filled(where, who, **{field: sent(REFUSED[name])})
    )
    check_harmless(answer)
    rows = list(Observation.objects.within(where))
    if rows:
        assert getattr(rows[0], field) == sent(REFUSED[name]).strip()
        assert len(getattr(rows[0], field)) <= longest(field)
        return
    assert answer.status_code in (400, 422)
    assert answer.status_code == 400 or answer.context["form"].errors


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_holds_the_text_and_no_formula(client, where, who, name):
    by = factories.scope_of(who, where)
    row = factories.observation(by, ReportState.PASSED_ON)
    Observation.rows.filter(pk=row.pk).update(description=HOSTILE[name])
    answer = client.get(address(where, "reports_file", "csv"))
    [_, row] = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    [cell] = [one for one in row if HOSTILE[name].strip() in one]
    assert cell.lstrip("'").lstrip() == HOSTILE[name].strip().lstrip("'")
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert client.get(address(where, "reports_file", "xlsx")).content.startswith(b"PK")


@pytest.mark.parametrize("name", ALL)
def test_a_place_is_called_what_it_was_called(client, where, who, name):
    text = sent(ALL[name])
    values = {"name": text, "aliases": text[::-1], "latitude": 59.05, "longitude": 15.05}
    answer = client.post(address(where, "place_new"), values)
    check_harmless(answer)
    assert answer.status_code in (302, 400, 422)
    place = Place.objects.within(where).first()
    assert (place is not None) == (answer.status_code == 302)
    if name in HOSTILE:
        assert place.name == text.strip()
        by = factories.fresh(factories.scope_of(who, where))
        factories.observation(by, ReportState.PASSED_ON, place_id=place.pk)
        for route in ("places", "reports", "report"):
            page = client.get(address(where, route))
            check_harmless(page)
            assert text.strip() in html.unescape(page.content.decode())
        check_harmless(client.get(address(where, "place_edit", place.uid)))


@pytest.mark.parametrize("name", ALL)
def test_a_source_and_its_file_are_called_what_they_were_called(client, where, who, name):
    text = sent(ALL[name])
    [own] = factories.scope_of(who, where).organisations
    data = f'Datum;{"Typ"};Text\n2026-03-01;"{text[:90].replace(chr(34), "")}";x\n'.encode()
    file = SimpleUploadedFile("fil.csv", data.replace(b"\x00", b""))
    fields = {"name": text, "organisation": own, "file": file}
    answer = client.post(address(where, "source_new"), fields)
    check_harmless(answer)
    source = Source.objects.within(where).first()
    assert (source is not None) == (answer.status_code == 302)
    if name in HOSTILE and len(text) <= 80:
        assert source.name == text.strip()
    if source is not None:
        batch = source.batches.within(where).get()
        for route, args in (("batches", ()), ("batch_mapping", (batch.uid,)),
                            ("batch", (batch.uid,)), ("batch_upload", (source.uid,))):  # fmt: skip
            check_harmless(client.get(address(where, route, *args)))


@pytest.mark.parametrize("name", ALL)
def test_a_picture_says_what_was_written_in_it(client, where, who, name):
    text = sent(ALL[name])
    factories.category(where)
    picture = pictures.draft(where)
    fields = {"title": text, "summary": text, "raised": text, "version": picture.version}
    fields = {f"texts-{name}": value for name, value in {**fields, "accept": "on"}.items()}
    answer = client.post(address(where, "picture_texts", picture.uid), fields)
    check_harmless(answer)
    picture.refresh_from_db()
    if name in HOSTILE:
        assert (picture.title, picture.summary) == (text.strip(), text.strip())
        page = client.get(address(where, "picture", picture.uid))
        check_harmless(page)
        assert text.strip() in html.unescape(page.content.decode())
        for kind in ("pdf", "docx"):
            file = client.get(address(where, "picture_file", picture.uid, "group", kind))
            assert file.status_code == 200


@pytest.mark.parametrize("name", ALL)
def test_a_reviewers_note_is_shown_as_it_was_written(client, where, who, name):
    row = factories.observation(factories.scope_of(who, where))
    fields = {"note": sent(ALL[name]), "version": 1}
    answer = client.post(address(where, "report_return", row.uid), fields)
    check_harmless(answer)
    if name in HOSTILE:
        page = client.get(address(where, "report_one", row.uid))
        check_harmless(page)
        assert ALL[name].strip() in html.unescape(page.content.decode())


NUMBERS = ("", "x", "-1", "0", "1e9", "٣", "9" * 30, "9" * 5000, "1.5", "\x00", "NaN", "²")
POSTS = ("report_edit", "report_withdraw", "report_pass_on", "report_return", "report_release")


@pytest.mark.parametrize("number", NUMBERS, ids=lambda one: f"{one[:6]!r}x{len(one)}")
def test_numbers_that_are_none_are_no_fault_of_ours(client, where, who, number):
    row = factories.observation(factories.scope_of(who, where))
    for route in POSTS:
        fields = {"version": number, "note": "Var?", "organisation": number}
        check_harmless(client.post(address(where, route, row.uid), fields))
    for name in ("latitude", "longitude", "events", "severity", "where", "category", "day",
                 "time", "organisation", "part", "kind"):  # fmt: skip
        values = {"latitude": 59.05, "longitude": 15.05, name: number, "key": f"{name}{row.pk}"}
        check_harmless(client.post(address(where, "report"), filled(where, who, **values)))
    check_harmless(client.post(address(where, "report_nothing"), {"organisation": number}))
    count = {"organisation": number, "category": number, "value": number, "source_name": "Larm",
             "period_from": number, "period_to": number, "unit": "antal"}  # fmt: skip
    check_harmless(client.post(address(where, "report_count"), count))
    row.refresh_from_db()
    assert (row.version, row.state) == (1, ReportState.SUBMITTED)


@pytest.mark.parametrize("number", NUMBERS, ids=lambda one: f"{one[:6]!r}x{len(one)}")
def test_questions_that_are_none_are_no_fault_of_ours(client, where, who, number):
    cursors = (number, f"o{number}-1", f"n1.0-{number}", f"o{number}-{number}")
    for asked in [*({"at": one} for one in cursors), *(
        {name: number} for name in ("since", "until", "what", "district", "organisation", "state")
    ), {"what": f"category:{number}"}]:  # fmt: skip
        check_harmless(client.get(address(where, "reports"), asked))
        if "at" not in asked:
            check_harmless(client.get(address(where, "reports_file", "csv"), asked))
    for route in ("report", "log", "people", "deviations_all", "hot_times", "cell_map",
                  "district_comparison"):  # fmt: skip
        names = ("where", "day", "part", "before", "search", "after", "page", "from", "to",
                 "first", "last", "layer", "category", "area", "weeks", "q", "at")  # fmt: skip
        check_harmless(client.get(address(where, route), dict.fromkeys(names, number)))


@pytest.mark.parametrize(
    "position", [(91, 15), (-91, 15), (59, 181), (59, -200), (1e308, 1e308), (90, 180)]
)
def test_positions_off_the_earth_are_refused(client, where, who, position):
    values = filled(where, who, latitude=position[0], longitude=position[1])
    answer = client.post(address(where, "report"), values)
    check_harmless(answer)
    assert answer.status_code == (302 if position == (90, 180) else 422)
    place = {"name": "Torget", "latitude": position[0], "longitude": position[1]}
    check_harmless(client.post(address(where, "place_new"), place))


@pytest.mark.parametrize("day", ["0001-01-01", "1900-01-01", "9999-12-31", "2026-02-30"])
@pytest.mark.parametrize("kind", ["event", "upcoming"])
def test_days_outside_all_reason_are_refused(client, where, who, day, kind):
    answer = client.post(address(where, "report"), filled(where, who, day=day, kind=kind))
    check_harmless(answer)
    assert answer.status_code == 422
