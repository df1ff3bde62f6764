"""Samsyn, "shared view": the open system for local crime prevention."""

__version__ = "0.1.0.dev0"
