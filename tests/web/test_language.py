"""With English chosen the pages are in English; what is settled stays Swedish."""

import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.organisations.enums import Role
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.queries import reading
from samsyn.foundation.refusals import Mistaken
from samsyn.web.answers import as_error
from samsyn.web.templatetags.widgets import with_language
from tests import factories
from tests.factories import pictures
from tools import translations

pytestmark = pytest.mark.django_db

SHOWN = {"alt", "aria-label", "data-label", "label", "placeholder", "title"}
SILENT = {"script", "style", "svg"}
VOID = {"br", "hr", "img", "input", "link", "meta"}
# The council's name, and the word in the switch with which one goes back.
PROPER = re.compile(r"BRÅ|Svenska")
SWEDISH = re.compile("[åäöÅÄÖ]")
KNOWN = translations.catalogue()
# Texts that are Swedish only; "Start" or "Trend" say the same in English.
ENGLISH = {entry.msgstr.casefold() for entry in KNOWN}
ONLY_SWEDISH = {
    " ".join(entry.msgid.split()) for entry in KNOWN if entry.msgid.casefold() not in ENGLISH
}
LONG = 20


class Shown(HTMLParser):
    """What a page shows or says aloud in its own language; the rest must say which it is in."""

    def __init__(self, page):
        super().__init__()
        self.found, self.within, self.language = [], [], ""
        self.feed(page)

    @property
    def is_own(self):
        languages = [language for _tag, language in self.within if language]
        silent = any(tag in SILENT for tag, _language in self.within)
        return not silent and languages[-1:] in ([], [self.language])

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "html":
            self.language = given["lang"]
        self.within.append((tag, given.get("lang")))
        if self.is_own or tag in SILENT:
            self.found += [value for name, value in attrs if name in SHOWN and value]
        if tag in VOID:
            self.within.pop()

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        while any(tag == open_ for open_, _language in self.within):
            if self.within.pop()[0] == tag:
                break

    def handle_data(self, data):
        if self.is_own and data.strip():
            self.found.append(" ".join(data.split()))


def untranslated(page):
    """What a page shows that is a Swedish text, holds a long one, or has a Swedish letter."""
    return [
        text
        for text in Shown(page).found
        if text in ONLY_SWEDISH
        or any(known in text for known in ONLY_SWEDISH if len(known) >= LONG)
        or SWEDISH.search(PROPER.sub("", text))
    ]


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def coordinator(where, client):
    who = factories.member(where, Role.COORDINATOR)
    client.force_login(who)
    return who


