"""Identifiers that sort by time of birth (UUIDv7, RFC 9562 § 5.7)."""

import secrets
import time
from uuid import UUID


def uuid7() -> UUID:
    """A new UUIDv7: 48 bits of milliseconds, then 74 random bits."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def as_uid(text: str) -> UUID | None:
    """A uid as somebody typed or sent it; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
