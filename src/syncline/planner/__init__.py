"""Pure decisions: the same inputs give the same plan. Knows records alone."""
