"""``./samsyn letters``: what stands in the outbox, and sending again what did not come."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from samsyn.domain.notices.actions import send_again
from samsyn.domain.notices.enums import LetterState
from samsyn.domain.notices.queries import letters_by_state, stranded


def main(argv: Sequence[str]) -> int:
    """Print the numbers and the stranded letters, or send one again; no address is shown."""
    parser = ArgumentParser("./samsyn letters", description="Visa utkorgen, eller skicka om brev.")
    parser.add_argument("--again", type=_uid, metavar="BREV", help="skicka ett brev igen")
    given = parser.parse_args(argv)
    if given.again:
        send_again(given.again)
        print("Brevet skickas igen.")  # noqa: T201
        return 0
    for state, number in letters_by_state().items():
        print(f"{LetterState(state).label}: {number}")  # noqa: T201
    for letter in stranded():
        day = timezone.localtime(letter.created_at)
        kind = letter.key.partition(":")[0]
        said = f"{day:%Y-%m-%d %H:%M}  {letter.municipality.code}  {kind}"
        print(f"{letter.uid}  {said}  {letter.get_state_display()}")  # noqa: T201
    return 0


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} är inget brev i listan") from error
