"""``./samsyn guard [FILE]``: what the personal-data guard says of texts, one a line."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path

from samsyn.cli.reading import bytes_of, json_in
from samsyn.domain.privacy.guard import Findings, inspect, use_model
from samsyn.domain.privacy.rules import LABELS
from samsyn.foundation import environment
from samsyn.foundation.refusals import Mistaken

FIGURES = "figures"


def main(argv: Sequence[str]) -> int:
    """Print each finding; exit 1 where something must not be stored, with ``--json`` never.

    ``figures`` instead prints how often the guard has been wrong, out of the database.
    """
    parser = ArgumentParser(
        "./samsyn guard",
        description="Pröva texter, en på varje rad, mot skyddet. "
        f"”{FIGURES}” skriver i stället ut hur ofta spärren har haft fel.",
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FIL", help="annars läses stdin")
    parser.add_argument(
        "--json", action="store_true", help='{"id", "text"} på varje rad in, beslut ut'
    )
    if list(argv[:1]) == [FIGURES]:
        return _figures(argv[1:])
    given = parser.parse_args(argv)
    _use_model()
    text = _text(given.file)
    if given.json:
        sys.stdout.writelines(f"{answer}\n" for answer in _answers(text))
        return 0
    return _tell(text)


def _figures(argv: Sequence[str]) -> int:
    """Print how often the guard has stopped a text, and been wrong, as JSON: numbers alone."""
    from samsyn.cli.serve import start_django

    start_django()
    from samsyn.cli.arguments import add_municipality, scope_of
    from samsyn.domain.stops.queries import figures, summed, texts_of_files

    parser = ArgumentParser(
        f"./samsyn guard {FIGURES}", description="Skriv ut spärrens träffsäkerhet som JSON."
    )
    add_municipality(parser)
    scope = scope_of(parser.parse_args(argv))
    found = figures(scope)
    parts = {
        "whole": lambda _key: "all",
        "by_kind": lambda key: key[2],
        "by_path": lambda key: key[1],
        "by_month": lambda key: f"{key[0]:%Y-%m}",
    }
    told: dict[str, object] = {
        name: {key: one.told() for key, one in sorted(summed(found, by).items())}
        for name, by in parts.items()
    }
    tried = sorted(texts_of_files(scope).items())
    told["texts_of_files"] = {f"{month:%Y-%m}": vars(one) for month, one in tried}
    sys.stdout.write(f"{json.dumps(told, ensure_ascii=False, indent=2)}\n")
    return 0


def _tell(text: str) -> int:
    worst = 0
    for number, line in enumerate(text.splitlines(), start=1):
        for span in inspect(line).spans:
            worst = max(worst, int(span.severity.value == "must_flag"))
            sys.stdout.write(f"{number}: {line[span.start : span.end]} – {span.sentence}\n")
    return worst


def decision(findings: Findings) -> str:
    """``block`` where something must go, ``warn`` where the writer is asked, else ``pass``."""
    if findings.stops:
        return "block"
    return "warn" if findings.spans else "pass"


def _answers(text: str) -> Iterator[str]:
    # a text may hold other line ends than the file's own
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        asked = _asked(number, line)
        findings = inspect(asked["text"])
        spans = [
            {"start": span.start, "end": span.end, "type": LABELS[span.kind]}
            for span in findings.spans
        ]
        yield json.dumps({"id": asked["id"], "decision": decision(findings), "spans": spans})


def _asked(number: int, line: str) -> dict[str, str]:
    try:
        asked = json_in(line)
        if isinstance(asked["text"], str) and "id" in asked:
            return dict(asked)
    except (ValueError, KeyError, TypeError):
        pass
    raise Mistaken(f'Rad {number}: skriv ett JSON-objekt med "id" och "text".')


def _use_model() -> None:
    try:
        use_model(environment.text("SAMSYN_GUARD_MODEL", ""))
    except ValueError as error:
        raise Mistaken(str(error)) from error


def _text(path: Path | None) -> str:
    """The texts, in UTF-8 whatever the terminal's own: a name that is misread is not found."""
    what = f"Filen {path}" if path else "Texten"
    try:
        return (bytes_of(path) if path else sys.stdin.buffer.read()).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Mistaken(f"{what} går inte att läsa som text i UTF-8.") from error
