"""SPEC 1.2, 1.6: through a proxy, and never over a TLS that is too old."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.errors import StopConnectionError, UnavailableError
from syncline.connectors.exchange import ExchangeConnection, ExchangeSettings
from syncline.sandbox.certificates import Authority
from syncline.sandbox.exchange import ExtendedProtection
from syncline.sandbox.server import SocketServer
from tests.contract.mailbox_stage import EVENTS
from tests.support.exchange_stage import PASSWORD, REP, ExchangeStage
from tests.support.guard import GUARD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Proxy:
    """A proxy that makes tunnels (CONNECT), or refuses to. `asked` is what it was asked for."""

    def __init__(self, *, refuse: bool = False) -> None:
        self._refuse = refuse
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.asked: list[str] = []
        self.seen = b""
        """Everything that the client sent through the tunnels."""

    def serve(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._tunnel, args=(client,), daemon=True).start()

    def _tunnel(self, client: socket.socket) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            request += client.recv(4096)
        line = request.split(b"\r\n", 1)[0].decode()
        self.asked.append(line)
        if self._refuse:
            client.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            client.close()
            return
        host, _, port = line.split()[1].partition(":")
        server = socket.create_connection((host, int(port)))
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        threading.Thread(target=self._copy, args=(server, client, False), daemon=True).start()
        self._copy(client, server, True)  # noqa: FBT003 - a thread's arguments have no names

    def _copy(self, source: socket.socket, target: socket.socket, remember: bool) -> None:  # noqa: FBT001
        try:
            while chunk := source.recv(65536):
                self.seen += chunk if remember else b""
                target.sendall(chunk)
        except OSError:
            pass
        finally:
            target.close()

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()


@contextmanager
def proxy(**how: bool) -> Iterator[Proxy]:
    made = Proxy(**how)
    thread = threading.Thread(target=made.serve, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.close()
        thread.join(timeout=GUARD)


@contextmanager
def secured(stage: ExchangeStage, folder: Path) -> Iterator[tuple[str, Path]]:
    authority = Authority(folder, datetime.now(UTC))
    with SocketServer(stage.server, certificate=authority.issue(["localhost"]), host="localhost") as server:
        yield f"{server.url}/EWS/Exchange.asmx", authority.bundle


def read(stage: ExchangeStage, url: str, bundle: Path, **settings: Any) -> bool:
    made = ExchangeSettings(url, "svc@acme.example", PASSWORD, ca_bundle=bundle, **settings)
    with ExchangeConnection(made, clock=stage.now) as connection:
        return connection.open(REP, {}, installation="here", org_id="00D1").changes(EVENTS, None).more


@pytest.mark.parametrize("auth", ["basic", "ntlm"])
def test_a_proxy_passes_everything_on_and_sees_nothing(stage: ExchangeStage, tmp_path: Path, auth: str) -> None:
    stage.server.sign_in.extended_protection = ExtendedProtection.REQUIRE
    with secured(stage, tmp_path) as (url, bundle), proxy() as between:
        assert read(stage, url, bundle, auth=auth, proxy=between.url) is False
    assert [line.split()[0] for line in between.asked] == ["CONNECT"]
    assert len(between.seen) > 500
    assert b"Authorization" not in between.seen


def test_a_proxy_that_lets_nobody_through(stage: ExchangeStage, tmp_path: Path) -> None:
    with (
        secured(stage, tmp_path) as (url, bundle),
        proxy(refuse=True) as between,
        pytest.raises(UnavailableError) as caught,
    ):
        read(stage, url, bundle, proxy=between.url)
    assert caught.value.code == "proxy_failed"
    assert stage.server.requests.total() == 0


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_tls_that_is_too_old_is_not_spoken(stage: ExchangeStage, tmp_path: Path) -> None:
    """A server that could do no better than TLS 1.1: no request reaches it."""
    authority = Authority(tmp_path, datetime.now(UTC))
    certificate = authority.issue(["localhost"])
    server = SocketServer(stage.server, certificate=certificate, host="localhost")
    context = server._server.ssl_adapter.context
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    with server, pytest.raises(StopConnectionError) as caught:
        read(stage, f"{server.url}/EWS/Exchange.asmx", authority.bundle)
    assert caught.value.code == "tls"
    assert stage.server.requests.total() == 0


def test_a_certificate_that_ran_out_yesterday(stage: ExchangeStage, tmp_path: Path) -> None:
    authority = Authority(tmp_path, datetime.now(UTC))
    certificate = authority.issue(["localhost"], expired=True)
    with (
        SocketServer(stage.server, certificate=certificate, host="localhost") as server,
        pytest.raises(StopConnectionError) as caught,
    ):
        read(stage, f"{server.url}/EWS/Exchange.asmx", authority.bundle)
    assert caught.value.code == "certificate"
    assert stage.server.requests.total() == 0
