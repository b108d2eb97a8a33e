"""How an event repeats: one normalised value, its occurrences, and what was done to single ones."""
