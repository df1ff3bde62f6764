"""Other people's software on the same work: ``python analysis_peers.py PEER FILE.npz``.

Imports NumPy and the peer alone, so that any interpreter that has the peer can run it.
Prints a line of JSON: CPU seconds for the whole work and a note. Where the whole would
take many minutes a part is timed and scaled up, and the note says so.
"""

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from typing import Any

import numpy as np

Arrays = dict[str, Any]
Measured = tuple[float, str]


def cpu(run: Callable[[], object]) -> float:
    """CPU seconds of one run."""
    start = time.process_time()
    run()
    return time.process_time() - start


def esda(given: Arrays) -> Measured:
    """Gi* with conditional permutations, once its compiled parts are warm."""
    statistics = import_module("esda.getisord")
    library = import_module("libpysal.weights")

    row, column = given["row"].tolist(), given["column"].tolist()
    cell = {place: at for at, place in enumerate(zip(row, column, strict=True))}
    around = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1) if down or right]
    near = {
        at: [cell[r + down, c + right] for down, right in around if (r + down, c + right) in cell]
        for (r, c), at in cell.items()
    }
    weights = library.W(near, silence_warnings=True)

    def run() -> object:
        return statistics.G_Local(given["count"], weights, star=True, permutations=999, seed=1)

    first = cpu(run)
    return min(cpu(run) for _ in range(3)), f"esda {version('esda')}, first run {first:.1f} s"


def pointpats(given: Arrays) -> Measured:
    """Knox's test of pairs within 200 m and 14 days."""
    library = import_module("pointpats")

    place = np.column_stack((given["x"], given["y"]))
    day = given["day"].reshape(-1, 1)
    few, some = int(given["few"]), int(given["some"])

    def run(permutations: int) -> Callable[[], object]:
        return lambda: library.Knox(place, day, delta=200, tau=14, permutations=permutations)

    short, long = cpu(run(few)), cpu(run(some))
    each = (long - short) / (some - few)
    note = f"pointpats {version('pointpats')}, {some - few} permutations scaled up to 999"
    return short + (999 - few) * each, note


def statsmodels(given: Arrays) -> Measured:
    """A quasi-Poisson regression a series, without HC1 and Newey-West errors."""
    sm = import_module("statsmodels.api")

    counts, start = given["counts"], int(given["start"])
    month = np.arange(counts.shape[1])
    angle = 2 * np.pi * month / 12
    after = month >= start
    season = [np.sin(angle), np.cos(angle), np.sin(2 * angle), np.cos(2 * angle)]
    design = np.column_stack([np.ones(len(month)), (month - start) / 12, after, *season])

    def run() -> None:
        for series in counts:
            sm.GLM(series, design, family=sm.families.Poisson()).fit(scale="X2")

    run()
    return min(cpu(run) for _ in range(3)), f"statsmodels {version('statsmodels')}"


def rapidfuzz(given: Arrays) -> Measured:
    """The ratio of every text with every later one, with a cutoff of 80 of 100."""
    fuzz, process = import_module("rapidfuzz.fuzz"), import_module("rapidfuzz.process")

    texts = [" ".join(text.lower().split()) for text in given["texts"].tolist()]
    part = int(given["part"])

    def run() -> None:
        for start in range(0, part, 200):
            process.cdist(
                texts[start : start + 200],
                texts[start:],
                scorer=fuzz.ratio,
                score_cutoff=80,
                dtype=np.uint8,
                workers=1,
            )

    compared = part * len(texts) - part * part / 2
    scale = len(texts) ** 2 / 2 / compared
    note = f"rapidfuzz {version('rapidfuzz')}, {part} texts with all others, scaled up"
    return cpu(run) * scale, note


PEERS: dict[str, Callable[[Arrays], Measured]] = {
    "esda": esda,
    "pointpats": pointpats,
    "statsmodels": statsmodels,
    "rapidfuzz": rapidfuzz,
}


def main(argv: list[str]) -> int:
    """Time one peer on the arrays of a file."""
    peer, path = argv
    with np.load(path) as held:
        given = {name: held[name] for name in held.files}
    try:
        seconds, note = PEERS[peer](given)
    except ImportError as error:
        print(json.dumps({"absent": str(error)}))
        return 0
    print(json.dumps({"seconds": seconds, "note": note}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
