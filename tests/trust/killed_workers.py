"""Work of every kind whose worker is killed at a random moment. Run as a process.

python -m tests.trust.killed_workers KILLS ROWS
"""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from functools import partial
from itertools import count

from tests.trust.town_process import answer, fork, prepare, tell

prepare()

from django.db import connection  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from samsyn.domain.audit.queries import breaks  # noqa: E402
from samsyn.domain.files.models import StoredFile  # noqa: E402
from samsyn.domain.intake.actions import NewSource, create_source, order_check, take_in  # noqa: E402
from samsyn.domain.intake.enums import BatchState  # noqa: E402
from samsyn.domain.intake.models import Batch  # noqa: E402
from samsyn.domain.monitoring.actions import ordering  # noqa: E402
from samsyn.domain.monitoring.models import OPEN_STATES, Run, Schedule  # noqa: E402
from samsyn.domain.notices.actions import post  # noqa: E402
from samsyn.domain.notices.models import OutgoingMail  # noqa: E402
from samsyn.domain.observations.actions.approving import order_import  # noqa: E402
from samsyn.domain.observations.actions.importing import undo  # noqa: E402
from samsyn.domain.observations.actions.upkeep import differences  # noqa: E402
from samsyn.domain.observations.models import Observation, ObservationDistrict  # noqa: E402
from samsyn.domain.organisations.models import Municipality  # noqa: E402
from samsyn.domain.organisations.rules import system_scope  # noqa: E402
from samsyn.domain.publishing.actions import publish  # noqa: E402
from samsyn.domain.publishing.models import PublishedDocument  # noqa: E402
from samsyn.domain.situations.documents import PICTURE  # noqa: E402
from samsyn.domain.situations.enums import Audience, PictureState  # noqa: E402
from samsyn.domain.situations.models import FrozenSection, SituationPicture  # noqa: E402
from samsyn.domain.situations.queries import reading  # noqa: E402
from samsyn.domain.situations.values.periods import Period  # noqa: E402
from samsyn.foundation import queue  # noqa: E402
from samsyn.sources.mapping import ColumnRule, TableMapping, Target  # noqa: E402
from tests import factories  # noqa: E402
from tests.factories import pictures  # noqa: E402

MAPPING = TableMapping(
    columns=(ColumnRule("Datum", Target.DATE), ColumnRule("Text", Target.DESCRIPTION)),
    default_category="skadegorelse",
)
STUCK_AFTER = 60.0
COMMAND = [sys.executable, "-m", "django", "db_worker", "--interval=0.1", "--queue-name=*",
           "--no-startup-delay", "--no-reload", "--verbosity=0"]  # fmt: skip
KINDS = ("trial", "import", "letter", "night", "undo", "settle")
numbers = count(1)


def scope():
    return system_scope(Municipality.objects.get())


def batches():
    return Batch.objects.visible_to(scope())


# what is ordered, each in a process of its own


def lay_in(rows: int, n: int) -> int:
    """A file that is to be tried; its source is new, so that its rows are."""
    lines = (f"2026-0{1 + i % 9}-{1 + i % 28:02d};rad {i}\n" for i in range(rows))
    at = factories.Organisation.objects.visible_to(scope()).get(name="Bolaget")
    new = NewSource(name=f"Lista {n}", organisation_id=at.pk)
    source = create_source(by=scope(), new=new, mapping=MAPPING)
    data = ("Datum;Text\n" + "".join(lines)).encode()
    return take_in(by=scope(), source=source, data=data, name="fil.csv").pk


def read_in(pk: int) -> None:
    order_import(by=scope(), batch=batches().get(pk=pk))


def write_letter(n: int) -> None:
    post(
        scope(), key=f"brev:{n}", recipient=f"kim{n}@example.org", subject="Hej", body="Välkommen."
    )


def order_night() -> None:
    """Let tonight be now."""
    where = Municipality.objects.get()
    now = ordering.timezone.now()
    Schedule.objects.update_or_create(municipality=where, defaults={"due_at": now})
    queue.enqueue(ordering.NIGHTLY, where.pk, now.isoformat())


def take_out(pk: int) -> None:
    undo(by=scope(), batch=batches().get(pk=pk))


def draw(n: int) -> int:
    """A picture that may be settled, of days of its own."""
    first = date(2025, 1, 1) + timedelta(days=7 * n)
    picture = pictures.draft(Municipality.objects.get(), Period(first, first + timedelta(days=6)))
    pictures.judge(Municipality.objects.get(), picture)
    return picture.pk


def settle(pk: int) -> None:
    picture = SituationPicture.objects.visible_to(scope()).get(pk=pk)
    seen = reading(scope(), picture, Audience.GROUP).digest
    publish(by=scope(), subject=PICTURE, row=picture, seen=seen)


# the worker, and those who kill it


def started() -> subprocess.Popen:
    return subprocess.Popen(COMMAND, stderr=subprocess.DEVNULL)


def wait(what, seconds=STUCK_AFTER) -> float:
    """How long it took until something was so; more than ``seconds`` where it never was."""
    start = time.monotonic()
    while not what() and time.monotonic() - start < seconds:
        time.sleep(0.005)
    return time.monotonic() - start


def is_taken() -> bool:
    return DBTaskResult.objects.filter(status="RUNNING").exists()


