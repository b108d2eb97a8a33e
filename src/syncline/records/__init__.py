"""What is synced: frozen values without any I/O. Knows nobody."""
