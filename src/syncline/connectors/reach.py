"""The way to a host, looked at step by step: its name, a connection, its certificate. Nothing is sent."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from requests.utils import get_environ_proxies, select_proxy

from syncline.connectors.errors import StopConnectionError, TimedOutError, UnavailableError
from syncline.connectors.probing import Seen, Step

if TYPE_CHECKING:
    from collections.abc import Callable

_EXPIRES_SOON = timedelta(days=30)
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Way:
    """How to reach the host of an address. `timeout` is in seconds, for each step."""

    url: str
    clock: Callable[[], datetime]
    ca_bundle: str | None = None
    timeout: float = 5.0

    @property
    def host(self) -> str:
        """The host's name, without a port."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """The port, that of the scheme if the address names none."""
        parts = urlsplit(self.url)
        return parts.port or _PORTS.get(parts.scheme, 443)

    def steps(self) -> list[Step]:
        """Answer the steps in their order. Without TLS the last one warns."""
        return [Step("name", self.name), Step("connection", self.connection), Step("certificate", self.certificate)]

    def name(self) -> Seen:
        """Resolve the host's name. Raises `StopConnectionError` if nobody has it."""
        question = _Question(self.host, self.port)
        question.start()
        question.join(self.timeout)
        if question.is_alive():
            raise TimedOutError(f"The name servers did not say within {self.timeout:.0f} s who {self.host} is.")
        if not question.answers:
            raise StopConnectionError(f"No host is called {self.host}.", code="unknown_host")
        return Seen(f"{self.host} is {', '.join(question.answers)}")

    def connection(self) -> Seen:
        """Open a connection and close it again."""
        with self._socket():
            return Seen(f"{self.host} answers on port {self.port}")

    def certificate(self) -> Seen:
        """Shake hands: the chain, the name, the expiry and the protocol (TLS 1.2 or later)."""
        if urlsplit(self.url).scheme != "https":
            return Seen("the address is not https: nothing is encrypted", "no_tls")
        context = ssl.create_default_context(cafile=self.ca_bundle)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            with self._socket() as plain, context.wrap_socket(plain, server_hostname=self.host) as wrapped:
                return self._judge(wrapped.version() or "TLS", wrapped.getpeercert() or {})
        except ssl.SSLCertVerificationError as error:
            raise StopConnectionError(f"{self.host}: {error.verify_message}.", code="certificate") from error
        except ssl.SSLError as error:
            reason = error.reason or "no TLS"
            raise StopConnectionError(f"{self.host} does not speak TLS 1.2 or later ({reason}).", code="tls") from error
        except TimeoutError as error:
            raise TimedOutError(f"{self.host} did not finish the TLS handshake in {self.timeout:.0f} s.") from error
        except OSError as error:
            raise UnavailableError(f"{self.host} dropped the connection during the TLS handshake.") from error

    def _judge(self, protocol: str, shown: dict[str, Any]) -> Seen:
        ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(shown["notAfter"]), UTC)
        text = f"{protocol}, certificate valid until {ends.date().isoformat()}"
        return Seen(text, "certificate_expires" if ends - self.clock() < _EXPIRES_SOON else "")

    def _socket(self) -> socket.socket:
        try:
            return socket.create_connection((self.host, self.port), self.timeout)
        except TimeoutError as error:
            raise TimedOutError(
                f"{self.host} did not answer on port {self.port} within {self.timeout:.0f} s.", code="no_answer"
            ) from error
        except OSError as error:
            raise UnavailableError(f"{self.host} refuses connections on port {self.port}.") from error


def steps_to(
    url: str, clock: Callable[[], datetime], *, ca_bundle: str | None, proxy: str | None, timeout: float
) -> list[Step]:
    """Answer the steps to a host; behind a proxy those to the proxy, which does the rest of the way.

    `proxy` is the one that the connection names; without one, that of this machine's environment is taken.
    """
    through = proxy or select_proxy(url, get_environ_proxies(url, no_proxy=None))
    if through is None:
        return Way(url, clock, ca_bundle, timeout).steps()
    way = Way(through, clock, ca_bundle, timeout)
    return [Step("proxy_name", way.name), Step("proxy_connection", way.connection)]


class _Question(Thread):
    """Asks the resolver, which knows no time-out of its own."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(name="resolver", daemon=True)
        self._asked = (host, port)
        self.answers: list[str] = []

    def run(self) -> None:
        """Ask."""
        try:
            found = socket.getaddrinfo(*self._asked, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        self.answers = sorted({str(one[4][0]) for one in found})
