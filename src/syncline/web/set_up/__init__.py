"""Editing the set-up from pages and calls: every change is a change of the one file that describes it (SPEC 7.8)."""
