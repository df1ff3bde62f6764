"""Words planted in every free text reach those who may read them, and nobody else (T02)."""

import io
import zipfile

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from samsyn.domain.audit.models import Entry
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.observations.values.report import TEXTS
from samsyn.domain.organisations.enums import Role
from samsyn.domain.situations.values.periods import Period
from samsyn.domain.stops.models import StoppedText
from samsyn.foundation import clock
from tests.drawing.test_pdf import page_texts
from tests.factories import pictures
from tests.trust.canaries import (
    Town,
    Visitor,
    build,
    may_read,
    may_read_in_picture,
    may_read_text,
)

pytestmark = pytest.mark.django_db
VISITORS = [
    *(f"{at} {who}" for at in ("department", "police", "company")
      for who in ("reporter", "contact", "reviewer")),
    *(role.value for role in Role if role.value not in ("reporter", "contact", "reviewer")),
    "colleague",
    "neighbour",
]  # fmt: skip
PAGES = ("start", "reports", "report", "review", "deviations", "deviations_all", "hot_times",
         "cell_map", "district_comparison", "places", "log", "batches", "pictures", "stops",
         "guard_words")  # fmt: skip
# who told it by word of mouth is no business of a file's readers
NEVER_IN_FILES = {"oral_reporter"}
FILES = (("csv", False), ("xlsx", True))
IN_FILES = [name for name in TEXTS if name not in NEVER_IN_FILES]
DOCUMENTS = tuple((who, kind) for who in ("group", "public") for kind in ("pdf", "docx"))


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        made = build()
        yesterday = clock.today().toordinal() - 1
        period = Period(*(clock.today().fromordinal(yesterday - back) for back in (13, 0)))
        made.picture = str(pictures.published(made.where, period).uid)
        yield made
        transaction.set_rollback(True)


@pytest.fixture(params=VISITORS)
def visitor(request, town: Town) -> Visitor:
    return next(one for one in town.visitors if one.name == request.param)


@pytest.fixture
def browser(visitor):
    client = Client()
    client.force_login(visitor.user)
    return client


def ask(town, browser, name, **kwargs):
    answer = browser.get(reverse(name, kwargs={"code": town.where.code, **kwargs}))
    assert answer.status_code < 500, name
    return answer if answer.status_code == 200 else None


def text_of(answer, packed=False) -> str:
    """What an answer says: a page's text, or every part of a zipped file."""
    if answer is None:
        return ""
    if not packed:
        return answer.content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def pages(town, browser) -> str:
    return "\n".join(text_of(ask(town, browser, name)) for name in PAGES)


def tried(town, visitor):
    """What is asked for one by one: all whose line is read, and a part of what is shut."""
    shut = [one for one in town.planted if not may_read(visitor, one)]
    return [*(one for one in town.planted if may_read(visitor, one)), *shut[::5]]


def held(town, visitor):
    """Where a side door would matter: the line is read and the text is not."""
    found = tried(town, visitor)
    return [one for one in found if not may_read_text(visitor, one)] + found[::7]


def leaked(town, text, allowed) -> list[str]:
    return [
        f"{one.at} {one.visibility} {one.state} {one.kind}: {name}"
        for one in town.planted
        for name, word in one.words.items()
        if word in text and not allowed(one)
    ]


def test_lists_and_pages_tell_nobody_more_than_they_may_know(town, visitor, browser):
    assert leaked(town, pages(town, browser), lambda one: may_read_text(visitor, one)) == []


def test_each_report_opens_for_those_alone_who_may_read_it(town, visitor, browser):
    for one in tried(town, visitor):
        answer = ask(town, browser, "report_one", uid=one.uid)
        reads_reports = visitor.roles & {Role.REPORTER, Role.CONTACT, Role.REVIEWER,
                                         Role.COORDINATOR, Role.ANALYST}  # fmt: skip
        assert (answer is not None) == bool(may_read(visitor, one) and reads_reports), one
        text = text_of(answer)
        for name, word in one.words.items():
            assert (word in text) == may_read_text(visitor, one), (one, name)


@pytest.mark.parametrize("route", ["report_edit", "reported"])
def test_no_side_door_opens_a_text(town, visitor, browser, route):
    text = "\n".join(text_of(ask(town, browser, route, uid=one.uid)) for one in held(town, visitor))
    assert leaked(town, text, lambda one: may_read_text(visitor, one)) == []


