"""The harness that every page test runs under does catch what it is there to catch."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.urls import path

from samsyn.domain.organisations.models import Municipality
from samsyn.web.gate import public
from tests import factories
from tests.web.conftest import (
    MAY_BE_WRITTEN,
    WRITES,
    UnknownVariableError,
    UnorderedSliceError,
    WroteOnGetError,
    _get_never_writes,
    _unknown_variables_fail,
    _unordered_slices_fail,
)

pytestmark = pytest.mark.django_db
get_never_writes = _get_never_writes
unknown_variables_fail = _unknown_variables_fail
unordered_slices_fail = _unordered_slices_fail


@public
def writing(request):
    Municipality.objects.create(code="0009", name="Smygköping")
    return HttpResponse("skrivet")


@public
def remembering(request):
    request.session["seen"] = True
    return HttpResponse("sett")


urlpatterns = [path("skriver/", writing), path("minns/", remembering)]


@pytest.fixture
def _pages(settings):
    settings.ROOT_URLCONF = __name__


class TestGet:
    @pytest.mark.usefixtures("_pages")
    @pytest.mark.parametrize("method", ["get", "head"])
    def test_that_writes_fails(self, client, method):
        with pytest.raises(WroteOnGetError, match="organisations_municipality"):
            getattr(client, method)("/skriver/")

    @pytest.mark.usefixtures("_pages")
    def test_may_touch_its_session(self, client):
        assert client.get("/minns/").content == b"sett"

    @pytest.mark.usefixtures("_pages")
    def test_leaves_posts_alone(self, client):
        assert client.post("/skriver/").content == b"skrivet"


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ('INSERT INTO "places_place" ("id") VALUES (1)', "places_place"),
        ('INSERT OR IGNORE INTO "x" VALUES (1)', "x"),
        ('UPDATE "places_place" SET "name" = 1', "places_place"),
        ('DELETE FROM "places_place"', "places_place"),
        ("  delete from places_place", "places_place"),
    ],
)
def test_statements_that_write_are_known(statement, table):
    assert WRITES.match(statement).group(1) == table


@pytest.mark.parametrize("statement", ['SELECT "update" FROM "x"', "SAVEPOINT a", "PRAGMA x"])
def test_statements_that_read_pass(statement):
    assert not WRITES.match(statement)


@pytest.mark.parametrize(
    ("table", "may"),
    [
        ("django_session", True),
        ("samsyn_cache", True),
        ("audit_entry", True),
        ("audit_head", True),
        ("observations_observation", False),
        ("mfa_authenticator", False),
        ("my_audit_entry", False),
    ],
)
def test_tables_that_a_get_may_write(table, may):
    assert bool(MAY_BE_WRITTEN.match(table)) is may


class TestTemplates:
    def test_fail_on_a_variable_nobody_gives(self):
        template = engines["django"].from_string("{{ glomd }}")
        with pytest.raises(UnknownVariableError, match="glomd"):
            template.render({}, RequestFactory().get("/"))

    def test_may_ask_whether_it_is_there(self):
        template = engines["django"].from_string("{% if glomd %}ja{% else %}nej{% endif %}")
        assert template.render({}) == "nej"


class TestSlices:
    def test_of_rows_in_no_order_fail(self):
        where = factories.municipality()
        with pytest.raises(UnorderedSliceError):
            factories.Membership.objects.within(where)[:5]

    def test_of_ordered_rows_pass(self):
        where = factories.municipality()
        assert list(factories.Membership.objects.within(where).order_by("pk")[:5]) == []


def test_the_harness_is_taken_off_again():
    assert connection.execute_wrappers == []
    assert ClientHandler.get_response.__name__ in ("watched", "get_response")
