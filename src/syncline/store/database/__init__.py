"""The store on PostgreSQL, one file per concern."""

from syncline.store.database.store import DatabaseStore

__all__ = ["DatabaseStore"]
