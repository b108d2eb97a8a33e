"""How long a test waits for what never comes."""

from __future__ import annotations

GUARD = 300.0
"""Seconds after which what hangs is given up: never a measure, for a busy machine is slow."""
