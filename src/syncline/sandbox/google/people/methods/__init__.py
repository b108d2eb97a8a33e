"""One file per method, or family of methods, of the People API."""
