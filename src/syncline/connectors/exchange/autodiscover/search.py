"""The search: which addresses are asked, in which order, and when it ends.

https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-generate-a-list-of-autodiscover-endpoints
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syncline.connectors.errors import ConnectorError, StopRepError, UnavailableError
from syncline.connectors.exchange.autodiscover.outcomes import Elsewhere, NoServiceError, OtherAddress, Services
from syncline.connectors.exchange.autodiscover.trust import is_microsoft_365
from syncline.connectors.exchange.failures import host_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from syncline.connectors.exchange.autodiscover.asking import Asking
    from syncline.connectors.exchange.autodiscover.trust import Trust

_MOST_REDIRECTS = 10
_PATHS = ("/autodiscover/autodiscover.svc", "/autodiscover/autodiscover.xml")


class Search:
    """Finds the web services of a mailbox. One search makes at most a dozen requests."""

    def __init__(
        self, asking: Asking, trust: Trust, srv: Callable[[str], list[str]], *, named: str | None = None
    ) -> None:
        """`srv` answers the hosts of an SRV record's name, best first. `named` is asked instead of guessing."""
        self._asking = asking
        self._trust = trust
        self._srv = srv
        self._named = named

    def find(self, address: str) -> str:
        """Answer the address of the web services.

        Raises `SignInAgainError` at the first host that refuses the credentials (trying a wrong password elsewhere
        would lock the account), `UnavailableError` if it may work later, else `StopRepError`: another domain of the
        same connection may do better.
        """
        asked = {address.lower()}
        for _ in range(_MOST_REDIRECTS):
            outcome = self._about(address)
            if isinstance(outcome, Services):
                return self._chosen(outcome, address)
            address = outcome.address
            if is_microsoft_365(address) or not self._trust.address(address):
                raise _elsewhere(address, "another address")
            if address.lower() in asked:
                break
            asked.add(address.lower())
        raise StopRepError("Autodiscover sends from address to address in circles", code="autodiscover_failed")

    def _about(self, address: str) -> Services | OtherAddress:
        failures: list[NoServiceError] = []
        silent: set[str] = set()
        for url in self._candidates(address.rpartition("@")[2].lower()):
            if host_of(url) in silent:
                continue
            try:
                return self._followed(url, address)
            except NoServiceError as error:
                failures.append(error)
                if error.unreachable:
                    silent.add(host_of(url))
        raise _nothing_found(failures)

    def _candidates(self, domain: str) -> Iterator[str]:
        if self._named is not None:
            yield self._named
            return
        for host in (f"autodiscover.{domain}", domain):
            yield from _of(host)
        pointed = self._asking.pointer(f"http://autodiscover.{domain}{_PATHS[1]}")
        if pointed:
            yield pointed
        for host in self._srv(f"_autodiscover._tcp.{domain}"):
            yield from _of(host)

    def _followed(self, url: str, address: str) -> Services | OtherAddress:
        visited: set[str] = set()
        while url.lower() not in visited and len(visited) < _MOST_REDIRECTS:
            visited.add(url.lower())
            if is_microsoft_365(url):
                raise _elsewhere(url, host_of(url))
            if not self._trust.url(url, address):
                raise NoServiceError(f"credentials are not sent to {_shown(url)}", refused=True)
            outcome = self._asking.ask(url, address)
            if not isinstance(outcome, Elsewhere):
                return outcome
            url = outcome.url
        raise NoServiceError(f"{host_of(url)} redirects in circles")

    def _chosen(self, services: Services, address: str) -> str:
        trusted = [url for url in services.urls if self._trust.url(url, address)]
        if trusted:
            return trusted[0]
        if any(map(is_microsoft_365, services.urls)):
            raise _elsewhere(services.urls[0], host_of(services.urls[0]))
        told = ", ".join(map(_shown, services.urls))
        raise StopRepError(f"Autodiscover names web services at {told}", code="autodiscover_redirect_refused")


def _of(host: str) -> list[str]:
    return [f"https://{host}{path}" for path in _PATHS]


def _shown(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _elsewhere(target: str, where: str) -> StopRepError:
    """Say that the mailbox is where this connection cannot go; `target` is looked at, never told."""
    if is_microsoft_365(target):
        return StopRepError("the mailbox is in Exchange Online", code="mailbox_in_microsoft_365")
    return StopRepError(f"Autodiscover sends to {where}", code="autodiscover_redirect_refused")


def _nothing_found(failures: list[NoServiceError]) -> ConnectorError:
    told = "; ".join(dict.fromkeys(failure.why for failure in failures))
    if any(failure.refused for failure in failures):
        return StopRepError(f"Autodiscover: {told}", code="autodiscover_redirect_refused")
    if any(failure.passing for failure in failures):
        return UnavailableError(f"Autodiscover: {told}", code="autodiscover_unavailable")
    return StopRepError(f"Autodiscover: {told}", code="autodiscover_failed")
