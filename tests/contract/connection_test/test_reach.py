"""The way to a host, over real sockets: what is seen at each step, and which code says what is wrong."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.errors import StopConnectionError, TimedOutError, UnavailableError
from syncline.connectors.reach import Way
from tests.support.certificates import serving_tls
from tests.support.guard import GUARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SHORT = 0.2
"""Seconds, where nobody answers however long one waits."""


def now() -> datetime:
    return datetime.now(UTC)


def way(url: str, *, ca_bundle: str | None = None, patience: float = GUARD) -> Way:
    return Way(url, now, ca_bundle, patience)


def silence(_environ: dict[str, Any], start: Callable[..., object]) -> list[bytes]:
    start("204 No Content", [])
    return []


@pytest.fixture
def mute() -> Iterator[str]:
    """A host that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"https://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def dropping() -> Iterator[str]:
    """A host that drops packets: its queue of connections is full."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(8):
            client = stack.enter_context(socket.socket())
            client.settimeout(0)
            client.connect_ex(server.getsockname())
        yield f"https://127.0.0.1:{server.getsockname()[1]}"


def test_a_host_that_is_well(tmp_path: Path) -> None:
    with serving_tls(silence, tmp_path, "localhost", days=90) as (url, bundle):
        seen = [step.look() for step in way(url, ca_bundle=str(bundle)).steps()]
    assert "127.0.0.1" in seen[0].text
    assert "TLSv1" in seen[2].text
    assert not any(one.warning for one in seen)


def test_a_certificate_that_ends_soon(tmp_path: Path) -> None:
    with serving_tls(silence, tmp_path, "localhost", days=29) as (url, bundle):
        assert way(url, ca_bundle=str(bundle)).certificate().warning == "certificate_expires"


@pytest.mark.parametrize(("name", "trusted"), [("localhost", False), ("mail.other.example", True)])
def test_a_certificate_that_proves_nothing(tmp_path: Path, name: str, *, trusted: bool) -> None:
    with serving_tls(silence, tmp_path, name) as (url, bundle), pytest.raises(StopConnectionError) as caught:
        way(url, ca_bundle=str(bundle) if trusted else None).certificate()
    assert caught.value.code == "certificate"


def test_a_name_that_nobody_has() -> None:
    with pytest.raises(StopConnectionError) as caught:
        Way("https://nowhere.invalid", now, timeout=GUARD).name()
    assert caught.value.code == "unknown_host"


def test_a_port_where_nothing_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(UnavailableError):
        way(f"https://127.0.0.1:{port}").connection()


def test_packets_that_are_dropped(dropping: str) -> None:
    with pytest.raises(TimedOutError) as caught:
        way(dropping, patience=SHORT).connection()
    assert caught.value.code == "no_answer"


def test_a_handshake_that_is_never_answered(mute: str) -> None:
    with pytest.raises(TimedOutError):
        way(mute, patience=SHORT).certificate()


def test_a_service_that_speaks_no_tls() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:

        def greet() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"220 mail.acme.example ready\r\n")
                connection.recv(1024)

        greeting = pool.submit(greet)
        with pytest.raises(StopConnectionError) as caught:
            way(f"https://127.0.0.1:{server.getsockname()[1]}").certificate()
        greeting.result()
    assert caught.value.code == "tls"


def test_an_address_without_tls_warns() -> None:
    assert way("http://127.0.0.1:1").certificate().warning == "no_tls"
