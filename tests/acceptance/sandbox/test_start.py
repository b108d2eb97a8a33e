"""What `start_sandbox` hands out: addresses that answer, and a set-up file that can be applied as it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests

from syncline.cli.setup_file.read import read
from syncline.cli.setup_file.secrets import Surroundings
from syncline.sandbox.demo import RunningSandbox, start_sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 10


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    sandbox = start_sandbox({"salesforce", "exchange"}, 4, 2, 6, 4, tmp_path_factory.mktemp("sandbox"))
    yield sandbox
    sandbox.stop()


def test_servers_have_the_keys_of_the_contract(running: RunningSandbox) -> None:
    servers = json.loads(json.dumps(running.servers))
    exchange, salesforce = servers["exchange"], servers["salesforce"]

    assert set(servers) == {"exchange", "salesforce"}
    assert set(exchange) == {
        "ews_url", "autodiscover_url", "outbox_url", "service_account", "password", "mailboxes", "denied",
    }  # fmt: skip
    assert set(salesforce) == {"login_url", "client_id", "private_key", "username", "users", "pubsub_address"}
    assert [set(mailbox) for mailbox in exchange["mailboxes"]] == [{"address", "password"}] * 2
    assert [set(user) for user in salesforce["users"]] == [{"username", "email", "id", "profile"}] * 2
    assert [user["email"] for user in salesforce["users"]] == [one["address"] for one in exchange["mailboxes"]]
    assert exchange["service_account"] == "svc@acme.example"
    assert salesforce["username"] == "sync@acme.example"


def test_the_set_up_can_be_applied_without_a_warning(running: RunningSandbox) -> None:
    document = read(json.dumps(running.setup), "set-up", Surroundings(Path("/"), {}))

    assert document.warnings == ()
    assert {part.kind for part in document.connections} == {"salesforce", "exchange"}
    (configuration,) = document.configurations
    assert [rep.username for rep in configuration.reps] == [
        user["username"] for user in running.servers["salesforce"]["users"]
    ]


def test_secrets_are_files_that_nobody_else_reads(running: RunningSandbox) -> None:
    connections = running.setup["connections"].values()
    files = [Path(value["file"]) for part in connections for value in part.values() if isinstance(value, dict)]

    assert [file.stat().st_mode & 0o777 for file in files] == [0o600, 0o600]
    assert running.servers["salesforce"]["private_key"] in map(str, files)


def test_mailboxes_open_with_the_passwords_told(running: RunningSandbox) -> None:
    exchange = running.servers["exchange"]
    (mailbox, _) = exchange["mailboxes"]
    right = requests.get(exchange["ews_url"], auth=(mailbox["address"], mailbox["password"]), timeout=SECONDS)
    wrong = requests.get(exchange["ews_url"], auth=(mailbox["address"], "wrong"), timeout=SECONDS)

    assert (right.status_code, wrong.status_code) == (200, 401)


@pytest.mark.parametrize("server", ["salesforce", "exchange", "microsoft365", "google"])
def test_one_server_can_be_had_alone(server: str, tmp_path: Path) -> None:
    alone = start_sandbox({server}, 1, 1, 2, 2, tmp_path)
    alone.stop()
    document = read(json.dumps(alone.setup), "set-up", Surroundings(tmp_path, {}))

    assert set(alone.servers) == {server}
    assert [part.kind for part in document.connections] == [server]
    assert document.configurations == ()


@pytest.fixture
def microsoft365(tmp_path: Path) -> Iterator[dict[str, Any]]:
    alone = start_sandbox({"microsoft365"}, 1, 2, 2, 2, tmp_path)
    yield json.loads(json.dumps(alone.servers))["microsoft365"]
    alone.stop()


def test_microsoft_365_has_the_keys_of_the_contract_and_gives_a_token(microsoft365: dict[str, Any]) -> None:
    form = {
        "grant_type": "client_credentials", "scope": "https://graph.microsoft.com/.default",
        "client_id": microsoft365["client_id"], "client_secret": microsoft365["client_secret"],
    }  # fmt: skip
    graph = microsoft365["graph_url"]
    with requests.Session() as session:
        # What the environment trusts would go before the bundle.
        session.trust_env, session.verify = False, microsoft365["ca_bundle"]
        answer = session.post(f"{microsoft365['authority']}/oauth2/v2.0/token", data=form, timeout=SECONDS)
        session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        users = session.get(f"{graph}/users?$select=id", timeout=SECONDS).json()["value"]
        denied = session.get(f"{graph}/users/{microsoft365['denied']}/contacts", timeout=SECONDS)

    assert set(microsoft365) == {
        "authority", "graph_url", "tenant", "client_id", "client_secret", "ca_bundle", "outbox_url", "mailboxes",
        "denied",
    }  # fmt: skip
    assert [set(mailbox) for mailbox in microsoft365["mailboxes"]] == [{"address", "id"}] * 2
    assert {one["id"] for one in microsoft365["mailboxes"]} < {one["id"] for one in users}
    assert denied.status_code == 403


def test_servers_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="called exchagne"):
        start_sandbox({"exchagne"}, 1, 1, 1, 1, tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_stopped_servers_answer_no_more(tmp_path: Path) -> None:
    sandbox = start_sandbox({"exchange"}, 1, 1, 0, 0, tmp_path)
    url = sandbox.servers["exchange"]["ews_url"]
    assert requests.get(url, timeout=SECONDS).status_code == 401

    sandbox.stop()

    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=SECONDS)
