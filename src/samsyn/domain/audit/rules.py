"""How an entry is hashed: the same bytes on every machine and for all time."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

GENESIS = "0" * 64
SEALING = "samsyn.domain.audit.seal"
"""What the signing key is derived for, so that no other use of the secret gives the same."""
REDACTING = "samsyn.domain.audit.redaction"
REDACTED = (
    "redactions.redacted",
    "redactions.redacted_again",
    "redactions.texts_disposed",
    "redactions.texts_disposed_again",
)
"""The acts whose entries vouch for redactions."""


def entry_hash(previous: str, facts: Mapping[str, object]) -> str:
    """SHA-256 over the previous hash and the facts as sorted, compact JSON."""
    body = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def sealed(salt: bytes, value: object) -> str:
    """HMAC-SHA-256 of a value under the salt of its subject."""
    return hmac.new(salt, repr(value).encode(), "sha256").hexdigest()


def signature(previous: str, facts: Mapping[str, object], secret: str | bytes | None = None) -> str:
    """HMAC-SHA-256 of a seal under a key derived from the installation's secret, never stored."""
    told = entry_hash(previous, facts)
    return salted_hmac(SEALING, told, secret=secret, algorithm="sha256").hexdigest()


def is_signature(given: str, previous: str, facts: Mapping[str, object]) -> bool:
    """Whether a seal was signed with the installation's secret, or with one it had before."""
    return any(constant_time_compare(given, signature(previous, facts, one)) for one in _secrets())


def text_digest(texts: object, secret: str | bytes | None = None) -> str:
    """HMAC-SHA-256 of a row's texts, under a key derived from the installation's secret: words
    that are masked can't be guessed by it."""
    body = json.dumps(texts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return _redacting(body, secret)


def is_text_digest(given: str, texts: object) -> bool:
    """Whether a digest is of these texts, by the installation's secret or one it had before."""
    return any(constant_time_compare(given, text_digest(texts, one)) for one in _secrets())


def lines_digest(lines: Iterable[tuple[str, str, str]], secret: str | bytes | None = None) -> str:
    """HMAC-SHA-256 over what one masking changed (the redaction's uid, digest before and after):
    whoever can write in the database alone can't have a changed picture taken for a masked one."""
    told = "\n".join(" ".join(line) for line in sorted(lines))
    return _redacting(told, secret)


def lines_digests(lines: Iterable[tuple[str, str, str]]) -> list[str]:
    """The same by the installation's secret and by each that it had before."""
    told = list(lines)
    return [lines_digest(told, one) for one in _secrets()]


def _redacting(told: str, secret: str | bytes | None) -> str:
    return salted_hmac(REDACTING, told, secret=secret, algorithm="sha256").hexdigest()


def _secrets() -> tuple[str | bytes, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
