"""One HTTP request and its answer, with every way of not getting one turned into an error of `errors.py`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from syncline.connectors.errors import BadAnswerError, ThrottledError, TimedOutError, UnavailableError
from syncline.connectors.retry_after import asked_to_wait
from syncline.connectors.unreachable import unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

POOL = 32


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: `body` is decoded JSON, None where the answer has no body (204)."""

    status: int
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True, slots=True)
class Raw:
    """What came back, as it came."""

    status: int
    headers: Mapping[str, str]
    content: bytes


def pooled_session() -> requests.Session:
    """Make a session that keeps connections for as many threads as a worker runs."""
    session = requests.Session()
    session.auth = _as_it_is
    session.mount("https://", HTTPAdapter(pool_connections=4, pool_maxsize=POOL))
    session.mount("http://", HTTPAdapter(pool_connections=4, pool_maxsize=POOL))
    return session


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Leave a request's signature alone: without this, requests puts a password out of a .netrc in a token's place.

    https://requests.readthedocs.io/en/latest/user/authentication/#netrc-authentication
    """
    return request


class Transport:
    """Sends requests over one session; may be used by many threads at once."""

    def __init__(
        self,
        session_factory: Callable[[], requests.Session],
        *,
        timeout: tuple[float, float],
        ca_bundle: str | None,
        proxies: Mapping[str, str] | None,
    ) -> None:
        """`timeout` is (connect, read) in seconds."""
        self._session = session_factory()
        # Many users share the session: a cookie of one must never travel with another's request.
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # Given with each request: what a session says of proxies, the environment overrules.
        self._proxies = dict(proxies or {})
        self._timeout = timeout
        self._verify: str | bool = ca_bundle or True

    def close(self) -> None:
        """Let go of sockets."""
        self._session.close()

    def send(
        self, method: str, url: str, *, headers: Mapping[str, str], data: Mapping[str, str] | bytes | None = None
    ) -> Answer:
        """Send one request. Raises `RetryLaterError` and `StopConnectionError`; refusals by the org are answers.

        The body of an answer is JSON; None where there is none, or where a token is refused (401) in other words.
        """
        host = urlsplit(url).hostname or "no host"
        return _answer(host, self.request(method, url, headers=headers, data=data), signed="Authorization" in headers)

    def raw(self, method: str, url: str, *, headers: Mapping[str, str], data: bytes | None = None) -> Raw:
        """Send one request whose answer is not JSON (several answers in one, a picture). Raises what `send` raises."""
        host = urlsplit(url).hostname or "no host"
        response = self.request(method, url, headers=headers, data=data)
        check_available(host, response)
        return Raw(response.status_code, response.headers, response.content)

    def post_xml(self, url: str, data: bytes) -> tuple[int, bytes]:
        """Post one SOAP envelope; answers the status and the XML. Raises what `send` raises; faults are answers."""
        host = urlsplit(url).hostname or "no host"
        headers = {"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": '""'}
        response = self.request("POST", url, headers=headers, data=data)
        check_available(host, response)
        return response.status_code, response.content

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str], data: Mapping[str, str] | bytes | None = None
    ) -> requests.Response:
        """Send one request and answer whatever comes back. Raises `RetryLaterError` and `StopConnectionError`."""
        host = urlsplit(url).hostname or "no host"
        try:
            return self._session.request(
                method, url, headers=dict(headers), data=data, timeout=self._timeout, verify=self._verify,
                proxies=dict(self._proxies), allow_redirects=False,
            )  # fmt: skip
        except (OSError, ValueError) as error:
            raise unreachable(error, f"a {method}", host) from error


def check_available(host: str, response: requests.Response) -> float | None:
    """Answer how long the server asks to wait, if it does. Raises `RetryLaterError` where it is not there for us."""
    status = response.status_code
    after = asked_to_wait(response.headers)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise ThrottledError(f"{host} asks for fewer requests.", after=after)
    if status == HTTPStatus.GATEWAY_TIMEOUT:
        # What stands before the server gave up, not the server: it may be saving still.
        raise TimedOutError(f"{host} answers {status}.", after=after)
    if status in {HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE}:
        raise UnavailableError(f"{host} answers {status}.", after=after)
    return after


def _answer(host: str, response: requests.Response, *, signed: bool) -> Answer:
    status = response.status_code
    after = check_available(host, response)
    if status == HTTPStatus.NO_CONTENT:
        return Answer(status, response.headers, None)
    try:
        return Answer(status, response.headers, json.loads(response.content))
    except ValueError as error:
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise UnavailableError(f"{host} answers {status}.", after=after) from error
        if signed and status == HTTPStatus.UNAUTHORIZED:
            # Gateways refuse a token that ran out in words of their own; the status alone says what to do.
            return Answer(status, response.headers, None)
        seen = "nothing" if not response.content else f"{len(response.content)} bytes that are not JSON"
        raise BadAnswerError(f"{host} answers {status} with {seen}.") from error
