"""What production will not start with."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY, FEWEST_CHARACTERS = 50, 10


def refuse_unsafe(
    *, secret_key: str, hosts: Sequence[str], today: date | None, second_factor: bool
) -> None:
    """Stop the start, naming the variable, where a setting is unsafe in production."""
    if len(secret_key) < SHORTEST_KEY or len(set(secret_key)) < FEWEST_CHARACTERS:
        raise ImproperlyConfigured(
            f"SAMSYN_SECRET_KEY måste vara minst {SHORTEST_KEY} slumpade tecken i drift."
        )
    if not hosts or any("*" in host for host in hosts):
        raise ImproperlyConfigured(
            "SAMSYN_ALLOWED_HOSTS måste nämna värdnamnen i drift, utan asterisk."
        )
    if today is not None:
        raise ImproperlyConfigured("SAMSYN_TODAY flyttar klockan och får inte vara satt i drift.")
    if not second_factor:
        raise ImproperlyConfigured("SAMSYN_SECOND_FACTOR får inte vara avslagen i drift.")
