"""Keys of backups: age's X25519 recipients, which lock, and identities, which open too."""

from dataclasses import dataclass
from typing import Any

from pyrage import IdentityError, RecipientError, x25519

from samsyn.foundation.refusals import Mistaken

OPENS = "AGE-SECRET-KEY-"


@dataclass(frozen=True)
class Keys:
    """What a backup is locked for, and what opens it; neither where it lies in clear."""

    recipients: tuple[Any, ...] = ()
    identities: tuple[Any, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.recipients)


NO_KEYS = Keys()


def read_keys(text: str) -> Keys:
    """The keys in a key file or a setting: one a line or between commas, ``#`` begins a remark."""
    lines = (line.partition("#")[0] for line in text.splitlines())
    words = [word for line in lines for word in line.replace(",", " ").split()]
    try:
        identities = [x25519.Identity.from_str(one) for one in words if one.startswith(OPENS)]
        others = [x25519.Recipient.from_str(one) for one in words if not one.startswith(OPENS)]
    except (IdentityError, RecipientError) as error:
        raise Mistaken(
            "Nyckeln till säkerhetskopiorna går inte att läsa. Den börjar med age1 eller "
            "AGE-SECRET-KEY-1. Gör en med ./samsyn backup --new-key FIL."
        ) from error
    recipients = dict.fromkeys(str(one) for one in others)
    recipients |= dict.fromkeys(str(one.to_public()) for one in identities)
    return Keys(tuple(x25519.Recipient.from_str(one) for one in recipients), tuple(identities))


def new_key() -> tuple[str, str]:
    """A new key: the secret that opens, and the public half that locks."""
    identity = x25519.Identity.generate()
    return str(identity), str(identity.to_public())
