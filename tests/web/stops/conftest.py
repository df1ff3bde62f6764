"""The access matrix's world: every write path has its standing object there."""

from tests.web.access.conftest import world

__all__ = ["world"]
