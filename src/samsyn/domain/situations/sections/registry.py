"""Which sections a picture has. Rooms above register theirs when their app is ready."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import translation

from samsyn.domain.observations.reference import Reference
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.reading import Material
from samsyn.domain.situations.values.content import Cover, Evidence, Judgement, Section
from samsyn.domain.situations.values.periods import Period

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

    def evidence(self, **narrowed: str) -> Evidence:
        """The period's reports, narrowed by what is given."""
        return Evidence(self.period.first, self.period.last, **narrowed)


Provider = Callable[[Basis], Section | None]
_providers: dict[str, tuple[int, Provider]] = {}


def section(key: str, position: int) -> Callable[[Provider], Provider]:
    """Register what makes the section with a key; sections stand in order of position."""

    def register(provider: Provider) -> Provider:
        if key in _providers:
            raise ValueError(f"There is a section {key} already.")
        _providers[key] = (position, provider)
        return provider

    return register


def drafted(basis: Basis) -> tuple[Section, ...]:
    """The sections that have something to say, in order, in Swedish whoever asks."""
    with translation.override("sv"):
        made = (provider(basis) for _, (_, provider) in sorted(_providers.items(), key=_position))
        return tuple(one for one in made if one is not None)


def _position(item: tuple[str, tuple[int, Provider]]) -> tuple[int, str]:
    key, (position, _) = item
    return position, key
