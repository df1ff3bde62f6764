"""``python -m samsyn``: the commands."""

import sys

from samsyn.cli.commands import main

if __name__ == "__main__":
    sys.exit(main())
