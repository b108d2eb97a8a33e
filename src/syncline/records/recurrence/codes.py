"""The weekdays of RFC 5545, https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10."""

from __future__ import annotations

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""By number of the weekday."""
