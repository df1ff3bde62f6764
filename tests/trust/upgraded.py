"""An installation of an earlier release, brought up to date and looked through. Run as a process.

python -m tests.trust.upgraded
"""

from tests.trust.town_process import prepare, tell

prepare(static=True)

from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from samsyn.domain.audit.models import Head  # noqa: E402
from samsyn.domain.audit.queries import breaks  # noqa: E402
from samsyn.domain.files.actions import read  # noqa: E402
from samsyn.domain.intake.models import Batch  # noqa: E402
from samsyn.domain.observations.actions.upkeep import differences  # noqa: E402
from samsyn.domain.organisations.models import Municipality, User  # noqa: E402
from samsyn.domain.organisations.rules import system_scope  # noqa: E402
from samsyn.domain.publishing.models import PublishedDocument  # noqa: E402
from samsyn.domain.situations.enums import Audience  # noqa: E402
from samsyn.domain.situations.models import FrozenSection, SituationPicture  # noqa: E402
from samsyn.domain.situations.queries import proof  # noqa: E402


def main() -> None:
    where = Municipality.objects.get()
    scope = system_scope(where)
    documents = PublishedDocument.rows.select_related("file").order_by("pk")
    settled = SituationPicture.rows.get(settled_at__isnull=False)
    tell(
        {
            "breaks": [one.sentence for head in Head.objects.all() for one in breaks(head.chain)],
            "counts": differences(scope),
            "documents": {one.file.digest: len(read(one.file)) for one in documents},
            "sections": FrozenSection.rows.count(),
            "seal": [proof(scope, settled, one).holds for one in Audience],
            "originals": [read(one.file).decode() for one in Batch.rows.order_by("pk")],
            "pages": pages(where, settled),
        }
    )


def pages(where: Municipality, settled: SituationPicture) -> dict[str, int]:
    """The status of pages for the coordinator, a settled picture's among them."""
    client = Client()
    client.force_login(User.objects.get(email="kim@exempel.se"))
    some = ("start", "organisation", "people", "batches", "municipality_settings", "pictures")
    routes = [reverse(name, args=[where.code]) for name in some]
    routes.append(reverse("picture", args=[where.code, settled.uid]))
    routes += [reverse("batch", args=[where.code, one.uid]) for one in Batch.rows.all()]
    return {route: client.get(route).status_code for route in routes}


if __name__ == "__main__":
    main()
