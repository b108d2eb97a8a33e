"""One file per method, or family of methods, of the Calendar API."""
