"""Worker, database and lines to the servers are killed under load; the end is compared with an undisturbed run."""
