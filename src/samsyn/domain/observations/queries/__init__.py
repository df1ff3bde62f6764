"""Reads: typed rows for pages, exports and commands, within a scope."""
