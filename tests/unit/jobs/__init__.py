"""Rounds of cycles, over sides in memory."""
