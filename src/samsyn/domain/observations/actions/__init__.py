"""Writes: keyword-only, atomic, ruled, audited, counted."""
