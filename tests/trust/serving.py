"""What the killed server needs before it starts: a town and its reporters' sessions.

python -m tests.trust.serving REPORTERS
"""

import sys

from tests.trust.town_process import prepare, tell

prepare(static=True)

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from samsyn.domain.organisations.enums import Role  # noqa: E402
from tests import factories  # noqa: E402


def main(reporters: int) -> None:
    where = factories.municipality()
    category = factories.category(where)
    at = factories.organisation(where)
    tell(
        {
            "path": f"/{where.code}/rapportera/",
            "cookie": settings.SESSION_COOKIE_NAME,
            "category": category.pk,
            "organisation": at.pk,
            "sessions": [_session(where, at) for _ in range(reporters)],
        }
    )


def _session(where, at) -> str:
    client = Client()
    client.force_login(factories.member(where, Role.REPORTER, at=at))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    main(int(sys.argv[1]))