@pytest.fixture
def in_english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def shown(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize(
    ("name", "heading"),
    [("account_login", "Sign in"), ("account_reset_password", "Forgotten password")],
)
def test_the_way_in_is_english(name, heading, client, in_english):
    page = shown(client, name).content.decode()
    assert heading in Shown(page).found
    assert untranslated(page) == []


PAGES = {
    "report": "Where?",
    "report_count": "What is counted?",
    "reports": "Reports",
    "review": "Review",
    "pictures": "Situation pictures",
    "picture_new": "New situation picture",
    "deviations": "Deviations",
    "deviations_all": "All deviations",
    "organisation": "Organisation",
    "organisations": "Organisations",
    "bodies": "No bodies yet",
    "body_new": "New body",
    "people": "People",
    "invite": "Invite someone",
    "municipality_settings": "Settings",
    "places": "Places",
    "place_new": "New place",
    "batches": "Import files",
    "source_new": "New list",
}


@pytest.mark.parametrize(("name", "says"), PAGES.items())
def test_a_page_is_english(name, says, client, where, coordinator, in_english):
    answer = shown(client, name, where.code)
    page = answer.content.decode()
    assert answer.headers["Content-Language"] == Shown(page).language == "en"
    assert says in Shown(page).found
    assert untranslated(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_the_same_page_is_swedish_unless_asked(name, client, where, coordinator):
    """What the pages are searched for is there to be found."""
    client.cookies.clear()
    client.force_login(coordinator)
    answer = client.get(reverse(name, args=[where.code]), headers={"Accept-Language": "en"})
    page = answer.content.decode()
    assert Shown(page).language == "sv"
    assert len(untranslated(page)) > 5


def test_a_report_in_the_list_is_english(client, where, coordinator, in_english):
    factories.observation(factories.scope_of(coordinator, where))
    page = shown(client, "reports", where.code).content.decode()
    assert untranslated(page) == []


def test_an_error_page_is_english(client, where, coordinator, in_english):
    page = client.get(f"/{where.code}/finns-inte/").content.decode()
    assert "There is no such page, or it is not shared with you" in page
    assert untranslated(page) == []


def test_an_unknown_language_is_swedish(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"
    assert Shown(shown(client, "account_login").content.decode()).language == "sv"


def test_the_choice_of_language_is_kept(client):
    client.post(reverse("set_language"), {"language": "en"})
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert Shown(shown(client, "account_login").content.decode()).language == "en"


def test_a_letter_is_whole_in_english(client, where, in_english):
    person = factories.member(where, Role.REPORTER)
    client.post(reverse("account_reset_password"), {"email": person.email})
    letter = OutgoingMail.objects.within(where).get()
    assert letter.subject == "New password in Samsyn"
    assert letter.body.startswith(f"Hello {person.name}!")
    assert not SWEDISH.search(letter.body)


def test_the_acts_on_a_picture_are_english(client, where, coordinator, in_english):
    factories.category(where)
    page = shown(client, "picture", where.code, pictures.draft(where).uid).content.decode()
    found = Shown(page).found
    assert {"Settle", "PDF draft", "The situation as a whole"} <= set(found)


def test_what_stays_swedish_in_a_picture_says_so(client, where, coordinator, in_english):
    factories.category(where)
    pictures.happened(where, pictures.OCTOBER.first, 3)
    picture = pictures.draft(where)
    pictures.judge(where, picture)
    page = shown(client, "picture", where.code, picture.uid).content.decode()
    assert "Ämnesområdena" in page
    assert untranslated(re.sub("(?s)<title>.*?</title>", "", page)) == []


def test_a_reports_own_words_say_that_they_are_swedish(client, where, coordinator, in_english):
    scope = factories.scope_of(coordinator, where)
    report = factories.observation(scope, description="Trasig lampa vid gångvägen.")
    page = shown(client, "report_one", where.code, report.uid).content.decode()
    assert "Trasig lampa" in page
    assert untranslated(page) == []


def test_a_page_that_refuses_says_that_its_sentence_is_swedish(client, where, in_english):
    client.force_login(factories.member(where, Role.READER))
    refused = client.get(reverse("picture_new", args=[where.code]))
    assert refused.status_code == 403
    assert untranslated(refused.content.decode()) == []


def test_a_refusal_told_on_the_next_page_says_that_it_is_swedish(
    client, where, coordinator, in_english
):
    row = factories.observation(factories.scope_of(coordinator, where))
    address = reverse("report_withdraw", args=[where.code, row.uid])
    page = client.post(address, {"version": row.version + 1}, follow=True).content.decode()
    assert re.search(r'<span lang="sv">[^<]*[åäö]', page)
    assert untranslated(page) == []


def test_a_refusal_on_a_field_says_that_it_is_swedish():
    errors = forms.Form({}).non_field_errors()
    errors.append(as_error(Mistaken("Välj en annan dag.")))
    errors.append("This field is required.")
    assert with_language(errors) == [("Välj en annan dag.", "sv"), ("This field is required.", "")]


@pytest.mark.parametrize("audience", Audience)
def test_what_is_settled_in_english_is_the_swedish_picture(where, coordinator, audience):
    pictures.happened(where, pictures.OCTOBER.first, 3)
    picture = pictures.draft(where)
    pictures.judge(where, picture)
    by = factories.scope_of(coordinator, where)
    said = []
    for language in ("sv", "en"):
        with translation.override(language):
            said.append(reading(by, picture, audience))
    swedish, english = said
    assert swedish.digest == english.digest
    assert swedish.sections == english.sections
