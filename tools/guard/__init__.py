"""The lists and the learned weights of the personal-data guard, and how they are made."""
