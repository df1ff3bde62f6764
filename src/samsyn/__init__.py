"""Samsyn: the open system for local crime prevention."""
