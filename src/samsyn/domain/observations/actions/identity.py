"""Which row of an agency's file is which report: by its case number, else by day, place, time
and kind, numbered among its equals.

Only a keyed hash is kept, since a case number may lead to somebody. A row keeps its key when its
words, text or mapping change.
"""

import hashlib
import hmac
from collections.abc import Iterator

from django.conf import settings
from django.utils.crypto import salted_hmac

from samsyn.sources.mapping import MappedRow
from samsyn.sources.words import plain

_PURPOSE = "samsyn.domain.observations.identity"
_LENGTH = 32
_POSITION_DECIMALS = 5


class Keys:
    """Gives the rows of one source's file their keys, in order; the earlier ones only where the
    source has ``any_earlier``."""

    def __init__(self, source_id: int | None, *, any_earlier: bool = True) -> None:
        self.source_id = source_id
        self._any_earlier = any_earlier
        self._hashes = [hmac.new(_derived(one), digestmod="sha256") for one in _secrets()]
        self._seen: dict[str, int] = {}
        self._seen_before: dict[str, int] = {}

    def key(self, row: MappedRow) -> str:
        """The key that a row is kept under."""
        base = f"{self.source_id}.{_hash(row, self._hashes[0])}"
        return _numbered(base, self._seen, ".")

    def earlier(self, row: MappedRow) -> Iterator[str]:
        """The keys that the same row may have been kept under: with another secret, or before
        keys were keyed."""
        if not self._any_earlier:
            return
        for keyed in self._hashes[1:]:
            yield f"{self.source_id}.{_hash(row, keyed)}"
        yield _numbered(f"{self.source_id}:{_unkeyed(row)}", self._seen_before, ":")


def _hash(row: MappedRow, keyed: hmac.HMAC) -> str:
    """What a row is told by, hashed with a secret; a copy of what is keyed already takes half of
    what the keying of each anew does."""
    found = keyed.copy()
    found.update(repr(_identity(row)).encode())
    return found.hexdigest()[:_LENGTH]


def base_of(key: str) -> tuple[str, str]:
    """A key without its number among equals, and the number."""
    source, _, rest = key.partition(".")
    name, _, number = rest.partition(".")
    return f"{source}.{name}", number or "1"


def _numbered(base: str, seen: dict[str, int], sign: str) -> str:
    number = seen[base] = seen.get(base, 0) + 1
    return base if number == 1 else f"{base}{sign}{number}"


def _secrets() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def _derived(secret: str) -> bytes:
    return salted_hmac(_PURPOSE, "source_key", secret=secret, algorithm="sha256").digest()


def _identity(row: MappedRow) -> tuple[object, ...]:
    """What makes a row the same row in the next delivery. The word for what it is, rather than
    the category, since a mended mapping does not make it another."""
    if row.source_id:
        return ("number", " ".join(row.source_id.casefold().split()))
    since = row.occurred_from.isoformat()
    same = row.occurred_to is row.occurred_from
    when = (since, since if same else row.occurred_to.isoformat())
    return ("row", *when, *_where(row), plain(row.word))


def _where(row: MappedRow) -> tuple[object, ...]:
    if row.place or row.latitude is None or row.longitude is None:
        return (plain(row.place),)
    return (round(row.latitude, _POSITION_DECIMALS), round(row.longitude, _POSITION_DECIMALS))


def _unkeyed(row: MappedRow) -> str:
    """The digest that rows were kept under until keys were keyed."""
    told = row.source_id or repr(
        (
            row.occurred_from,
            row.occurred_to,
            row.category,
            row.place,
            row.latitude,
            row.longitude,
            row.description,
            row.count,
        )
    )
    return hashlib.sha256(told.encode()).hexdigest()[:_LENGTH]
