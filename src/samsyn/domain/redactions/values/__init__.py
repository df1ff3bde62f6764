"""Words that are masked, and where they stood."""
