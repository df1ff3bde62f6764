"""Queued work that falls, and a command that does. Run as a process: the command.

python -m tests.trust.falling_work KIND
"""

import sys

from samsyn.foundation import queue


@queue.handler("test.fall")
def work(kind: str) -> None:
    from tests.trust.falling import fall

    fall(kind)


if __name__ == "__main__":
    from samsyn.cli.serve import start_django

    start_django()

    from samsyn.cli import commands, counts
    from tests.trust.falling import fall

    counts.main = lambda rest: fall(sys.argv[1]) or 0
    sys.exit(commands.main(["counts"]))
