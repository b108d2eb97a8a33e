"""Take back what Syncline wrote: as the rep, through the connector, and journaled like every other write (SPEC 7.5)."""