def test_a_stale_form_shows_the_other_text_only_to_those_who_may_read_it(town, visitor, browser):
    """The comparison of two versions is an output like any other."""
    for one in held(town, visitor):
        path = reverse("report_edit", kwargs={"code": town.where.code, "uid": one.uid})
        filled = browser.get(reverse("report", args=[town.where.code]))
        if filled.status_code != 200:
            continue
        first = filled.context["form"]
        sent = {"category": first.fields["category"].choices[1][1][0][0], "version": "999",
                "organisation": first.fields["organisation"].choices[0][0], "key": "k" * 32,
                "day": clock.today().isoformat(), "kind": "event", "events": 1,
                "informant": "own", "certainty": "certain", "reported_to_police": "unknown",
                "visibility": "group"}  # fmt: skip
        with transaction.atomic():
            text = browser.post(path, sent).content.decode()
            transaction.set_rollback(True)
        if not may_read_text(visitor, one):
            assert not [word for word in one.words.values() if word in text], one


@pytest.mark.parametrize(("kind", "packed"), FILES)
def test_files_hold_what_their_reader_may_read_and_all_of_it(town, visitor, browser, kind, packed):
    answer = ask(town, browser, "reports_file", kind=kind)
    exports = visitor.roles & {Role.COORDINATOR, Role.ANALYST} and visitor.at != "elsewhere"
    assert (answer is not None) == bool(exports)
    text = text_of(answer, packed)
    assert leaked(town, text, lambda one: may_read_text(visitor, one)) == []
    if exports:
        for one in town.planted:
            for name in IN_FILES:
                assert (one.words[name] in text) == may_read_text(visitor, one), (one, name)


def test_the_picture_page_tells_what_was_shared_for_it(town, visitor, browser):
    text = text_of(ask(town, browser, "picture", uid=town.picture))
    assert leaked(town, text, lambda one: may_read_in_picture(visitor, one)) == []
    told = [one for one in town.planted if one.words["description"] in text]
    assert told == [one for one in town.planted if may_read_in_picture(visitor, one)]


@pytest.mark.parametrize(("audience", "kind"), DOCUMENTS)
def test_documents_tell_what_the_picture_tells(town, visitor, browser, audience, kind):
    answer = ask(town, browser, "picture_file", uid=town.picture, audience=audience, kind=kind)
    if answer is None:
        return
    text = text_of(answer, True) if kind == "docx" else "".join(page_texts(answer.content))
    text = "".join(text.split()).replace("-", "").replace("\u00ad", "")

    def allowed(one):
        return audience == "group" and may_read_in_picture(visitor, one)

    assert leaked(town, text, allowed) == []
    told = [one for one in town.planted if one.words["description"] in text]
    assert told == [one for one in town.planted if allowed(one)]


def test_neither_mail_nor_log_holds_a_word(town):
    letters = [*OutgoingMail.objects.within(town.where).values_list("subject", "body"),
               *((one.subject, one.body) for one in mail.outbox)]  # fmt: skip
    assert leaked(town, str(letters), lambda one: False) == []
    entries = Entry.rows.filter(chain=str(town.where.uid))
    assert entries.count() > len(town.planted)
    assert leaked(town, str(list(entries.values_list())), lambda one: False) == []


def told_stopped(town, text) -> list[str]:
    return [one.writer for one in town.stopped if one.word in text]


def test_no_page_file_or_document_tells_a_stopped_text(town, visitor, browser):
    text = pages(town, browser)
    text += "".join(text_of(ask(town, browser, "reports_file", kind=k), p) for k, p in FILES)
    text += text_of(ask(town, browser, "picture", uid=town.picture))
    assert told_stopped(town, text) == []


def test_a_stopped_text_opens_for_its_writer_and_the_officer_alone(town, visitor, browser):
    for one in town.stopped:
        if not one.uid:
            continue
        text = text_of(ask(town, browser, "stop", uid=one.uid))
        officer = Role.DATA_PROTECTION_OFFICER in visitor.roles and visitor.at != "elsewhere"
        assert (one.word in text) == (officer or visitor.name == one.writer), one


def test_a_stopped_text_of_the_polices_is_kept_nowhere(town):
    assert [one.writer for one in town.stopped if not one.uid] == ["police reporter"]
    rows = StoppedText.objects.within(town.where).values_list("text", flat=True)
    kept = told_stopped(town, "\n".join(rows))
    assert sorted(kept) == ["company reporter", "department reporter"]


def test_neither_mail_nor_log_holds_a_stopped_text(town):
    letters = OutgoingMail.objects.within(town.where).values_list("subject", "body")
    entries = Entry.rows.filter(chain=str(town.where.uid)).values_list()
    assert told_stopped(town, str([*letters, *entries])) == []


def test_every_word_is_planted_once(town):
    words = [word for one in town.planted for word in one.words.values()]
    assert len(words) == len(set(words)) > 4 * 36
