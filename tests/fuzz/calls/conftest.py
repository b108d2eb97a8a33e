"""The pages as they are served, on the embedded database."""

from __future__ import annotations

from tests.contract.conftest import database_url
from tests.contract.web.conftest import around, store

__all__ = ["around", "database_url", "store"]
