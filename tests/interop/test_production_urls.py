"""Our connectors at the addresses of the real services, behind mitmproxy and unchanged. Set up by `make interop`.

No address stands in the set-up but Salesforce's own, as in an admin's: only the proxy and its authority differ.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from syncline.sandbox.certificates import Authority
from syncline.sandbox.clock import system_clock
from syncline.sandbox.demo import RunningSandbox, start_sandbox
from syncline.sandbox.server import SocketServer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

HERE = Path(__file__).parent
MITMDUMP = HERE / ".venv" / "bin" / "mitmdump"
PROGRAM = (sys.executable, "-m", "syncline.cli.main")
LOGIN, INSTANCE = "login.salesforce.com", "acme.my.salesforce.com"
SALESFORCE = (LOGIN, INSTANCE)
MICROSOFT = ("login.microsoftonline.com", "graph.microsoft.com")
GOOGLE = ("oauth2.googleapis.com", "www.googleapis.com", "people.googleapis.com")
ADDRESSES = ("authority", "graph_url", "calendar_url", "people_url", "pubsub")

pytestmark = pytest.mark.interop


@dataclass(frozen=True, slots=True)
class Seen:
    """What two syncs reported, and which hosts they asked."""

    setup: dict[str, Any]
    first: dict[str, Any]
    second: dict[str, Any]
    hosts: frozenset[str]


def _at_home(org: WSGIApplication) -> WSGIApplication:
    """Who signs in at Salesforce's own address is sent on to the address of the org."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        named = INSTANCE if environ.get("HTTP_HOST") == LOGIN else environ.get("HTTP_HOST")
        return org({**environ, "HTTP_HOST": named}, start_response)

    return answer


def _serve(sandbox: RunningSandbox, authority: Authority, stack: ExitStack) -> dict[str, int]:
    """Put the servers behind certificates of the real names; answers ports by host."""
    assert sandbox.salesforce is not None
    assert sandbox.microsoft365 is not None
    assert sandbox.google is not None
    ports: dict[str, int] = {}
    parts: tuple[tuple[WSGIApplication, tuple[str, ...]], ...] = (
        (_at_home(sandbox.salesforce), SALESFORCE), (sandbox.microsoft365, MICROSOFT), (sandbox.google, GOOGLE),
    )  # fmt: skip
    for application, hosts in parts:
        socket = stack.enter_context(SocketServer(application, certificate=authority.issue(hosts)))
        ports.update(dict.fromkeys(hosts, socket.port))
    return ports


@contextmanager
def _proxy(folder: Path, ports: dict[str, int], authority: Authority) -> Iterator[tuple[str, Path, Path]]:
    """Answer the proxy's address, the authority that it signs by, and what it told."""
    (folder / "routes.json").write_text(json.dumps(ports))
    options = {
        "confdir": folder, "listen_host": "127.0.0.1", "listen_port": 0, "syncline_routes": folder / "routes.json",
        "ssl_verify_upstream_trusted_ca": authority.bundle, "connection_strategy": "lazy", "upstream_cert": "false",
    }  # fmt: skip
    said = [part for name, value in options.items() for part in ("--set", f"{name}={value}")]
    command = [str(MITMDUMP), "--quiet", "--scripts", str(HERE / "production_hosts.py"), *said]
    told = folder / "told"
    with told.open("w") as out, subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ours
        assert process.stdout is not None
        try:
            port = int(process.stdout.readline())
            yield f"http://127.0.0.1:{port}", folder / "mitmproxy-ca-cert.pem", told
        finally:
            process.terminate()
            out.write(process.stdout.read())


def _as_an_admin_writes_it(sandbox: RunningSandbox, proxy: str, trusted: Path, folder: Path) -> dict[str, Any]:
    """Take the sandbox's addresses out of its set-up."""
    assert sandbox.google is not None
    key = folder / "google.json"
    key.write_text(sandbox.google.key_file("https://oauth2.googleapis.com"))
    connections = {
        name: {word: value for word, value in connection.items() if word not in ADDRESSES}
        for name, connection in sandbox.setup["connections"].items()
    }
    connections["acme-salesforce"]["login_url"] = f"https://{LOGIN}"
    connections["acme-google"]["service_account_key"] = {"file": str(key)}
    for name in ("acme-m365", "acme-google"):
        connections[name] |= {"proxy": proxy, "ca_bundle": str(trusted)}
    return {**sandbox.setup, "connections": connections}


def _run(environment: dict[str, str], *arguments: str) -> Any:
    done = subprocess.run(  # noqa: S603 - our own program
        [*PROGRAM, *arguments, "--json"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    assert MITMDUMP.exists(), "mitmproxy is not installed: run `make interop`"
    folder = tmp_path_factory.mktemp("production")
    authority = Authority(folder, system_clock())
    with ExitStack() as stack:
        sandbox = start_sandbox(
            {"salesforce", "microsoft365", "google"}, seed=5, reps=4, contacts=8, events=6, folder=folder
        )
        stack.callback(sandbox.stop)
        with _proxy(folder, _serve(sandbox, authority, stack), authority) as (proxy, trusted, told):
            setup = _as_an_admin_writes_it(sandbox, proxy, trusted, folder)
            (folder / "setup.json").write_text(json.dumps(setup))
            trust = {"HTTPS_PROXY": proxy, "REQUESTS_CA_BUNDLE": str(trusted), "SYNCLINE_DATA": str(folder / "data")}
            kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SYNCLINE_KEY"}}
            environment = kept | trust
            try:
                _run(environment, "apply", str(folder / "setup.json"))
                first, second = _run(environment, "sync", "--once"), _run(environment, "sync", "--once")
            finally:
                _run(environment, "stop")
        return Seen(setup, first, second, frozenset(told.read_text().split()))


def _written(report: dict[str, Any]) -> int:
    return sum(
        counts[word]
        for collections in report["reps"].values()
        for ways in collections.values()
        for counts in ways.values()
        for word in ("created", "updated", "deleted", "failed")
    )


def test_the_set_up_names_no_address_but_salesforces_own(seen: Seen) -> None:
    text = json.dumps({name: {**one, "proxy": ""} for name, one in seen.setup["connections"].items()})
    assert "localhost" not in text
    assert "127.0.0.1" not in text
    assert f"https://{LOGIN}" in text


def test_the_first_sync_ends_in_step_and_the_second_writes_nothing(seen: Seen) -> None:
    assert (len(seen.first["reps"]), seen.first["in_step"], seen.first["errors"]) == (4, True, 0)
    assert _written(seen.first) > 4 * 8
    assert (seen.second["in_step"], _written(seen.second)) == (True, 0)


def test_the_services_were_reached_by_their_real_names(seen: Seen) -> None:
    assert seen.hosts == {*SALESFORCE, *MICROSOFT, *GOOGLE}
