"""Figures, measured and printed; nothing here passes or fails by time. Run with `make bench`."""