def is_quiet() -> bool:
    """Whether nobody does, or is to do, anything before long."""
    if is_taken() or DBTaskResult.objects.ready().exists():
        return False
    soon = ordering.timezone.now() + timedelta(seconds=30)
    waits = DBTaskResult.objects.filter(status="READY", run_after__lt=soon)
    under_way = batches().filter(state__in=(BatchState.CHECKING, BatchState.IMPORTING))
    runs = Run.objects.visible_to(scope()).filter(state__in=OPEN_STATES)
    sending = OutgoingMail.objects.visible_to(scope()).filter(state__in=("waiting", "sending"))
    return not any(rows.exists() for rows in (waits, under_way, runs, sending))


def killed_worker(worker: subprocess.Popen, order, seconds: float) -> tuple[subprocess.Popen, bool]:
    """Order something, and kill who does it a little later; a new worker, and whether it hit."""
    answer(*fork(order))
    wait(is_taken, 10)
    time.sleep(seconds)
    hit = is_taken()
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    return started(), hit


def dying(act, at: int) -> None:
    """An act whose process is killed when it comes to a statement."""
    seen = count(1)

    def shoot(execute, *rest):
        if next(seen) == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*rest)

    with connection.execute_wrapper(shoot):
        act()


def shot(act, at: int) -> bool:
    pid, reading_end = fork(partial(dying, act, at))
    _, status = os.waitpid(pid, 0)
    os.close(reading_end)
    return os.waitstatus_to_exitcode(status) == -signal.SIGKILL


def counted(act) -> int:
    last, seen = 0, count(1)

    def note(execute, *rest):
        nonlocal last
        last = next(seen)
        return execute(*rest)

    with connection.execute_wrapper(note):
        act()
    return last


# what is to hold


def state(rows: int) -> dict[str, object]:
    whole = [
        (batch.state, Observation.objects.visible_to(scope()).filter(batch=batch).count())
        for batch in batches()
    ]
    partial_ones = [
        one for one in whole if one[1] != (rows if one[0] == BatchState.IMPORTED else 0)
    ]
    letters = OutgoingMail.objects.visible_to(scope()).values_list("uid", "state")
    return {
        "partial": partial_ones,
        "torn": torn_pictures(),
        "differences": differences(scope()),
        "breaks": [one.sentence for one in breaks(scope().chain)],
        "linked": ObservationDistrict.rows.values("observation").distinct().count(),
        "rows": Observation.objects.visible_to(scope()).count(),
        "letters": {str(uid): state for uid, state in letters},
        "nights": [one.state for one in Run.objects.visible_to(scope())],
        "files": StoredFile.objects.visible_to(scope()).count(),
    }


def torn_pictures() -> list[object]:
    """Drafts with frozen sections, and settled ones without all their documents."""
    found = []
    for one in SituationPicture.objects.visible_to(scope()):
        sections = FrozenSection.objects.visible_to(scope()).filter(picture=one).exists()
        files = PublishedDocument.objects.visible_to(scope()).filter(subject_uid=one.uid).count()
        settled = one.state == PictureState.SETTLED
        if (sections, files) != (settled, 4 if settled else 0):
            found.append([one.state, sections, files])
    return found


class Story:
    """One kill after another, of each kind in turn."""

    def __init__(self, rows: int) -> None:
        self.rows, self.dice, self.worker = rows, random.Random(11), started()
        self.statements: dict[str, int] = {}
        self.lasts: dict[str, float] = {}
        self.told: list[dict[str, object]] = []

    def kill(self, kind: str) -> None:
        n = next(numbers)
        if kind in ("undo", "settle"):
            hit = self.shoot(kind, n)
        else:
            if kind not in self.lasts:
                answer(*fork(self.order(kind, next(numbers))))
                wait(is_taken, 10)
                self.lasts[kind] = wait(lambda: not is_taken())
            order, seconds = self.order(kind, n), self.dice.uniform(0, 0.9 * self.lasts[kind])
            self.worker, hit = killed_worker(self.worker, order, seconds)
        waited = wait(is_quiet)
        self.told.append({"kind": kind, "hit": hit, "waited": waited, **state(self.rows)})

    def order(self, kind: str, n: int):
        if kind == "trial":
            return partial(lay_in, self.rows, n)
        if kind == "import":
            return partial(read_in, self.tried(n))
        return partial(write_letter, n) if kind == "letter" else order_night

    def shoot(self, kind: str, n: int) -> bool:
        make, act = (self.brought, take_out) if kind == "undo" else (self.drawn, settle)
        if kind not in self.statements:
            self.statements[kind] = answer(*fork(partial(counted, partial(act, make(n)))))
        of = self.statements[kind]
        return shot(partial(act, make(next(numbers))), self.dice.randint(of // 4, of - 1))

    def drawn(self, n: int) -> int:
        return answer(*fork(partial(draw, n)))

    def tried(self, n: int) -> int:
        """A file that has been tried, again and again if need be."""
        pk = answer(*fork(partial(lay_in, self.rows, n)))
        wait(is_quiet)
        if batches().get(pk=pk).state == BatchState.FAILED:
            answer(*fork(lambda: order_check(by=scope(), batch=batches().get(pk=pk))))
            wait(is_quiet)
        return pk

    def brought(self, n: int) -> int:
        pk = self.tried(n)
        answer(*fork(partial(read_in, pk)))
        wait(is_quiet)
        return pk


def main(kills: int, rows: int) -> None:
    where = factories.municipality()
    factories.category(where)
    factories.layer(where, ("A", 15.0, 59.0))
    factories.organisation(where, name="Bolaget")
    story = Story(rows)
    try:
        for n in range(kills):
            story.kill(KINDS[n % len(KINDS)])
    finally:
        story.worker.terminate()
        story.worker.wait(30)
    left = list(DBTaskResult.objects.values_list("status", "exception_class_path"))
    tell({"kills": story.told, "rows": rows, "queue": left})


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
