"""Queue work that falls, a row a kind. Run as a process."""

from tests.trust.town_process import prepare, tell

prepare(static=True)

from samsyn.foundation import queue  # noqa: E402
from tests.trust.falling import KINDS  # noqa: E402

for kind in KINDS:
    queue.enqueue("test.fall", kind)
tell({"kinds": len(KINDS)})
