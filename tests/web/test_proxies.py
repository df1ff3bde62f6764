"""A client's address is its own: what it says of itself is not believed."""

from ipaddress import ip_network

import pytest
from django.http import HttpResponse
from django.urls import reverse

from samsyn.web.proxies import find_client

OURS = [ip_network("10.0.0.0/8"), ip_network("2001:db8::/32")]


@pytest.fixture
def trusting(settings):
    settings.TRUSTED_PROXIES = OURS


def seen(rf, peer, forwarded=None, **headers):
    """Address and protocol as they are seen behind the middleware."""
    if forwarded is not None:
        headers["HTTP_X_FORWARDED_FOR"] = forwarded
    request = rf.get("/", REMOTE_ADDR=peer, **headers)
    find_client(lambda _: HttpResponse())(request)
    return request.META["REMOTE_ADDR"], request.META.get("HTTP_X_FORWARDED_PROTO")


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.7", None, "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),  # a stranger says he is another
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),  # the left is what he wrote
        ("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "10.0.0.2", "10.0.0.2"),  # one of ours asks itself
        ("10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("10.0.0.1", "[2001:db9::1]:4711", "2001:db9::1"),
        ("2001:db8::5", "::ffff:198.51.100.1", "198.51.100.1"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", None, "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, <script>", "10.0.0.1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_the_client_is_the_last_stranger(rf, peer, forwarded, client):
    assert seen(rf, peer, forwarded)[0] == client


@pytest.mark.usefixtures("trusting")
def test_only_ours_say_that_it_was_sealed(rf):
    https = {"HTTP_X_FORWARDED_PROTO": "https"}
    assert seen(rf, "192.0.2.7", **https)[1] is None
    assert seen(rf, "10.0.0.1", **https)[1] == "https"


def test_without_trusted_proxies_nothing_is_read(rf, settings):
    settings.TRUSTED_PROXIES = []
    assert seen(rf, "10.0.0.1", "198.51.100.1")[0] == "10.0.0.1"


def fails(client, n, *, said, peer="10.0.0.1"):
    """What the login page answers to a wrong password for another account each time."""
    data = {"login": f"okand{n}@example.org", "password": "fel-losenord-alltid"}
    return client.post(reverse("account_login"), data, REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=said)


@pytest.mark.django_db
@pytest.mark.usefixtures("trusting")
def test_a_town_behind_a_proxy_does_not_share_one_limit(client):
    for n in range(61):
        answer = fails(client, n, said="198.51.100.1")
    assert answer.status_code == 429 or "För många" in answer.content.decode()
    other = fails(client, 100, said="198.51.100.2")
    assert other.status_code == 200 and "För många" not in other.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize("peer", ["192.0.2.7", "10.0.0.1"])
def test_a_limit_is_not_escaped_by_writing_another_address(client, peer):
    for n in range(61):
        said = f"203.0.113.{n}" + (", 198.51.100.1" if peer.startswith("10.") else "")
        answer = fails(client, n, said=said, peer=peer)
    assert answer.status_code == 429 or "För många" in answer.content.decode()
