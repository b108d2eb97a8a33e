"""The store in memory: for the simulator, for tests, and to read how the port is meant."""

from syncline.store.memory.store import MemoryStore

__all__ = ["MemoryStore"]
