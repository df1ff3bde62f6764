"""How an entry is hashed: the same bytes on every machine and for all time."""

import hashlib
import hmac
import json
from collections.abc import Mapping

GENESIS = "0" * 64


def entry_hash(previous: str, facts: Mapping[str, object]) -> str:
    """SHA-256 over the previous hash and the facts as sorted, compact JSON."""
    body = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def sealed(salt: bytes, value: object) -> str:
    """HMAC-SHA-256 of a value under the salt of its subject."""
    return hmac.new(salt, repr(value).encode(), "sha256").hexdigest()
