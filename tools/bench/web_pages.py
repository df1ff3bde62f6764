"""Measuring what is read: the list, one report, the counts of a picture, the picture itself."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from samsyn.demo.town import CODE
from samsyn.domain.files.enums import Format
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries import counts
from samsyn.domain.observations.queries.listing import Cursor
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.models import User
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.publishing.queries import document
from samsyn.domain.situations import queries
from samsyn.domain.situations.actions import assess, create_draft
from samsyn.domain.situations.documents import PICTURE
from samsyn.domain.situations.enums import Audience, Colour, Trend
from samsyn.domain.situations.models import SituationPicture
from samsyn.domain.situations.values.content import Judgement
from samsyn.domain.situations.values.periods import month_of
from samsyn.foundation import clock
from tools.bench.web_figures import AGGREGATES, LISTS, RECORDS, Bar, Figure, Peer
from tools.bench.web_meter import Measured, measure
from tools.bench.web_town import Ready

DEEP = 89_900
LISTING = Bar(sql=6, cpu_ms=50)
SEARCH = Bar(sql=6, cpu_ms=60)
# a word in every tenth text, two together, one in none
SEARCHED = {"vanligt ord": "klotter", "två ord": "klotter+torget", "inget": "zebra"}
WEEKS = 12
Peers = tuple[Peer, ...]


def browser(person: User) -> Client:
    """A browser in which a person has logged in with two factors, over TLS."""
    client = Client(
        headers={
            "referer": "https://testserver/",
            "x-forwarded-proto": "https",
            "host": "testserver",
        }
    )
    client.force_login(person)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, person, "mfa", type="totp")
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)
    return client


def pages(ready: Ready, n: int) -> Iterator[Figure]:
    """Each page of the table, measured as the coordinator asks for it."""
    client = browser(ready.coordinator)
    listed = f"{reverse('reports', args=[CODE])}"
    deep = min(DEEP, n * 9 // 10)
    district = ready.known().primary_districts[1].code
    scope = ready.scope_of(ready.coordinator)
    yield _page("lista, 100 rapporter", client, listed, LISTING, LISTS)
    yield _page(
        f"lista efter {deep:,} rader".replace(",", " "),
        client,
        f"{listed}?at={_cursor(scope, deep)}",
        LISTING,
        LISTS,
    )
    yield _page("lista, ett område", client, f"{listed}?district={district}", LISTING, LISTS)
    for name, words in SEARCHED.items():
        yield _page(f"lista, sökning: {name}", client, f"{listed}?words={words}", SEARCH, LISTS)
    uid = Observation.objects.visible_to(scope).filter(release="not_needed").order_by("-id")[99].uid
    yield _page(
        "en rapport",
        client,
        reverse("report_one", args=[CODE, uid]),
        Bar(sql=5, cpu_ms=15),
        RECORDS,
    )
    yield _counts(scope, ready, n)
    yield from _picture(client, scope)


def _page(what: str, client: Client, url: str, bar: Bar, peers: Peers) -> Figure:
    return measured_as(what, measure(lambda: _answered(client, url)), bar, peers)


def measured_as(what: str, measured: Measured, bar: Bar, peers: Peers = ()) -> Figure:
    """A measured call as a figure."""
    return Figure(
        what=what,
        bar=bar,
        peers=peers,
        sql=measured.sql,
        cpu_ms=measured.cpu_ms,
        server_ms=measured.server_ms,
        wall_ms=measured.wall_ms,
        machine_ms=measured.machine_ms,
    )


def _cursor(scope: Scope, deep: int) -> Cursor:
    rows = Observation.objects.visible_to(scope).order_by("-occurred_from", "-id")
    [row] = rows[deep - 1 : deep]
    return Cursor(row.occurred_from, row.pk)


def _counts(scope: Scope, ready: Ready, n: int) -> Figure:
    """District × week × category, as the picture and the early warning read it."""
    last = clock.monday(clock.today()) - timedelta(weeks=1)
    first = last - timedelta(weeks=WEEKS - 1)
    layer = ready.known().primary_layer
    measured = measure(lambda: counts.weekly(scope, first, last, layer.pk if layer else 0))
    bar = Bar(cpu_ms=20 if n <= 100_000 else 40)
    return measured_as("område × vecka × kategori", measured, bar, AGGREGATES)


def _picture(client: Client, scope: Scope) -> Iterator[Figure]:
    """The draft of last month: its page and its PDF, drawings already made."""
    picture = _drafted(scope)
    ask, wrote = _ways(client, scope, picture)
    yield measured_as("lägesbilden", measure(ask, warm_up=3), Bar(sql=15, cpu_ms=150))
    yield measured_as("lägesbilden som PDF", measure(wrote, 10, 2), Bar(wall_ms=500))


def _ways(
    client: Client, scope: Scope, picture: SituationPicture
) -> tuple[Callable[[], object], Callable[[], object]]:
    """Asking for the page and the PDF; of the room below where there is no page yet."""
    try:
        page = reverse("picture", args=[CODE, picture.uid])
        file = reverse("picture_file", args=[CODE, picture.uid, Audience.GROUP, Format.PDF])
    except NoReverseMatch:
        return (
            lambda: queries.reading(scope, queries.one(scope, picture.uid)),
            lambda: document(
                scope, PICTURE, queries.one(scope, picture.uid), Audience.GROUP, Format.PDF
            ),
        )
    return lambda: _answered(client, page), lambda: _answered(client, file)


def _answered(client: Client, url: str) -> bytes:
    answer = client.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answered {answer.status_code}")
    return bytes(answer.content)


def _drafted(scope: Scope) -> SituationPicture:
    month = month_of(clock.today().replace(day=1) - timedelta(days=1))
    picture = create_draft(by=scope, period=month)
    judgement = Judgement(Colour.YELLOW, Trend.UNCLEAR, "Som brukligt för årstiden.")
    for area in (None, *reference(scope).areas):
        assess(by=scope, picture=picture, area=area, judgement=judgement, version=0)
    return picture
