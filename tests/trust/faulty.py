"""What the server with a faulty machine needs before it starts: a town, people, addresses.

python -m tests.trust.faulty
"""

from tests.trust.town_process import prepare, tell

prepare(static=True)

from django.conf import settings  # noqa: E402
from django.contrib.staticfiles.storage import staticfiles_storage  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from samsyn.domain.intake.actions import NewSource, create_source, take_in  # noqa: E402
from samsyn.domain.organisations.enums import Role  # noqa: E402
from tests import factories  # noqa: E402


def main() -> None:
    where = factories.municipality()
    category, at = factories.category(where), factories.organisation(where)
    who = factories.member(where, Role.COORDINATOR, at=at)
    who.set_password(factories.PASSWORD)
    who.save()
    scope = factories.scope_of(who, where)
    source = create_source(by=scope, new=NewSource(name="Lista", organisation_id=at.pk))
    batch = take_in(by=scope, source=source, data=b"Datum\n", name="a.csv", check=False)
    client = Client()
    client.force_login(who)
    code = where.code
    tell(
        {
            "cookie": settings.SESSION_COOKIE_NAME,
            "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
            "email": who.email,
            "password": factories.PASSWORD,
            "category": category.pk,
            "organisation": at.pk,
            "list": reverse("reports", args=[code]),
            "form": reverse("report", args=[code]),
            "upload": reverse("batch_upload", args=[code, source.uid]),
            "login": reverse("account_login"),
            "reset": reverse("account_reset_password"),
            "file": reverse("reports_file", args=[code, "csv"]),
            "part": reverse("batch_progress", args=[code, batch.uid]),
            "health": reverse("health"),
            "static": staticfiles_storage.url("css/base.css"),
        }
    )


if __name__ == "__main__":
    main()
