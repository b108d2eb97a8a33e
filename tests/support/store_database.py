"""One embedded server per test process, and a store on it that is emptied for each test."""

# ruff: noqa: S608 - table names are our own

from __future__ import annotations

import threading
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import psycopg
from cryptography.fernet import Fernet
from django.apps import apps
from django.db import connections

from syncline.store.database import DatabaseStore
from syncline.store.embedded import EmbeddedServer
from syncline.store.opening import migrate, prepare_django
from syncline.store.secrets import SecretBox
from tests.support.django_pages import set_up_django
from tests.support.guard import GUARD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.store.schedule import Whose

KEY = Fernet.generate_key().decode()


@contextmanager
def server_folder() -> Iterator[Path]:
    """A folder for a server: not among pytest's, which every run by root closes to the user that the server runs as."""
    with TemporaryDirectory(prefix="syncline-") as folder:
        yield Path(folder)


@contextmanager
def served(data: Path) -> Iterator[str]:
    """A migrated database. Commits do not wait for the disk: these tests do not pull the plug."""
    server = EmbeddedServer(data)
    url = f"{server.start()}&options=-csynchronous_commit%3Doff"
    set_up_django()
    prepare_django(url)
    migrate()
    try:
        yield url
    finally:
        connections["default"].close()
        server.release()


def empty_store(*more: str) -> DatabaseStore:
    """Take out every row of the store, and of `more` apps of Django's."""
    tables = [model._meta.db_table for app in ("store", *more) for model in apps.get_app_config(app).get_models()]
    with connections["default"].cursor() as cursor:
        cursor.execute(";".join(f'DELETE FROM "{table}"' for table in tables))
    return DatabaseStore(SecretBox(KEY))


@contextmanager
def elsewhere(store: DatabaseStore, whose: Whose, name: str) -> Iterator[None]:
    """Hold a lock on another connection, as another process does."""
    held, over = threading.Event(), threading.Event()

    def hold() -> None:
        with store.holding(whose, name) as mine:
            assert mine
            held.set()
            over.wait(GUARD)
        store.disconnect()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(GUARD)
    try:
        yield
    finally:
        over.set()
        holder.join()


def dump(url: str) -> str:
    """Every value of every table as text: what somebody with the database but without the key can read."""
    with psycopg.connect(url) as connection:
        tables = [model._meta.db_table for model in apps.get_app_config("store").get_models()]
        return "\n".join(str(connection.execute(f'SELECT * FROM "{table}"').fetchall()) for table in tables)
