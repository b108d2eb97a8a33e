"""Recurrence, and what a window of time shows of a calendar."""
