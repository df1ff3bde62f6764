"""Making the tables of an empty database, and bringing those of an older one up to date."""
