"""What other rooms do when a municipality is founded: its categories, its year wheel.

Rooms above register a step; this room never knows which they are.
"""

from collections.abc import Callable

from samsyn.domain.organisations.tenancy import Scope

Step = Callable[[Scope], None]
_steps: list[Step] = []


def at_founding(step: Step) -> Step:
    """Register a step; it runs in the transaction that founds a municipality, in order."""
    if step not in _steps:
        _steps.append(step)
    return step


def run_steps(scope: Scope) -> None:
    """Run what the rooms have registered."""
    for step in _steps:
        step(scope)
