"""The Calendar API, v3: https://developers.google.com/workspace/calendar/api/v3/reference."""
