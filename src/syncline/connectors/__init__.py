"""The two sides and everything that is peculiar to a provider, behind one port."""
