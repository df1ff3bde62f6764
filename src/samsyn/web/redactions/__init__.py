"""Masking: from a report or a picture, what comes of it, and what was masked."""
