"""Lines that break, over real sockets: what became of a request decides who has to act, and what may be done again."""

from __future__ import annotations

import socket
from contextlib import closing, contextmanager
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from syncline.connectors.errors import ConnectorError, RetryLaterError, StopConnectionError
from syncline.connectors.transport import Transport, pooled_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_GATEWAY = b"HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\n\r\n"
_NO_TUNNEL = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"


@contextmanager
def answering(act: Callable[[socket.socket], None]) -> Iterator[str]:
    """Let every connection meet `act`; answers host and port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(5)

        def serve() -> None:
            with closing(listening.accept()[0]) as line:
                line.recv(65_536)
                act(line)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        thread.join()


def hang_up(_line: socket.socket) -> None:
    """Say nothing more."""


def stop_half_way(line: socket.socket) -> None:
    line.sendall(_HEAD + b"Content-Length: 100\r\n\r\n{")
    line.recv(1)


def break_half_way(line: socket.socket) -> None:
    line.sendall(_HEAD + b"Content-Length: 100\r\n\r\n{")


def sent(url: str, *, proxy: str | None = None) -> ConnectorError:
    transport = Transport(
        pooled_session, timeout=(2.0, 0.1), ca_bundle=None, proxies={"https": proxy, "http": proxy} if proxy else None
    )
    with pytest.raises(ConnectorError) as caught:
        transport.send("GET", url, headers={})
    transport.close()
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize(
    ("scheme", "act", "code"),
    [
        ("https", hang_up, "unavailable"),
        ("http", hang_up, "unavailable"),
        ("http", break_half_way, "unavailable"),
        ("http", stop_half_way, "timed_out"),
        ("http", lambda line: line.sendall(_GATEWAY), "timed_out"),
    ],
    ids=["in the TLS handshake", "before an answer", "in the answer", "silent in the answer", "gateway's patience"],
)
def test_a_line_that_breaks_may_hold_another_time(scheme: str, act: Callable[[socket.socket], None], code: str) -> None:
    with answering(act) as place:
        error = sent(f"{scheme}://{place}/")
    assert isinstance(error, RetryLaterError)
    assert error.code == code


def test_a_proxy_that_does_not_let_us_through_is_named() -> None:
    with answering(lambda line: line.sendall(_NO_TUNNEL)) as place:
        error = sent("https://org.example/", proxy=f"http://{place}")
    assert isinstance(error, RetryLaterError)
    assert error.code == "proxy_failed"


def test_the_proxy_that_a_connection_names_counts_before_the_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with answering(lambda line: line.sendall(_GATEWAY)) as ours:
        error = sent("http://org.example/", proxy=f"http://{ours}")
    assert error.code == "timed_out", "the answer of the connection's own proxy"


def test_what_speaks_no_tls_has_no_bad_certificate() -> None:
    with answering(lambda line: line.sendall(b"220 mail.example ESMTP\r\n")) as place:
        error = sent(f"https://{place}/")
    assert isinstance(error, StopConnectionError)
    assert error.code == "tls"


def test_a_password_file_takes_no_tokens_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("default login somebody password hunter2\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    seen: list[bytes] = []

    def serve(listening: socket.socket) -> None:
        with closing(listening.accept()[0]) as line:
            seen.append(line.recv(65_536))
            line.sendall(_HEAD + b"Content-Length: 2\r\n\r\n{}")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=serve, args=(listening,), daemon=True)
        thread.start()
        transport = Transport(pooled_session, timeout=(2.0, 2.0), ca_bundle=None, proxies=None)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        transport.send("GET", url, headers={"Authorization": "Bearer token"})
        thread.join()
        transport.close()
    assert b"Authorization: Bearer token\r\n" in seen[0]
