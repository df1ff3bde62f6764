"""Who does queued work: which workers live, and what becomes of what a dead one had begun."""
