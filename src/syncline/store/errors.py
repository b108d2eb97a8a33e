"""What can go wrong with a store, grouped by what the caller must do.

    StoreError
    +- StoreUnavailableError      try again later: nothing was written, or the commit's fate is unknown and it is safe
    |                             to do the work again
    +- StoreSetUpError            an administrator must act; the message says what to do
    |  +- DatabaseAddressError
    |  +- DatabaseUnsuitableError
    |  +- EmbeddedDatabaseError
    |  +- SecretKeyError
    |  +- SecretsUnreadableError
    +- StoreFaultError            a defect of Syncline: report it

`LinkTakenError` belongs to the port (see `port.py`). No message ever quotes a statement, a value or an address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class StoreError(Exception):
    """Anything that a store reports."""


class StoreUnavailableError(StoreError):
    """The database cannot be reached, is starting or stopping, or could not finish now. Try again."""

    def __init__(self, doing: str, code: str = "") -> None:
        super().__init__(
            f"the database did not answer while {doing}{f' (PostgreSQL says {code})' if code else ''}; this is tried "
            "again by itself - if it lasts, see whether PostgreSQL runs, has room on its disk and takes connections"
        )
        self.doing = doing
        self.code = code
        """SQLSTATE, empty when there was no answer at all."""


class StoreSetUpError(StoreError):
    """Nothing works until an administrator has acted."""


class DatabaseAddressError(StoreSetUpError):
    """DATABASE_URL cannot be read."""

    def __init__(self) -> None:
        super().__init__(
            "DATABASE_URL is not a PostgreSQL address; write it as postgresql://user:password@host:5432/database "
            "with special characters of user and password percent-encoded"
        )


class DatabaseUnsuitableError(StoreSetUpError):
    """The database is reached but cannot serve."""


class EmbeddedDatabaseError(StoreSetUpError):
    """The embedded PostgreSQL does not start on the data folder."""

    def __init__(self, folder: Path, problem: str, remedy: str) -> None:
        super().__init__(f"the embedded PostgreSQL in {folder} {problem}; {remedy}")
        self.folder = folder
        self.remedy = remedy


class SecretKeyError(StoreSetUpError):
    """The key that seals the secrets is malformed or lies open."""


class SecretsUnreadableError(StoreSetUpError):
    """The secrets of a connection were sealed with another key."""

    def __init__(self, connection: str) -> None:
        super().__init__(
            f"the secrets of the connection {connection!r} were sealed with another key: the key was changed or lost. "
            "Put the old key back (SYNCLINE_KEY, or secret.key in the data folder); if it is lost, apply the set-up "
            "file again, which enters the secrets anew - nothing else is lost"
        )
        self.connection = connection


class StoreFaultError(StoreError):
    """The database refused what Syncline asked: a defect. `code` is the SQLSTATE."""

    def __init__(self, doing: str, code: str) -> None:
        super().__init__(f"the database refused {doing} (PostgreSQL says {code or 'nothing'}); please report this")
        self.doing = doing
        self.code = code
