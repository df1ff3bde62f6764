"""What every run has in common.

Properties are tried with the same examples in every run of the gate; a search at random belongs
before a release (``SAMSYN_TRUST_SIZE=release``).

Everything runs on SQLite. On PostgreSQL the gate runs again what the engine may answer
differently: what touches a database, but of the pages only the matrix of access, which asks for
each route. Before a release all of it runs on both.
"""

from pathlib import Path

import pytest
from django.conf import settings as django
from hypothesis import settings

from tests.trust.sizes import RELEASE

settings.register_profile("gate", derandomize=True)
settings.load_profile("default" if RELEASE else "gate")

TESTS = Path(__file__).parent
# servers, letters, logs and pages that ask no database in a way of their own
ALIKE = {
    "test_closed_doors.py",
    "test_detection.py",
    "test_hostile_texts.py",
    "test_logs.py",
    "test_planted_faults.py",
    "test_serving.py",
    "test_silent_mail.py",
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


def _may_differ(item: pytest.Item) -> bool:
    room, *rest = item.path.relative_to(TESTS).parts
    if room == "web":
        return rest[0] == "access"
    if room == "trust" and rest[0] in ALIKE:
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    # the trust tests start servers of their own, which nothing marks
    return room == "trust" or bool(item.get_closest_marker("django_db") or fixtures & DATABASE)
