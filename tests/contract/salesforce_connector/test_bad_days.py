"""Bad days of the network and of what stands in it: each ends in an error that says who must act."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import pytest
import requests

from syncline import catalogue
from syncline.connectors.errors import (
    BadAnswerError,
    ConnectorError,
    RetryLaterError,
    StopConnectionError,
    StopOrgError,
    ThrottledError,
    TimedOutError,
    UnavailableError,
)
from syncline.connectors.port import Draft, Mention, Missing, Written
from syncline.connectors.salesforce import SalesforceConnection
from syncline.records.words import Collection
from syncline.sandbox.faults import Fault, FaultKind
from syncline.sandbox.server import SocketServer
from tests.support.guard import GUARD
from tests.support.sf_connector_world import INTEGRATION, REP, World, app_key

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTACTS = Collection.CONTACTS
FAULTS = [
    (FaultKind.HTML, BadAnswerError),
    (FaultKind.HALF, BadAnswerError),
    (FaultKind.NOTHING, BadAnswerError),
    (FaultKind.UNAVAILABLE, UnavailableError),
    (FaultKind.TOO_MANY, ThrottledError),
    (FaultKind.LOST_BEFORE, UnavailableError),
    (FaultKind.LOST_AFTER, UnavailableError),
]
DONE = {FaultKind.HALF, FaultKind.LOST_AFTER}


@pytest.mark.parametrize(("kind", "expected"), FAULTS)
def test_a_fault_in_a_write(world: World, kind: FaultKind, expected: type[ConnectorError]) -> None:
    org = world.open()
    org.read(CONTACTS, ["003000000000000AAA"])
    world.faults.arm(Fault(kind, retry_after=7))
    with pytest.raises(expected) as caught:
        org.create(CONTACTS, [Draft("a", {"Surname": "Lee"})])
    assert world.faults.acted == [kind]
    assert caught.value.remedy != catalogue.remedy(ConnectorError.code)
    if kind in {FaultKind.UNAVAILABLE, FaultKind.TOO_MANY}:
        assert isinstance(caught.value, RetryLaterError)
        assert caught.value.after == 7
    assert world.org.count("Contact") == (1 if kind in DONE else 0)
    (again,) = org.create(CONTACTS, [Draft("b", {"Surname": "Again"})])
    assert isinstance(again, Written)


@pytest.mark.parametrize(("kind", "expected"), [*FAULTS, (FaultKind.SIGNED_OUT, BadAnswerError)])
def test_a_fault_in_a_sign_in(world: World, kind: FaultKind, expected: type[ConnectorError]) -> None:
    world.faults.arm(Fault(kind))
    with pytest.raises(expected):
        world.connection.reader().start()
    world.connection.reader().start()
    assert world.connection.calls["total"] == 1


@pytest.mark.parametrize(("kind", "expected"), FAULTS)
def test_a_fault_in_the_feed_leaves_the_cursor_good(
    world: World, kind: FaultKind, expected: type[ConnectorError]
) -> None:
    reader = world.connection.reader()
    cursor = reader.start()
    made = world.org.as_user(REP).create("Contact", {"LastName": "Lee"})
    world.faults.arm(Fault(kind))
    with pytest.raises(expected):
        reader.feed(cursor)
    assert made in {row.id for row in reader.feed(cursor).rows}


def test_a_delete_whose_answer_was_lost_reads_as_missing_when_repeated(world: World) -> None:
    org = world.open()
    made = world.org.as_user(REP).create("Contact", {"LastName": "Lee"})
    org.read(CONTACTS, [made])
    world.faults.arm(Fault(FaultKind.LOST_AFTER))
    with pytest.raises(UnavailableError):
        org.delete(CONTACTS, [Mention(made, "")])
    assert org.delete(CONTACTS, [Mention(made, "")]) == [Missing(made)]


def connect(login_url: str, **more: object) -> SalesforceConnection:
    settings: dict[str, object] = {
        "login_url": login_url,
        "client_id": app_key().client_id,
        "username": INTEGRATION,
        "private_key_pem": app_key().private_key,
        "clock": World().clock,
        "timeout": (2.0, 0.3),
        **more,
    }
    return SalesforceConnection(**settings)  # type: ignore[arg-type]  # told one by one above


def test_a_host_that_is_not_there(world: World) -> None:
    def session() -> requests.Session:
        made = requests.Session()
        made.trust_env = False
        return made

    with pytest.raises(StopOrgError) as caught:
        connect("http://no-such-host.invalid", session_factory=session).reader().start()
    assert caught.value.code == "unknown_host"
    assert "no-such-host.invalid" in caught.value.detail


@pytest.mark.parametrize("address", ["no address", "ftp://host.example", "http://"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(StopConnectionError) as caught:
        connect(address).reader().start()
    assert caught.value.code == "bad_address"


def test_a_port_where_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(UnavailableError):
        connect(f"http://127.0.0.1:{port}").reader().start()


@pytest.fixture
def silent() -> Iterator[int]:
    """A port that takes connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_server_that_never_answers(silent: int) -> None:
    with pytest.raises(TimedOutError):
        connect(f"http://127.0.0.1:{silent}").reader().start()


def test_a_server_without_tls_where_tls_is_wanted(world: World) -> None:
    with SocketServer(world.org, threads=2) as server, pytest.raises(StopConnectionError) as caught:
        connect(server.url.replace("http:", "https:"), timeout=(GUARD, GUARD)).reader().start()
    assert caught.value.code == "tls"


def test_many_reps_at_once_over_one_socket(world: World) -> None:
    people = [f"rep{number}@acme.example" for number in range(6)]
    for username in people:
        world.org.add_user(username)
    failures: list[BaseException] = []
    with SocketServer(world.faults, threads=8) as server:
        world.connection = connect(server.url, clock=world.clock, timeout=(GUARD, GUARD))

        def work(username: str) -> None:
            try:
                org = world.open(username=username)
                outcomes = org.create(CONTACTS, [Draft(str(n), {"Surname": f"{username} {n}"}) for n in range(20)])
                assert all(isinstance(outcome, Written) for outcome in outcomes)
                (page,) = [org.changes(CONTACTS, None)]
                assert {str(record.values["Surname"]).split()[0] for record in page.records} == {username}
            except BaseException as error:  # noqa: BLE001 - a thread's failure must reach the test
                failures.append(error)

        threads = [threading.Thread(target=work, args=(username,)) for username in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=GUARD)
    assert failures == []
    assert world.connection.sign_ins == len(people)
    assert world.org.count("Contact") == 20 * len(people)
