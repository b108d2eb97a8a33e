"""The service for a long while: everybody edits, servers throttle, workers are killed, the database is restarted."""
