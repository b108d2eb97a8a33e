"""The embedded server: found again, shared, stopped by the last; in long, spaced and foreign folders."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from syncline.store.embedded import EmbeddedServer, stop_embedded
from syncline.store.embedded.account import account_for
from syncline.store.embedded.sockets import socket_folder
from syncline.store.errors import EmbeddedDatabaseError
from tests.support.store_database import server_folder

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A stopped server; a path that shells, lists of folders and sockets all stumble over."""
    with server_folder() as folder:
        data = folder / ('it\'s "a" folder, $HOME ' + "long" * 20)
        data.mkdir()
        _once(data)
        yield data


@pytest.fixture(scope="module")
def short() -> Iterator[Path]:
    """A stopped server whose socket lies in its folder."""
    with server_folder() as folder:
        _once(folder)
        yield folder


def _once(folder: Path) -> None:
    server = EmbeddedServer(folder)
    server.start()
    server.release()


def test_several_share_one_server_and_the_last_stops_it(data: Path) -> None:
    one, two = EmbeddedServer(data), EmbeddedServer(data)
    url = one.start()
    assert two.start() == url
    one.release()
    with psycopg.connect(url) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    two.release()
    two.release()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    assert not Path(parse_qs(urlsplit(url).query)["host"][0]).exists()


def test_data_outlive_the_server(data: Path) -> None:
    server = EmbeddedServer(data)
    with psycopg.connect(server.start(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS seven")
    server.release()
    with psycopg.connect(server.start()) as connection:
        assert connection.execute("SELECT seven FROM kept").fetchone() == (7,)
    server.release()


def test_a_user_that_was_killed_counts_as_gone(data: Path) -> None:
    server = EmbeddedServer(data)
    script = (
        "import os, sys; from pathlib import Path; from syncline.store.embedded import EmbeddedServer; "
        "server = EmbeddedServer(Path(sys.argv[1])); print(server.start(), flush=True); os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(data)], capture_output=True, text=True, check=False)  # noqa: S603
    assert server.start() == killed.stdout.strip()
    server.release()
    assert stop_embedded(data) is False


def test_stopping_takes_it_from_everybody(data: Path) -> None:
    server = EmbeddedServer(data)
    server.start()
    assert stop_embedded(data) is True
    assert stop_embedded(data) is False
    server.release()


@pytest.mark.parametrize("name", ["postgres/postmaster.pid", "run/.s.PGSQL.5432.lock"])
def test_a_lock_file_whose_number_now_belongs_to_somebody_else_is_no_hindrance(short: Path, name: str) -> None:
    lock = short / name
    lock.write_text(f"{os.getpid()}\n{short}/postgres\n1\n5432\n{short}/run\n\n1 1\nready\n")
    shutil.chown(lock, account_for(short / "postgres").uid)
    server = EmbeddedServer(short)
    with psycopg.connect(server.start()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.release()


@pytest.mark.skipif(os.geteuid() != 0, reason="every other test here runs as an ordinary user then")
def test_it_runs_as_an_ordinary_user_too() -> None:
    script = (
        "import codecs, os, sys; from pathlib import Path; import psycopg; "
        "from syncline.store.embedded import EmbeddedServer; codecs.lookup('ascii'); "
        "os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[2])); "
        "server = EmbeddedServer(Path(sys.argv[1])); url = server.start(); "
        "print(psycopg.connect(url).execute('SELECT 7').fetchone()); server.release()"
    )
    with server_folder() as folder:
        user = account_for(folder / "postgres").uid
        os.chown(folder, user, user)
        command = [sys.executable, "-c", script, str(folder), str(user)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own
        assert (done.stdout, done.returncode) == ("(7,)\n", 0), done.stderr
        as_root = EmbeddedServer(folder)
        as_root.start()
        as_root.release()
        assert {path.stat().st_uid for path in (folder / "postgres").iterdir()} == {user}


def test_where_nothing_was_started_nothing_is_stopped(tmp_path: Path) -> None:
    assert stop_embedded(tmp_path) is False


def test_a_folder_of_another_major_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("16\n")
    with pytest.raises(EmbeddedDatabaseError, match=r"made by PostgreSQL 16.*pg_dump"):
        EmbeddedServer(tmp_path).start()


def test_a_folder_without_a_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    with pytest.raises(EmbeddedDatabaseError, match="holds no database"):
        EmbeddedServer(tmp_path).start()


def test_a_server_that_cannot_start_says_why(data: Path) -> None:
    conf = data / "postgres" / "postgresql.conf"
    good = conf.read_text()
    conf.write_text(good + "\nshared_buffers = nonsense\n")
    with pytest.raises(EmbeddedDatabaseError, match=r"does not start: .*(errors|invalid)"):
        EmbeddedServer(data).start()
    conf.write_text(good)


def test_the_socket_is_nobody_elses(data: Path) -> None:
    server = EmbeddedServer(data)
    server.start()
    folder = socket_folder(data.resolve(), account_for(data / "postgres"))
    assert folder != data / "run"
    assert folder.stat().st_mode & 0o077 == 0
    assert (data / "postgres").stat().st_mode & 0o077 == 0
    server.release()


def test_a_socket_folder_that_somebody_else_made_is_refused(data: Path) -> None:
    account = account_for(data / "postgres")
    with TemporaryDirectory(prefix="s-") as temporary:
        folder = socket_folder(data, account, Path(temporary))
        folder.rmdir()
        folder.symlink_to(temporary)
        with pytest.raises(EmbeddedDatabaseError, match="cannot put its socket"):
            socket_folder(data, account, Path(temporary))


def test_the_socket_lies_in_the_data_folder_where_its_path_is_short(short: Path) -> None:
    assert socket_folder(short, account_for(short / "postgres")) == short / "run"
