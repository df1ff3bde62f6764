"""A municipality from the command line: the same actions, a link that works, whole or not."""

import json

import pytest
from django.urls import reverse

from samsyn.cli.municipality import main
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.models import Municipality, User
from samsyn.foundation.refusals import Mistaken
from tests import factories

pytestmark = pytest.mark.django_db
SQUARE = {"type": "Polygon", "coordinates": [[[15, 59], [16, 59], [16, 60], [15, 60], [15, 59]]]}


def create(*more):
    return main(
        [
            "create",
            "--code=9901",
            "--name=Provköping",
            "--coordinator=sam@example.org",
            "--coordinator-name=Sam Ordnare",
            *more,
        ]
    )


def test_prints_a_link_that_lets_the_coordinator_in(capsys, client):
    assert create("--url=http://testserver/") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Provköping (9901) är upplagd."
    link = lines[-1]
    assert link.startswith("http://testserver/inbjudan/")
    words = {"password": factories.PASSWORD, "again": factories.PASSWORD}
    assert client.post(link, words).url == reverse("account_login")
    entered = client.post(
        reverse("account_login"), {"login": "sam@example.org", "password": factories.PASSWORD}
    )
    assert entered.url == "/"
    assert client.get("/9901/organisation/personer/").status_code == 200


@pytest.mark.parametrize(
    "root",
    [
        *("samsyn.kommunen.se", "javascript:alert(1)", "https://", "http://x:99999", "", "/"),
        *("https://samsyn.kommunen.se/ Hej", "https://samsyn.kommunen.se\nHej", "https://x/?a="),
    ],
)
def test_a_link_nobody_can_follow_founds_nothing(root):
    with pytest.raises(SystemExit):
        create(f"--url={root}")
    assert not Municipality.objects.exists()


def test_posts_the_link_too(capsys):
    create()
    where = Municipality.objects.get()
    letter = OutgoingMail.objects.within(where).get()
    assert letter.recipient == "sam@example.org"
    assert capsys.readouterr().out.splitlines()[-1] in letter.body


@pytest.mark.parametrize("text", ["[" * 100_000, "{", ""])
def test_an_outline_that_is_no_json_is_refused(tmp_path, text):
    path = tmp_path / "gräns.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Mistaken, match="GeoJSON"):
        create(f"--outline={path}")


def test_keeps_the_outline(tmp_path, capsys):
    path = tmp_path / "gräns.geojson"
    path.write_text(json.dumps(SQUARE), encoding="utf-8")
    create(f"--outline={path}")
    assert Municipality.objects.get().outline["type"] == "Polygon"


@pytest.mark.parametrize("content", [None, "inte json", '{"type": "Point"}'])
def test_an_outline_that_is_none_founds_nothing(tmp_path, content):
    path = tmp_path / "gräns.geojson"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(Mistaken):
        create(f"--outline={path}")
    assert not Municipality.objects.exists()


def test_one_who_can_log_in_elsewhere_is_not_shown_a_link(capsys):
    known = factories.user(name="Sam Ordnare", email="sam@example.org")
    known.set_password(factories.PASSWORD)
    known.save()
    factories.member(factories.municipality(), Role.READER, who=known)
    create()
    assert capsys.readouterr().out.splitlines()[-1] == "Ett brev är på väg till sam@example.org."
    known.refresh_from_db()
    assert known.check_password(factories.PASSWORD)


def test_an_address_that_is_somebody_elses_founds_nothing(capsys):
    there = factories.municipality("9902", "Annanby")
    known = factories.user(name="Kim Annan", email="sam@example.org")
    factories.member(there, Role.READER, who=known)
    with pytest.raises(Mistaken) as refused:
        create("--coordinator=SAM@example.org")
    assert "Kim Annan" in refused.value.sentence and "9902 Annanby" in refused.value.sentence
    assert list(Municipality.objects.all()) == [there]
    assert create("--coordinator-name=kim annan") == 0


def test_names_its_organisation():
    create("--organisation=Samhällsbyggnad")
    where = Municipality.objects.get()
    sam = User.objects.get()
    scope = factories.scope_of(sam, where)
    names = factories.Organisation.objects.visible_to(scope).values_list("name", flat=True)
    assert list(names) == ["Samhällsbyggnad"]


def test_twice_is_refused():
    create()
    with pytest.raises(Mistaken, match="finns redan"):
        create()


def test_lists_what_there_is(capsys):
    main(["list"])
    create()
    main(["list"])
    lines = capsys.readouterr().out.splitlines()
    assert (lines[0], lines[-1]) == ("Det finns ingen kommun ännu.", "9901 Provköping")


@pytest.mark.parametrize("argv", [[], ["create"], ["create", "--code=9901"], ["annat"]])
def test_missing_arguments_end_with_usage(argv, capsys):
    with pytest.raises(SystemExit) as ended:
        main(argv)
    assert ended.value.code == 2
    assert "./samsyn municipality" in capsys.readouterr().err
