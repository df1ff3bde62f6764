"""Which sections a picture has: each room's own, in its ``sections``, with their place."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.utils import translation

from samsyn.domain.observations.enums import HAPPENED
from samsyn.domain.observations.reference import Reference
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.reading import Material
from samsyn.domain.situations.values.content import Cover, Judgement, Section
from samsyn.domain.situations.values.periods import Period
from samsyn.domain.situations.values.placing import Placement
from samsyn.foundation.rooms import DOMAIN, rooms_with

OVERALL = ""
"""The key under which the judgement of the whole stands among those of the areas."""


@dataclass(frozen=True)
class Basis:
    """What sections are made of: counts, words of reference, people's texts and judgements.

    ``judgements`` are by area key, the whole under ``OVERALL``.
    """

    scope: Scope
    cover: Cover
    audience: Audience
    known: Reference
    material: Material
    summary: str
    raised: str
    judgements: dict[str, Judgement]

    @property
    def period(self) -> Period:
        """The picture's days."""
        return self.material.period

    def evidence(self, **narrowed: str) -> Selection:
        """The period's reports of what has happened, narrowed by what is given."""
        return happened_in(self.period, **narrowed)


def happened_in(period: Period, **narrowed: str) -> Selection:
    """The reports that the numbers of some days are made of."""
    return Selection.passed_on(period.first, period.last, **{"kind": HAPPENED, **narrowed})


Provider = Callable[[Basis], Section | None]
_providers: dict[str, tuple[Placement, Provider]] = {}
_ELSEWHERE = Placement(position=0)


def section(key: str, placement: Placement) -> Callable[[Provider], Provider]:
    """Register what makes the section with a key; sections stand in order of position."""

    if key in _providers:
        raise ValueError(f"There is a section {key} already.")
    for other, (taken, _) in _providers.items():
        if taken.position == placement.position:
            raise ValueError(f"{key} has the position of {other}.")

    def register(provider: Provider) -> Provider:
        _providers[key] = (placement, provider)
        return provider

    return register


@cache
def _load() -> None:
    """Import the sections of every room; each registers its own."""
    for room in rooms_with(DOMAIN, "sections"):
        import_module(f"samsyn.domain.{room}.sections")


def placements() -> dict[str, Placement]:
    """Where each section stands, in their order."""
    _load()
    found = ((key, placement) for key, (placement, _) in _providers.items())
    return dict(sorted(found, key=lambda item: item[1].position))


def placement(key: str) -> Placement:
    """Where a section stands; one that a settled picture has, and no room makes any more, stands
    as sections do that say nothing else."""
    return placements().get(key, _ELSEWHERE)


def drafted(basis: Basis) -> tuple[Section, ...]:
    """The sections that have something to say, in order, in Swedish whoever asks."""
    with translation.override("sv"):
        made = (_providers[key][1](basis) for key in placements())
        return tuple(one for one in made if one is not None)
