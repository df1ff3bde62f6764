"""What every run has in common.

Properties are tried with the same examples in every run of the gate; a search at random belongs
before a release (``SAMSYN_TRUST_SIZE=release``).

Everything runs on SQLite. On PostgreSQL the gate runs again what the engine may answer
differently: what touches a database, but of the pages only the matrix of access, which asks for
each route, and neither leaks nor refusals, which no engine decides. Before a release all of it
runs on both.
"""

import gc
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings as django
from django.test import client
from hypothesis import HealthCheck, settings

from tests.trust.sizes import RELEASE

# how long something takes is measured by benchmarks: a busy machine turns no property red
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("release", UNTIMED)
settings.register_profile("gate", UNTIMED, derandomize=True)
settings.load_profile("release" if RELEASE else "gate")

TESTS = Path(__file__).parent
# servers, letters, logs and pages that ask no database in a way of their own; who gives what
ALIKE = {
    "test_canaries.py",
    "test_closed_doors.py",
    "test_detection.py",
    "test_giving.py",
    "test_hostile_texts.py",
    "test_isolation.py",
    "test_logs.py",
    "test_planted_faults.py",
    "test_serving.py",
    "test_silent_mail.py",
}
# of backups: read from their files before a database is asked, or restored on SQLite whatever is
# under test
OF_FILES_OR_SQLITE = {
    "test_a_failure_midway_leaves_nothing",
    "test_a_damaged_backup_is_refused_with_a_sentence",
    "test_a_later_release_is_refused",
    "test_a_wrong_key_and_none_are_refused",
    "test_all_of_it_is_its_owners_alone",
    "test_another_secret_is_refused_unless_it_is_said",
    "test_nothing_of_it_can_be_read_without_the_key",
    "test_one_that_was_broken_off_is_used_by_nobody_and_taken_up_again",
    "test_one_without_its_ledger_is_refused_unless_it_is_said",
    "test_parts_of_two_backups_are_told_apart",
    "test_what_holds_something_is_left_alone",
}
DATABASE = {"db", "transactional_db", "django_db_setup"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on PostgreSQL in the gate, what SQLite's run has shown for both."""
    named = [word for word in config.invocation_params.args if "tests/" in str(word)]
    on_postgresql = "postgresql" in django.DATABASES["default"]["ENGINE"]
    if not on_postgresql or RELEASE or any(Path(str(word)).suffix for word in named):
        return
    kept = [item for item in items if _may_differ(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave what is imported out of every collection of garbage: a tenth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def _store_first(keep, store, signal, sender, template, context, **more) -> None:
    """Keep the page's own template and context for the tests, and copy none of its parts'."""
    if not store.get("templates"):
        keep(store, signal, sender, template, context, **more)


client.store_rendered_templates = partial(_store_first, client.store_rendered_templates)


def _may_differ(item: pytest.Item) -> bool:
    room = item.path.relative_to(TESTS).parts[0]
    if room == "web":
        return item.name.startswith("test_answers_as_reviewed")
    if item.path.name in ALIKE or item.name.partition("[")[0] in OF_FILES_OR_SQLITE:
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    # the trust tests start servers of their own, which nothing marks
    return room == "trust" or bool(item.get_closest_marker("django_db") or fixtures & DATABASE)
