"""A backup of an earlier release's database as it stands, not migrated. Run as a process.

python -m tests.trust.kept_then FOLDER
"""

import json
import sys
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402
from django.db.migrations.recorder import MigrationRecorder  # noqa: E402

from samsyn.domain.files.rules import path_of  # noqa: E402
from samsyn.domain.operations.rules import FIRST, LEFT_OUT, proof_of  # noqa: E402
from samsyn.foundation.backups.archive import Kept, make  # noqa: E402
from samsyn.foundation.backups.keys import NO_KEYS  # noqa: E402
from samsyn.foundation.backups.loading import ends_of  # noqa: E402
from samsyn.foundation.backups.tables import kept_models  # noqa: E402


def main(folder: Path) -> None:
    executor = MigrationExecutor(connection)
    ends = ends_of(executor, set(MigrationRecorder(connection).applied_migrations()))
    then = executor.loader.project_state(ends).apps
    models = kept_models(then, LEFT_OUT, FIRST)
    stored = then.get_model("files", "StoredFile")

    def files():
        digests = stored._base_manager.values_list("digest", flat=True).distinct()
        return [(one, path_of(one)) for one in digests.order_by("digest")]

    kept = Kept(models=models, files=files, left_out=LEFT_OUT, product="0", proof=proof_of)
    backup = make(folder / "samsyn-20260101T000000Z", "2026-01-01T00:00:00+00:00", kept, NO_KEYS)
    sums = {name: vars(one) for name, one in backup.contents.tables.items()}
    json.dump(sums, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
