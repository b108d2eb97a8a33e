"""From a data folder or an address to a store that is ready for use."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.exceptions import MigrationSchemaMissing
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import NotSupportedError, ProgrammingError

from syncline.store.address import database_settings
from syncline.store.database import DatabaseStore
from syncline.store.database.session import Session
from syncline.store.embedded import EmbeddedServer
from syncline.store.errors import DatabaseUnsuitableError
from syncline.store.secrets import open_box

if TYPE_CHECKING:
    from pathlib import Path

_OLDEST = 150_000
_MIGRATING = 0x53594E43
"""Advisory lock that only one process migrates under."""


def open_store(data: Path, database_url: str | None = None, key: str | None = None) -> DatabaseStore:
    """Open the database at `database_url`, or the embedded one in the data folder, with its tables up to date.

    `key` is what SYNCLINE_KEY says; without it the key lies in the data folder. Sets Django up for this process.
    Raises errors of `syncline.store.errors`. The caller closes the store.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    box = open_box(data, key)
    if database_url:
        prepare_django(database_url)
        migrate()
        return DatabaseStore(box)
    server = EmbeddedServer(data)
    try:
        prepare_django(server.start())
        migrate()
    except BaseException:
        server.release()
        raise
    return DatabaseStore(box, on_close=server.release, on_loss=server.start)


def prepare_django(url: str) -> None:
    """Set Django up on this database. A later call with another URL leads new connections there."""
    if not apps.ready:
        _set_up(url)
    address = database_settings(url)
    entry = settings.DATABASES["default"]
    if any(entry.get(name) != value for name, value in address.items()):
        connections["default"].close()
        connections.databases["default"].update(address)


def _set_up(url: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "syncline.store.settings")
    before = os.environ.get("DATABASE_URL")
    os.environ["DATABASE_URL"] = url
    try:
        django.setup()
    finally:
        _restore(before)


def _restore(before: str | None) -> None:
    """Leave the environment as it was: programs started from here find their own way to the database."""
    if before is None:
        del os.environ["DATABASE_URL"]
    else:
        os.environ["DATABASE_URL"] = before


def migrate(alias: str = "default") -> None:
    """Check that the database can serve, and bring its tables up to date, one process at a time."""
    with Session(alias).explained("opening the database"):
        _check(alias)
        if _behind(alias):
            _migrate(alias)


def _check(alias: str) -> None:
    try:
        connections[alias].ensure_connection()
    except NotSupportedError as error:
        raise DatabaseUnsuitableError("this PostgreSQL is too old; Syncline needs 15 or later") from error
    server = connections[alias].connection.info
    if server.server_version < _OLDEST:
        raise DatabaseUnsuitableError("this PostgreSQL is too old; Syncline needs 15 or later")
    if server.parameter_status("server_encoding") != "UTF8":
        raise DatabaseUnsuitableError("this database cannot hold every text; make one with ENCODING 'UTF8'")


def _behind(alias: str) -> bool:
    executor = MigrationExecutor(connections[alias])
    loader = executor.loader
    ahead = [one for one in loader.applied_migrations if one[0] == "store" and one not in loader.disk_migrations]
    if ahead:
        raise DatabaseUnsuitableError("a later version of Syncline has used this database; install that one again")
    return bool(executor.migration_plan(loader.graph.leaf_nodes()))


def _migrate(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
        try:
            call_command("migrate", database=alias, verbosity=0, interactive=False)
        except (ProgrammingError, MigrationSchemaMissing) as error:
            raise DatabaseUnsuitableError(
                "the tables could not be made; the database user must own the database: "
                "ALTER DATABASE name OWNER TO user"
            ) from error
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATING])
