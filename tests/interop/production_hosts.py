"""A script for mitmproxy: hosts by their real names are answered by local servers, and by nobody else.

Requests and answers pass as they are. `syncline_routes` is a file with a JSON object of ports by host; the first line
of standard output is the proxy's own port, every other one the host of a request.
"""

# ruff: noqa: T201
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mitmproxy import ctx


class ProductionHosts:
    """Hooks: https://docs.mitmproxy.org/stable/api/events.html."""

    def load(self, loader: Any) -> None:
        """Declare where the routes are."""
        loader.add_option("syncline_routes", str, "", "Ports by host, a JSON file.")

    def running(self) -> None:
        """Tell the port that was free."""
        (address, *_) = ctx.master.addons.get("proxyserver").listen_addrs()
        print(address[1], flush=True)

    def server_connect(self, data: Any) -> None:
        """Lead a connection to the local server of its host; TLS goes on to name the real one."""
        ports = json.loads(Path(ctx.options.syncline_routes).read_text(encoding="utf-8"))
        port = ports.get(data.server.address[0])
        if port is None:
            data.server.error = "nobody is called that here"
        else:
            data.server.address = ("127.0.0.1", port)

    def request(self, flow: Any) -> None:
        """Tell which host was asked."""
        print(flow.request.pretty_host, flush=True)


addons = [ProductionHosts()]
