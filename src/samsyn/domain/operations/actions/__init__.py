"""The operator's work: backups, restores, disposal, and what comes back by itself."""
