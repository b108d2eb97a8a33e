"""What a connection test warns of, from answers of the servers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests

from syncline.connectors.exchange import ExchangeConnection, ExchangeSettings
from syncline.sandbox.inprocess import InProcessAdapter
from tests.support.exchange_stage import PASSWORD, REP, URL, ExchangeStage
from tests.support.sf_connector_world import INTEGRATION, World

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from syncline.connectors.exchange.probe import ExchangeProbe


class Without:
    """A server whose answers lack something: a passage of the body, or a header."""

    def __init__(self, application: Any, *, passage: tuple[bytes, bytes] = (b"", b""), header: str = "") -> None:
        self._application = application
        self._passage = passage
        self._header = header

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer, and leave it out."""

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            kept = [one for one in headers if one[0] not in {self._header, "Content-Length"}]
            return start_response(status, kept, *rest)

        body = b"".join(self._application(environ, start))
        return [body.replace(*self._passage) if self._passage[0] else body]


def probe(stage: ExchangeStage, application: Any) -> ExchangeProbe:
    settings = ExchangeSettings(URL, "svc@acme.example", PASSWORD)
    connection = ExchangeConnection(settings, clock=stage.now, adapter=lambda: InProcessAdapter(application))
    return connection.probe(lambda: REP, installation="here", org_id="00D1")


def test_a_server_that_does_not_tell_its_version() -> None:
    stage = ExchangeStage()
    silent = probe(stage, Without(stage.server, passage=(b"ServerVersionInfo", b"ServerInfo")))
    silent.sign_in()
    assert silent.version().warning == "version_unknown"


@pytest.mark.parametrize(("limit", "warning"), [(1000, ""), (1, "allowance_low")])
def test_the_requests_that_are_left(limit: int, warning: str) -> None:
    world = World()
    world.org.requests.limit = limit
    looked = world.connection.probe()
    world.connection.reader().users(["nobody@acme.example"])
    assert looked.allowance().warning == warning
    assert f"of {limit:,} API requests" in looked.allowance().text


def test_an_org_that_does_not_tell_what_is_left() -> None:
    world = World()

    def session() -> requests.Session:
        made = requests.Session()
        made.mount("http://", InProcessAdapter(Without(world.org, header="Sforce-Limit-Info")))
        return made

    connection = world.connect(session_factory=session)
    looked = connection.probe()
    connection.reader().users(["nobody@acme.example"])
    assert looked.allowance().warning == "allowance_unknown"


@pytest.mark.parametrize(("view_setup", "warning"), [(True, ""), (False, "setup_not_visible")])
def test_7_7_whether_the_feed_tells_of_permissions_that_are_taken_away(*, view_setup: bool, warning: str) -> None:
    world = World()
    world.org.permissions(INTEGRATION).view_setup = view_setup
    assert world.connection.probe().feed().warning == warning
