"""Writes: runs and their findings (``runs``), and what people make of them (``triage``)."""
