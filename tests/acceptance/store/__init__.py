"""The embedded PostgreSQL: real servers, started, shared, killed and stopped."""
