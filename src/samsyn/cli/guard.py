"""``./samsyn guard [FILE]``: what the personal-data guard says of texts, one a line."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from samsyn.domain.privacy.guard import inspect
from samsyn.foundation.refusals import Mistaken


def main(argv: Sequence[str]) -> int:
    """Print each finding; exit 1 where something must not be stored."""
    parser = ArgumentParser(
        "./samsyn guard", description="Pröva texter, en på varje rad, mot skyddet."
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FIL", help="annars läses stdin")
    given = parser.parse_args(argv)
    text = _text(given.file)
    worst = 0
    for number, line in enumerate(text.splitlines(), start=1):
        for span in inspect(line).spans:
            worst = max(worst, int(span.severity.value == "must_flag"))
            sys.stdout.write(f"{number}: {line[span.start : span.end]} – {span.sentence}\n")
    return worst


def _text(path: Path | None) -> str:
    """The texts, in UTF-8 whatever the terminal's own: a name that is misread is not found."""
    what = f"Filen {path}" if path else "Texten"
    try:
        data = path.read_bytes() if path else sys.stdin.buffer.read()
        return data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Mistaken(f"{what} går inte att läsa som text i UTF-8.") from error
