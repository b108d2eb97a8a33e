"""One rep's cycle: read, plan, write, record. Knows the store and the sides by their ports alone."""
