"""Calendars that others wrote (bug reports, Outlook, Google, broken ones) through the whole house.

They enter the Exchange server by exchangelib, Syncline runs, and what then stands in Salesforce is held against what
`icalendar` reads from the file. `python -m tests.acceptance.real_input` prints what became of each event.
"""
