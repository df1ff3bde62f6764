"""What the nightly analysis finds in series it was not made for: ``./samsyn bench trials``.

The demo's planted changes, run week by week as it would have been; real surveillance
series; real crimes with positions. Writes ``docs/methods/trials.md``. What lies in
``../shared/data`` is left out where it is not there.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.bench import trials_demo

DATA = Path("../shared/data")
PAGE = Path("docs/methods/trials.md")
HEAD = """# Trials on real and invented series

Written by `./samsyn bench trials`. Each week is judged as it would have been then, with the
settings of a nightly run. A *notice* is what the list would have shown, whatever its word
(tydligt, troligt, osäkert).
"""


def main(argv: Sequence[str]) -> int:
    """Run every trial whose data are there, and write the page."""
    parser = argparse.ArgumentParser("./samsyn bench trials", description=__doc__)
    parser.add_argument("--weeks", type=int, default=76, help="veckor av demon som går igenom")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    if given.child:
        return trials_demo.child(given.weeks)
    parts = [HEAD, trials_demo.section(given.weeks)]
    if DATA.is_dir():
        trials_demo.start()
        from tools.bench import trials_series

        parts += [trials_series.surveillance(DATA), trials_series.crimes(DATA)]
    else:
        print(f"{DATA} is not here: the demo alone is tried")
    text = "\n".join(parts)
    print(text)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
