"""What the server holds: mailboxes, folders, items and the log of their changes."""
