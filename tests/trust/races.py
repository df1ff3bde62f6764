"""Writers that meet: edits, verdicts, double sendings, double undos. Run as a process.

python -m tests.trust.races WRITERS OPERATIONS
"""

import random
import sys
from datetime import date
from functools import partial

from tests.trust.town_process import prepare, tell, together

prepare()

from django.db import connection  # noqa: E402

from samsyn.domain.audit.models import Entry, Revision  # noqa: E402
from samsyn.domain.audit.queries import breaks  # noqa: E402
from samsyn.domain.intake.actions import NewSource, create_source, take_in  # noqa: E402
from samsyn.domain.intake.models import Batch  # noqa: E402
from samsyn.domain.observations.actions import exporting  # noqa: E402
from samsyn.domain.observations.actions.approving import approve  # noqa: E402
from samsyn.domain.observations.actions.importing import (  # noqa: E402
    check,
    import_batch,
    undo,
)
from samsyn.domain.observations.actions.reporting import (  # noqa: E402
    edit,
    report,
    report_nothing,
    withdraw,
)
from samsyn.domain.observations.actions.reviewing import (  # noqa: E402
    pass_on,
    return_to_reporter,
)
from samsyn.domain.observations.actions.upkeep import differences  # noqa: E402
from samsyn.domain.observations.models import NilReport, Observation, Review  # noqa: E402
from samsyn.domain.observations.values.cells import ObservationCount  # noqa: E402
from samsyn.domain.observations.values.selection import Selection  # noqa: E402
from samsyn.domain.organisations.enums import Role  # noqa: E402
from samsyn.domain.organisations.models import Municipality, Organisation, User  # noqa: E402
from samsyn.domain.organisations.rules import system_scope  # noqa: E402
from samsyn.foundation.refusals import Refusal  # noqa: E402
from samsyn.sources.mapping import ColumnRule, TableMapping, Target  # noqa: E402
from tests import factories  # noqa: E402

REPORTS = 6
FILE = ("Datum;Text\n" + "".join(f"2026-03-{n:02d};rad {n}\n" for n in range(1, 29))).encode()
MAPPING = TableMapping(
    columns=(ColumnRule("Datum", Target.DATE), ColumnRule("Text", Target.DESCRIPTION)),
    default_category="skadegorelse",
)


def scope():
    return system_scope(Municipality.objects.get())


def writer(operations: int, seed: int) -> list[tuple[int, str, int, int]]:
    """(report, act, version it saw, version it made) of every act that was said to be done."""
    dice, done = random.Random(seed), []
    acts = {
        "edit": lambda row, by: edit(
            by=by, row=row, new=_new(by, row, f"skrivare {seed}"), version=row.version
        ),
        "pass_on": lambda row, by: pass_on(by=by, row=row, version=row.version),
        "return": lambda row, by: return_to_reporter(
            by=by, row=row, version=row.version, note="En gång till."
        ),
    }
    by = scope()
    for _ in range(operations):
        row = dice.choice(list(Observation.objects.visible_to(by).order_by("pk")[:REPORTS]))
        name = dice.choice(["edit", "edit", "pass_on", "return"])
        try:
            after = acts[name](row, by)
        except Refusal:
            continue
        done.append((after.pk, name, row.version, after.version))
    return done


def _new(by, row, text):
    categories = sorted(factories.Category.objects.visible_to(by).filter(area__isnull=False),
                        key=lambda one: one.pk)  # fmt: skip
    chosen = categories[row.version % len(categories)]
    return factories.new_report(
        by, organisation_id=row.organisation_id, category_id=chosen.pk, description=text
    )


def attempt(act) -> int:
    """1 where the act was done, 0 where it was refused."""
    try:
        act()
    except Refusal:
        return 0
    return 1


def main(writers: int, operations: int) -> None:
    where = factories.municipality()
    for key in ("skadegorelse", "klotter", "brand"):
        factories.category(where, key)
    at = factories.organisation(where)
    who = factories.member(where, Role.REPORTER, at=at)
    rows = [factories.observation(scope(), organisation_id=at.pk) for _ in range(REPORTS)]
    tell(
        {
            "storage": storage(),
            "work": work(writers, operations),
            "end": end(),
            "approved": approved(rows, writers),
            "taken_back": taken_back(at, writers),
            "sent": sent(who, at, writers),
            "nothing": nothing(at, writers),
            "undone": undone(at, writers),
            "taken_out": taken_out(writers),
            "breaks": [one.sentence for one in breaks(scope().chain)],
            "differences": differences(scope()),
            "negative": ObservationCount.rows.filter(reports__lt=0).count(),
        }
    )


