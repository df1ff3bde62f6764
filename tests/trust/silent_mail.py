"""Letters to a mail server that never answers, and what else is written meanwhile.

python -m tests.trust.silent_mail
"""

import subprocess
import sys
import time

from tests.trust.town_process import prepare, tell

prepare()

from django_tasks_db.models import DBTaskResult  # noqa: E402

from samsyn.domain.notices.actions import post  # noqa: E402
from samsyn.domain.notices.models import OutgoingMail  # noqa: E402
from samsyn.domain.organisations.rules import system_scope  # noqa: E402
from tests import factories  # noqa: E402
from tests.trust.killed_workers import COMMAND, wait  # noqa: E402


def main() -> None:
    scope = system_scope(factories.municipality())
    rows = OutgoingMail.objects.visible_to(scope)
    post(scope, key="1", recipient="kim@example.org", subject="Hej", body="Välkommen.")
    worker = subprocess.Popen(COMMAND)
    try:
        wait(DBTaskResult.objects.filter(status="RUNNING").exists, 20)
        time.sleep(0.5)
        start, waits = time.monotonic(), []
        while time.monotonic() - start < 2:
            before = time.monotonic()
            factories.organisation(factories.municipality())
            waits.append(time.monotonic() - before)
        still = DBTaskResult.objects.filter(status="RUNNING").exists()
        wait(lambda: rows.get().attempts, 30)
    finally:
        worker.terminate()
        worker.wait(30)
    letter = rows.get()
    again = DBTaskResult.objects.filter(status="READY", args_kwargs__args__0="notices.send")
    tell(
        {
            "slowest": max(waits),
            "still": still,
            "letter": [letter.state, letter.attempts],
            "again": again.count(),
        }
    )


if __name__ == "__main__":
    main()
    sys.exit(0)
