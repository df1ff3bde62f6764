"""Writes: keyword-only, atomic, ruled, logged."""
