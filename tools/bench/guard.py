"""What the personal-data guard finds, and what it stops wrongly: ``./samsyn bench guard``.

Each set's shares with Wilson's 95 % intervals and the time it takes, beside their bars; 1 where
one is missed. A site's own model (``SAMSYN_GUARD_MODEL``) is measured the same way. The formulas
stand in docs/methods/guard.md.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from samsyn.analysis.rates import wilson
from samsyn.cli.guard import decision
from samsyn.domain.privacy.guard import Findings, Severity, inspect, use_model
from tools.bench.guard_bars import BARS, MONOTONOUS
from tools.bench.guard_sentences import KINDS, clean_sentence, personal_sentence
from tools.bench.web_figures import USUAL_MS
from tools.bench.web_meter import machine_seconds

DATA = Path("tests/domain/privacy/data")
SETS = ("labelled", "build", "held_out", "held_out_2")
STRUCTURED = frozenset({"PNR", "SAM", "PHONE", "EMAIL", "PLATE"})
SEED, MADE = 1982, 4_000


@dataclass(frozen=True)
class Share:
    """``hits`` of ``cases``."""

    hits: int
    cases: int

    @property
    def share(self) -> float | None:
        """The part that is hits; None of no cases."""
        return self.hits / self.cases if self.cases else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval (1927)."""
        if not self.cases:
            return 0.0, 1.0
        low, high = wilson(self.hits, self.cases).tolist()
        return low, high

    def __str__(self) -> str:
        if not self.cases:
            return "–"
        low, high = self.interval
        return f"{self.hits / self.cases:.3f} [{low:.3f}–{high:.3f}] {self.hits}/{self.cases}"


Case = dict[str, object]


def shares(cases: Sequence[Case]) -> dict[str, Share]:
    """The figures of a labelled set, by their names in docs/methods/guard.md."""
    found = [(case, inspect(str(case["text"]))) for case in cases]
    must = [pair for pair in found if pair[0]["tier"] == "must_flag"]
    clean = [pair for pair in found if pair[0]["tier"] == "must_pass"]
    told = [pair for pair in found if pair[0]["tier"] == "should_warn"]
    return {
        "must flag": _share(must, _stopped),
        "structured": _share([pair for pair in must if _is_structured(pair[0])], _stopped),
        "names": _share([pair for pair in must if "NAME" in _types(pair[0])], _stopped),
        "homes": _share([pair for pair in must if "ADDR" in _types(pair[0])], _stopped),
        "other numbers": _share([pair for pair in must if "ID" in _types(pair[0])], _stopped),
        "singling out": _share(told, lambda findings: bool(findings.spans)),
        "clean stopped": _share(clean, _stopped),
        "clean warned": _share(clean, lambda findings: decision(findings) == "warn"),
        "characters": _characters(must),
    }


def _stopped(findings: Findings) -> bool:
    return findings.stops


def _types(case: Case) -> list[str]:
    types = case["types"]
    return types if isinstance(types, list) else []


def _is_structured(case: Case) -> bool:
    return len(_types(case)) == 1 and set(_types(case)) <= STRUCTURED


def _share(pairs: list[tuple[Case, Findings]], met: Callable[[Findings], bool]) -> Share:
    return Share(sum(met(findings) for _, findings in pairs), len(pairs))


def _characters(pairs: list[tuple[Case, Findings]]) -> Share:
    hits = cases = 0
    for case, findings in pairs:
        text, spans = str(case["text"]), case["spans"]
        covered = {
            place
            for span in findings.spans
            if span.severity is Severity.MUST_FLAG
            for place in range(span.start, span.end)
        }
        for span in spans if isinstance(spans, list) else ():
            wanted = {p for p in range(span["start"], span["end"]) if not text[p].isspace()}
            hits, cases = hits + len(wanted & covered), cases + len(wanted)
    return Share(hits, cases)


def made(count: int, seed: int) -> dict[str, Share]:
    """The shares on texts made at random, by kind; of the clean ones, those stopped."""
    random = Random(seed)
    per_kind = count // (len(KINDS) + 1)
    figures = {
        f"made {kind}": Share(
            sum(inspect(personal_sentence(random, kind).text).stops for _ in range(per_kind)),
            per_kind,
        )
        for kind in KINDS
    }
    stopped = sum(inspect(clean_sentence(random).text).stops for _ in range(per_kind))
    return {**figures, "made clean stopped": Share(stopped, per_kind)}


def times(texts: Iterable[str]) -> dict[str, float]:
    """CPU milliseconds: mean of texts of 80 characters, 95th percentile of 2,000, and the most
    that one of 10,000 takes which says the same over and over."""
    whole = " ".join(texts)
    short = [whole[place : place + 80] for place in range(0, len(whole) - 80, 80)]
    long = [whole[place : place + 2_000] for place in range(0, len(whole) - 2_000, 250)]
    for text in short:
        inspect(text)
    return {
        "mean, 80 characters": sum(map(_took, short)) / len(short),
        "p95, 2,000 characters": sorted(map(_took, long))[int(len(long) * 0.95)],
        "worst, 10,000 characters": max(_took((piece * 10_000)[:10_000]) for piece in MONOTONOUS),
    }


def _took(text: str) -> float:
    started = time.process_time()
    inspect(text)
    return (time.process_time() - started) * 1_000


def main(argv: Sequence[str]) -> int:
    """Print every figure, 1 where one misses its bar; ``--set`` names another labelled file."""
    parser = argparse.ArgumentParser("./samsyn bench guard", description=__doc__)
    parser.add_argument("--set", type=Path, action="append", default=[], metavar="FIL")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args(argv)
    use_model(os.environ.get("SAMSYN_GUARD_MODEL", ""))
    files = given.set or [DATA / f"{name}.jsonl" for name in SETS]
    clean: list[str] = []
    missed: list[str] = []
    for file in files:
        cases = [json.loads(line) for line in file.read_text("utf-8").split("\n") if line]
        clean += [case["text"] for case in cases if case["tier"] == "must_pass"]
        missed += _print(f"{file.stem}: {len(cases)} texter", shares(cases))
    missed += _print(f"påhittade, frö {given.seed}", made(MADE, given.seed))
    before = machine_seconds()
    taken = times(clean)
    slowed = 500 * (before + machine_seconds()) / USUAL_MS
    missed += _print(f"tid i CPU-millisekunder, maskinen {slowed:.1f} gånger sin vanliga", taken)
    sys.stdout.write(
        f"Under kravet: {'; '.join(missed)}\n" if missed else "Alla krav är uppfyllda.\n"
    )
    return 1 if missed else 0


def _print(title: str, figures: Mapping[str, Share | float]) -> list[str]:
    """Print the figures beside their bars, and tell which miss them."""
    sys.stdout.write(f"{title}\n")
    missed = []
    for name, figure in figures.items():
        bar = BARS.get(name)
        shown = str(figure) if isinstance(figure, Share) else f"{figure:.3f}"
        sys.stdout.write(f"  {name:<26}{shown:<36}{bar or '–'}\n")
        if bar and not bar.holds(figure.share if isinstance(figure, Share) else figure):
            missed.append(f"{title.partition(':')[0]}: {name}")
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
