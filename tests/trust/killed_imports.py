"""Imports that are killed while they run, again and again. Run as a process.

python -m tests.trust.killed_imports KILLS ROWS FOLDER
"""

import contextlib
import io
import json
import os
import random
import signal
import sys
from functools import partial
from itertools import count
from pathlib import Path

from tests.trust.town_process import answer, fork, prepare, tell

prepare()

from django.db import connection  # noqa: E402

from samsyn.cli.commands import main as samsyn  # noqa: E402
from samsyn.domain.audit.queries import breaks  # noqa: E402
from samsyn.domain.observations.actions.upkeep import differences  # noqa: E402
from samsyn.domain.observations.models import Observation, ObservationDistrict  # noqa: E402
from samsyn.domain.organisations.models import Municipality  # noqa: E402
from samsyn.domain.organisations.rules import system_scope  # noqa: E402
from samsyn.sources.mapping import ColumnRule, TableMapping, Target  # noqa: E402
from tests import factories  # noqa: E402

MAPPING = TableMapping(
    columns=(ColumnRule("Datum", Target.DATE), ColumnRule("Text", Target.DESCRIPTION)),
    default_category="skadegorelse",
)


def scope():
    return system_scope(Municipality.objects.get())


def read_in(file: Path, source: str) -> int:
    """``./samsyn import``, as a person types it."""
    mapping = file.with_suffix(".json")
    mapping.write_text(json.dumps(MAPPING.to_json()), encoding="utf-8")
    words = ["import", str(file), "--source", source, "--organisation", "Bolaget"]
    with contextlib.redirect_stdout(io.StringIO()):
        return samsyn([*words, "--mapping", str(mapping)])


def state() -> dict[str, object]:
    """What is there, and whether it hangs together."""
    rows = Observation.objects.visible_to(scope())
    return {
        "rows": rows.count(),
        "linked": ObservationDistrict.rows.values("observation").distinct().count(),
        "differences": differences(scope()),
        "breaks": [one.sentence for one in breaks(scope().chain)],
    }


def counted(file: Path, source: str) -> int:
    """How many statements an import takes."""
    numbers = count(1)
    last = 0

    def note(execute, *rest):
        nonlocal last
        last = next(numbers)
        return execute(*rest)

    with connection.execute_wrapper(note):
        read_in(file, source)
    return last


def dying(file: Path, source: str, at: int) -> None:
    """An import whose process is killed when it comes to a statement."""
    numbers = count(1)

    def shoot(execute, *rest):
        if next(numbers) == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*rest)

    with connection.execute_wrapper(shoot):
        read_in(file, source)


def shot(file: Path, source: str, at: int) -> bool:
    """Whether the import was killed, and did not end by itself."""
    pid, reading = fork(partial(dying, file, source, at))
    _, status = os.waitpid(pid, 0)
    os.close(reading)
    return os.waitstatus_to_exitcode(status) == -signal.SIGKILL


def main(kills: int, rows: int, folder: Path) -> None:
    where = factories.municipality()
    factories.category(where)
    factories.layer(where, ("A", 15.0, 59.0))
    factories.organisation(where, name="Bolaget")
    file = folder / "lista.csv"
    lines = (f"2026-0{1 + n % 9}-{1 + n % 28:02d};rad {n}\n" for n in range(rows))
    file.write_text("Datum;Text\n" + "".join(lines), encoding="utf-8")
    # the first fills what the others find there
    [_, statements] = [answer(*fork(partial(counted, file, name))) for name in ("en", "två")]
    whole, dice, told = state(), random.Random(9), []
    for n in range(kills):
        # the same rows of another source are other reports: all of them, or none
        before = state()["rows"]
        at = statements - 1 if n == 0 else dice.randint(statements // 3, statements - 1)
        hit = shot(file, f"skjuten {n}", at)
        told.append({"hit": hit, "before": before, **state()})
        code = answer(*fork(partial(read_in, file, f"skjuten {n}")))
        told[-1].update(code=code, after=state()["rows"])
    tell({"rows": rows, "whole": whole, "kills": told, "end": state()})


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
