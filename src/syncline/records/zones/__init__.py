"""Time zones under the names that calendars give them, and zones that have no name but rules of their own."""
