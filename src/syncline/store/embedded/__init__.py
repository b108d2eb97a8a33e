"""The PostgreSQL that Syncline brings along, run in the data folder for those who have none."""

from syncline.store.embedded.server import EmbeddedServer, stop_embedded

__all__ = ["EmbeddedServer", "stop_embedded"]
