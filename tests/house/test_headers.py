"""The same hard headers stand on every answer, whatever its status (T16)."""

import pytest
from django.urls import reverse

from samsyn.domain.organisations.enums import Role
from tests import factories

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
    "Cache-Control": "no-store",
    "Content-Language": "sv",
}


@pytest.fixture
def answers(client):
    where = factories.municipality()
    client.force_login(factories.member(where, Role.READER))
    start = reverse("start", args=[where.code])
    return {
        200: client.get(start),
        302: client.get("/"),
        403: client.get(reverse("organisations", args=[where.code])),
        404: client.get("/finns-inte/"),
        405: client.post(start),
        410: client.get(reverse("invitation", args=["x"])),
    }


STATUSES = (200, 302, 403, 404, 405, 410)


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_has_each_header(answers, status):
    answer = answers[status]
    assert answer.status_code == status
    for name, value in HEADERS.items():
        given = answer.headers.get(name, "")
        assert value in given if name == "Cache-Control" else given == value, name


@pytest.mark.parametrize("status", STATUSES)
def test_the_content_policy_is_exact(answers, status):
    parts = (part.split() for part in answers[status]["Content-Security-Policy"].split(";"))
    assert {name: " ".join(sources) for name, *sources in parts} == POLICY


def test_cookies_are_hidden_from_scripts(client):
    where = factories.municipality()
    client.force_login(factories.member(where, Role.READER))
    client.get(reverse("acting", args=[where.code]))
    for cookie in client.cookies.values():
        assert cookie["httponly"] and cookie["samesite"] in ("Lax", "Strict")


def test_no_template_holds_inline_script_or_style(settings):
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for path in folder.rglob("*.html"):
            text = path.read_text(encoding="utf-8")
            assert " style=" not in text, path
            assert "<style" not in text, path
            assert "onclick=" not in text, path
            assert "<script>" not in text, path
