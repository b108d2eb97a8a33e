from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from django.db import connections

from syncline.store.changes import Changes
from syncline.store.errors import DatabaseUnsuitableError, SecretKeyError, StoreUnavailableError
from syncline.store.installation import installation_id
from syncline.store.opening import migrate, open_store, prepare_django
from tests.support.store_samples import CONTACTS, REP, connection, link

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _back_to_the_shared_database(database_url: str) -> Iterator[None]:
    yield
    connections["default"].close()
    prepare_django(database_url)


@pytest.fixture
def other_url(database_url: str) -> Iterator[str]:
    """An empty database on the same server."""
    with psycopg.connect(database_url, autocommit=True) as admin:
        admin.execute("CREATE DATABASE other")
        yield database_url.replace("/postgres?", "/other?")
        connections["default"].close()
        admin.execute("DROP DATABASE other WITH (FORCE)")


def test_a_database_is_opened_with_its_tables_made_and_again_as_it_was_left(tmp_path: Path, other_url: str) -> None:
    with open_store(tmp_path / "new" / "data", other_url) as store:
        store.commit(Changes(links=[link(1)]))
        store.save_setup(connections=[connection()])
    with open_store(tmp_path / "new" / "data", other_url) as store:
        assert store.count_links(REP, CONTACTS) == 1
        assert store.connections() == [connection()]
    assert (tmp_path / "new" / "data").stat().st_mode & 0o007 <= 0o001


def test_a_database_of_a_later_version_is_refused(tmp_path: Path, other_url: str) -> None:
    with open_store(tmp_path, other_url), psycopg.connect(other_url) as direct:
        direct.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('store', '9999_later', now())")
    with pytest.raises(DatabaseUnsuitableError, match="later version"):
        open_store(tmp_path, other_url)


def test_a_database_that_cannot_hold_every_text_is_refused(database_url: str, tmp_path: Path) -> None:
    with psycopg.connect(database_url, autocommit=True) as admin:
        admin.execute("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")
        with pytest.raises(DatabaseUnsuitableError, match="UTF8"):
            open_store(tmp_path, database_url.replace("/postgres?", "/latin?"))
        connections["default"].close()
        admin.execute("DROP DATABASE latin WITH (FORCE)")


def test_a_user_who_may_not_make_tables_is_told_what_to_do(database_url: str, other_url: str, tmp_path: Path) -> None:
    with psycopg.connect(database_url, autocommit=True) as admin:
        admin.execute("CREATE ROLE guest LOGIN")
        with pytest.raises(DatabaseUnsuitableError, match="OWNER"):
            open_store(tmp_path, other_url.replace("postgres:@", "guest:@"))
        connections["default"].close()
        admin.execute("DROP ROLE guest")


def test_a_database_that_is_not_there_may_come_later(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError):
        open_store(tmp_path, f"postgresql://nobody@/none?host={tmp_path}")


def test_a_malformed_key_is_refused_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(SecretKeyError):
        open_store(tmp_path, key="too short")
    assert not (tmp_path / "postgres").exists()


def test_migrating_twice_does_nothing(database_url: str) -> None:
    migrate()
    migrate()


def test_the_installation_keeps_its_id(tmp_path: Path) -> None:
    assert installation_id(tmp_path) == installation_id(tmp_path)
