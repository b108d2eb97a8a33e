"""What the server holds: mailboxes, folders, contacts, events and the log of their changes."""
