"""Clients and file readers: bytes in, typed rows out.

No Django and nothing of Samsyn above. Everything here may meet hostile bytes,
so what a user uploads is read through :mod:`samsyn.sources.child`, and every
reader raises :class:`samsyn.sources.errors.SourceError` or nothing.
"""