def storage() -> list[object]:
    """How carefully the database keeps what was committed."""
    with connection.cursor() as cursor:
        asked = ["synchronous_commit", "fsync"]
        if connection.vendor == "postgresql":
            return [_one(cursor, f"SHOW {name}") for name in asked]
        return [_one(cursor, f"PRAGMA {name}") for name in ("synchronous", "journal_mode")]


def _one(cursor, statement):
    cursor.execute(statement)
    return cursor.fetchone()[0]


def work(writers: int, operations: int) -> list[object]:
    done = together([partial(writer, operations, seed) for seed in range(writers)])
    return [one for some in done for one in some]


def end() -> dict[str, object]:
    """What the database says of the same work."""
    return {
        "versions": dict(Observation.objects.visible_to(scope()).values_list("pk", "version")),
        "revisions": Revision.rows.count(),
        "reviews": Review.objects.visible_to(scope()).count(),
        "edited": Entry.rows.filter(act="observations.edited").count(),
        "breaks": [one.sentence for one in breaks(scope().chain)],
        "differences": differences(scope()),
    }


def approved(rows, writers: int) -> list[list[object]]:
    """How many of those who pass the same report on at once are told that they did."""
    told = []
    for _ in rows[:3]:
        new = factories.observation(scope(), organisation_id=rows[0].organisation_id)
        act = partial(attempt, lambda new=new: pass_on(by=scope(), row=new, version=1))
        told.append(together([act] * writers))
    return told


def taken_back(at, writers: int) -> list[object]:
    row = factories.observation(scope(), organisation_id=at.pk)
    act = partial(attempt, lambda: withdraw(by=scope(), row=row, version=1))
    return together([act] * writers)


def sent(who: User, at: Organisation, writers: int) -> int:
    """How many reports come of one that is sent many times at once."""
    where = Municipality.objects.get()
    new = factories.new_report(scope(), organisation_id=at.pk, description="en gång")

    def send() -> int:
        return attempt(lambda: report(by=factories.scope_of(who, where), new=new, key="k" * 32))

    together([send] * writers)
    return Observation.objects.visible_to(scope()).filter(description="en gång").count()


def nothing(at: Organisation, writers: int) -> int:
    days = {"period_from": date(2026, 1, 5), "period_to": date(2026, 1, 18)}
    act = partial(attempt, lambda: report_nothing(by=scope(), organisation=at, **days))
    together([act] * writers)
    return NilReport.objects.visible_to(scope()).count()


def undone(at: Organisation, writers: int) -> dict[str, object]:
    """A batch that many approve, read in and undo at once."""
    source = create_source(
        by=scope(), new=NewSource(name="Lista", organisation_id=at.pk), mapping=MAPPING
    )
    batch = take_in(by=scope(), source=source, data=FILE, name="fil.csv")
    check(batch.pk)

    def found() -> Batch:
        return Batch.objects.visible_to(scope()).get(pk=batch.pk)

    approvals = together([partial(attempt, lambda: approve(by=scope(), batch=found()))] * writers)
    import_batch(batch.pk)
    came = Observation.objects.visible_to(scope()).filter(batch=batch).count()
    seen = found()
    undos = together([partial(attempt, lambda: undo(by=scope(), batch=seen))] * writers)
    left = Observation.objects.visible_to(scope()).filter(batch=batch).count()
    return {"approvals": approvals, "came": came, "undos": undos, "left": left}


def taken_out(writers: int) -> list[object]:
    """How many of a person's files at once are let through, where two are more than one may
    take out alone."""
    where = Municipality.objects.get()
    who = factories.member(where, Role.COORDINATOR)
    by = factories.scope_of(who, where)
    exporting.LARGE_EXPORT = Observation.objects.visible_to(by).count()

    def take(nth: int) -> int:
        return attempt(
            lambda: exporting.export_reports(
                by=by, selection=Selection(until=date(2199, 1, nth)), kind="csv"
            )
        )

    return together([partial(take, nth) for nth in range(1, writers + 1)])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
