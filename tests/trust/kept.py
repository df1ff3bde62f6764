"""What the backup's tests ask of an installation, run in a process of its own.

python -m tests.trust.kept WHAT [ARGUMENTS]
"""

import hashlib
import random
import sys
import time
from pathlib import Path

from tests.trust.town_process import prepare, tell

prepare()

from django.apps import apps  # noqa: E402
from django.db import connection  # noqa: E402

from samsyn.domain.audit.actions import record, sign_heads  # noqa: E402
from samsyn.domain.audit.models import Entry, Head  # noqa: E402
from samsyn.domain.audit.queries import breaks  # noqa: E402
from samsyn.domain.files.actions import read, remove_disposed  # noqa: E402
from samsyn.domain.files.models import StoredFile  # noqa: E402
from samsyn.domain.files.queries import kept_files  # noqa: E402
from samsyn.domain.intake.actions import NewSource, create_source, take_in  # noqa: E402
from samsyn.domain.intake.models import Batch, Source  # noqa: E402
from samsyn.domain.observations.models import Observation  # noqa: E402
from samsyn.domain.operations.actions.disposal import dispose_originals  # noqa: E402
from samsyn.domain.operations.actions.ledger import own_folders, write_ledger  # noqa: E402
from samsyn.domain.operations.rules import FIRST, LEFT_OUT  # noqa: E402
from samsyn.domain.organisations.enums import Role  # noqa: E402
from samsyn.domain.organisations.models import Municipality  # noqa: E402
from samsyn.domain.organisations.rules import system_scope  # noqa: E402
from samsyn.domain.redactions.actions.masking import mask_words  # noqa: E402
from samsyn.domain.redactions.enums import Ground  # noqa: E402
from samsyn.domain.redactions.queries import plan  # noqa: E402
from samsyn.domain.stops.actions import dispose_texts  # noqa: E402
from samsyn.domain.stops.models import StoppedText  # noqa: E402
from samsyn.foundation.backups.tables import kept_models, sum_rows  # noqa: E402
from tests import factories  # noqa: E402
from tests.domain.stops import made as stopped_texts  # noqa: E402
from tests.factories import pictures  # noqa: E402


def scope():
    return system_scope(Municipality.objects.get())


def town() -> dict[str, object]:
    """A municipality with reports, a settled picture, and files taken in."""
    where = factories.municipality()
    at = factories.organisation(where, name="Bolaget")
    factories.layer(where, ("A", 15.0, 59.0))
    pictures.happened(where, pictures.OCTOBER.first, 5, at=at, description="Glas vid ån.")
    pictures.settled(where)
    stopped_texts.reported(factories.scope_as(Role.REPORTER, where))
    source = create_source(by=scope(), new=NewSource(name="Listan", organisation_id=at.pk))
    for n in range(3):
        take_in(by=scope(), source=source, data=b"rad %d\n" % n, name=f"{n}.csv", check=False)
    sign_heads()
    return {}


def sums() -> dict[str, object]:
    """The sum of every table and file, and whether the log holds."""
    models = kept_models(apps, LEFT_OUT, FIRST)
    return {
        "tables": {one._meta.db_table: vars(sum_rows(one)) for one in models},
        "files": {
            digest: hashlib.sha256(path.read_bytes()).hexdigest() for digest, path in kept_files()
        },
        "breaks": [one.sentence for head in Head.objects.all() for one in breaks(head.chain)],
    }


def standing() -> dict[str, object]:
    """What must hang together whatever moment a backup is of."""
    live = StoredFile.rows.filter(disposed_at__isnull=True)
    return {
        "unread": [one.digest for one in live if not _reads(one)],
        "without": Batch.rows.filter(file__isnull=True).count(),
        "batches": Batch.rows.count(),
        "disposed": StoredFile.rows.filter(disposed_at__isnull=False).count(),
        "entries": Entry.rows.count(),
        "breaks": [one.sentence for head in Head.objects.all() for one in breaks(head.chain)],
        "guarded": [_refuses(one) for one in ("UPDATE audit_entry SET act = 'x'",
                                              "DELETE FROM audit_entry")],
        "next": _next(),
    }  # fmt: skip


def _reads(stored: StoredFile) -> bool:
    try:
        read(stored)
    except OSError:
        return False
    return True


def _refuses(statement: str) -> bool:
    from django.db import DatabaseError

    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return True
    return False


def _next() -> bool:
    """Whether new rows get new keys, and the chain goes on."""
    by = scope()
    before = Entry.rows.order_by("pk").last()
    after = record(by, "organisations.log_read")
    return after.pk > before.pk and not list(breaks(by.chain))


def busy(seed: str, stop: str) -> dict[str, object]:
    """Write and dispose without rest, files that come, files that go, until a file is there."""
    dice, ends, count = random.Random(int(seed)), time.time() + 120, 0
    by, source = scope(), Source.rows.first()
    while time.time() < ends and not Path(stop).exists():
        count += 1
        data = f"{seed} {count} {dice.random()}".encode() * dice.randint(1, 400)
        batch = take_in(by=by, source=source, data=data, name=f"{seed}-{count}.csv", check=False)
        if dice.random() < 0.5:
            dispose_originals(by, [batch.file])
            remove_disposed(unsettled=0)
    return {"count": count}


def dispose(most: str) -> dict[str, object]:
    """Dispose of some originals, as the nightly work does."""
    files = [one.file for one in Batch.rows.select_related("file").order_by("pk")][: int(most)]
    gone = dispose_originals(scope(), files)
    dispose_texts(scope(), StoppedText.rows.all())
    report = Observation.rows.order_by("pk").first()
    words = (report.description,)
    seen = plan(scope(), report, words).digest
    said = {"passages": words, "ground": Ground.ERASURE, "words": "", "seen": seen}
    mask_words(by=scope(), thing=report, **said)
    write_ledger(*own_folders())
    return {"gone": [one.digest for one in gone], "removed": remove_disposed(unsettled=0)}


WHAT = {one.__name__: one for one in (town, sums, standing, busy, dispose)}

if __name__ == "__main__":
    tell(WHAT[sys.argv[1]](*sys.argv[2:]))
