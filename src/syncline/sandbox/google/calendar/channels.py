"""Push notifications: who is told that a calendar has changed.

https://developers.google.com/workspace/calendar/api/guides/push
"""

from __future__ import annotations


class Channels:
    """All channels of the project."""
