"""What Syncline asks of a mailbox: the delegation in the Admin console has to name exactly these.

https://developers.google.com/workspace/calendar/api/auth and https://developers.google.com/people/v1/how-tos/authorizing
"""

from __future__ import annotations

EVENTS = "https://www.googleapis.com/auth/calendar.events"
"""Read and write events; no calendar can be shared or deleted with it."""
CALENDARS = "https://www.googleapis.com/auth/calendar.readonly"
"""The names of a calendar's labels, and the rep's other calendars, where a moved event is looked for."""
CONTACTS = "https://www.googleapis.com/auth/contacts"
"""Contacts and their groups."""

SCOPES = (EVENTS, CALENDARS, CONTACTS)
