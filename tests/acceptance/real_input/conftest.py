"""One socket for all files: starting and stopping one costs half a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from exchangelib import close_connections

from syncline.sandbox.server import SocketServer
from tests.acceptance.real_input.journey import Switch

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="package")
def switch() -> Switch:
    return Switch()


@pytest.fixture(scope="package")
def url(switch: Switch) -> Iterator[str]:
    with SocketServer(switch, threads=2) as socket:
        yield f"{socket.url}/EWS/Exchange.asmx"
        close_connections()
