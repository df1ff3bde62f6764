"""Made-up Swedish reports with known repeats, to try near-duplicate grouping on.

A town of seven districts, three years; most events are told once, some by two or three
people in their own words, at about the place and the time. Deterministic by seed; no
text comes from a real report.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.grouping import Reports

WHAT = (
    ("klotter på {}", "någon har sprejat på {}", "ny klottring syns på {}", "stora taggar på {}"),
    ("krossat glas vid {}", "en ruta är sönderslagen i {}", "någon har slagit sönder {}"),
    ("ungdomar eldar intill {}", "rök och eld upptäcktes bakom {}", "anlagd brand vid {}"),
    ("mopeder kör vårdslöst förbi {}", "buskörning med A-traktor kring {}", "folk tutar vid {}"),
    ("bråk mellan två män utanför {}", "höga skrik och knuffar vid {}", "slagsmål invid {}"),
    (
        "öppen försäljning misstänks vid {}",
        "flera bilar stannar kort vid {}",
        "byten sker bakom {}",
    ),
    ("belysningen är trasig vid {}", "det är kolsvart kring {}", "lamporna blinkar utanför {}"),
    ("skräp och trasiga möbler vid {}", "någon har dumpat säckar bakom {}", "nedskräpat runt {}"),
)
WHERE = (
    "busskuren", "torget", "högstadieskolan", "badhuset", "ishallen", "biblioteket", "stationen",
    "gångtunneln", "lekparken", "centrumhuset", "kyrkan", "pizzerian", "återvinningen", "macken",
    "förskolan", "tvättstugan", "garagelängan", "fotbollsplanen", "kanalen", "matbutiken",
)  # fmt: skip
WHO = (
    "Tre killar i mörka kläder sprang därifrån.", "Ingen person syntes till på platsen.",
    "Ett gäng om ungefär tio stod kvar länge.", "En äldre granne blev rädd och gick in.",
    "Två tjejer filmade det hela med mobilen.", "En cyklist fick väja ut på vägbanan.",
    "Personalen försökte prata med dem utan framgång.", "Vaktmästaren tog bilder av skadorna.",
    "Några barn stod bredvid och tittade på.", "En vit skåpbil lämnade området snabbt.",
)  # fmt: skip
AFTER = (
    "Felanmält till fastighetsägaren.", "Polisen kontaktades men hann inte dit.",
    "Vi önskar fler vuxna ute på kvällarna.", "Området är städat nu på morgonen.",
    "Det är tredje gången den här månaden.", "Föräldrar har hört av sig och är oroliga.",
    "Kameran där har varit ur funktion sedan i höstas.", "Dörren går numera inte att låsa.",
    "Fältarna pratade med ungdomarna senare.", "Räddningstjänsten släckte inom en kvart.",
)  # fmt: skip
SYNONYMS = (
    ("någon", "okänd person"), ("ungdomar", "tonåringar"), ("vid", "invid"), ("trasig", "sönder"),
    ("polisen", "patrull"), ("snabbt", "fort"), ("stora", "rejäla"), ("personalen", "lärarna"),
)  # fmt: skip
DAYS = 1096
TOWN = 6_000.0


@dataclass(frozen=True)
class Workload:
    """Reports, and the event that each tells of, (reports,)."""

    reports: Reports
    event: NDArray[np.int64]

    def judged(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> tuple[float, float]:
        """Precision and recall of proposed pairs of reports."""
        right = int(np.count_nonzero(self.event[one] == self.event[other]))
        told = np.bincount(self.event)
        return right / max(1, len(one)), right / int((told * (told - 1) // 2).sum())


def workload(reports: int, *, seed: int = 20250101, repeated: float = 0.08) -> Workload:
    """``reports`` of which a share ``repeated`` tells of an event told before."""
    rng = np.random.default_rng(seed)
    events = int(reports * (1 - repeated))
    event = np.concatenate((np.arange(events), rng.choice(events, reports - events)))
    kind, place = rng.integers(0, len(WHAT), events), rng.integers(0, 40 * len(WHERE), events)
    corner = rng.uniform(0, TOWN, (40 * len(WHERE), 2))
    told = [_telling(rng, int(kind[e]), int(place[e])) for e in range(events)]
    again = [_retold(rng, told[e]) for e in event[events:]]
    x, y = (corner[place[event]] + rng.normal(0, 15, (reports, 2))).T
    start = rng.integers(0, DAYS, events)[event] + np.r_[np.zeros(events), rng.random(len(again))]
    district = np.minimum(place[event] % 7, 6)
    mixed = rng.permutation(reports)
    texts = [*told, *again]
    columns = Reports(
        texts=[texts[i] for i in mixed],
        x=x[mixed],
        y=y[mixed],
        start=start[mixed],
        end=start[mixed],
        category=kind[event][mixed],
        district=district[mixed],
        uncertain=rng.random(reports) < 0.1,
    )
    return Workload(columns, event[mixed])


def _telling(rng: np.random.Generator, kind: int, place: int) -> str:
    """What happened, where, who and what then, in a few sentences."""
    what = WHAT[kind][rng.integers(len(WHAT[kind]))].format(WHERE[place % len(WHERE)])
    house = f"{WHERE[place % len(WHERE)].capitalize()} nr {place}."
    hour = f"Klockan var omkring {rng.integers(0, 24)}.{rng.integers(0, 60):02d}."
    who, after = WHO[rng.integers(len(WHO))], AFTER[rng.integers(len(AFTER))]
    return " ".join((f"{what.capitalize()}.", house, hour, who, after))


def _retold(rng: np.random.Generator, text: str) -> str:
    """The same by somebody else: other words, a sentence less, a slip of the finger."""
    told = text
    for word, other in SYNONYMS:
        if rng.random() < 0.5:
            told = told.replace(f"{word} ", f"{other} ")
    sentences = told.split(". ")
    if rng.random() < 0.5:
        del sentences[int(rng.integers(1, len(sentences)))]
    told = ". ".join(sentences)
    at = int(rng.integers(1, len(told) - 1))
    return told[:at] + told[at + 1 :] if rng.random() < 0.5 else told
