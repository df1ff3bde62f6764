"""Masking words for good, on record; again after a restore; and emptying texts at their term."""
