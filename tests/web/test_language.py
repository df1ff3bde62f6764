"""With English chosen the pages are in English; what is settled stays Swedish."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.organisations.enums import Role
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.queries import reading
from tests import factories
from tests.factories import pictures
from tools import translations

pytestmark = pytest.mark.django_db

SHOWN = {"alt", "aria-label", "data-label", "label", "placeholder", "title"}
SILENT = {"script", "style", "svg"}
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
    """What a page shows or says aloud."""

    def __init__(self, page):
        super().__init__()
        self.found, self.within, self.language = [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag in SILENT:
            self.within.append(tag)
        if tag == "html":
            self.language = dict(attrs)["lang"]
        self.found += [value for name, value in attrs if name in SHOWN and value]

    def handle_endtag(self, tag):
        if self.within and self.within[-1] == tag:
            self.within.pop()

    def handle_data(self, data):
        if not self.within and data.strip():
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
