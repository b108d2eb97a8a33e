"""Every step of the connection test against servers on real sockets: what passes, and what each fault is called."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from syncline.cli.probing import chains
from syncline.jobs.connection_test import Overall, Result, Verdict, overall, run
from syncline.jobs.subject import Subject
from syncline.sandbox.clock import system_clock
from syncline.store.rows import ConnectionRow, RepRow
from tests.support.cli_world import SYNC_USER, LiveWorld, app_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SALESFORCE = [
    "name", "connection", "certificate", "sign_in", "org", "feed", "user", "rep_sign_in", "permissions", "allowance",
]  # fmt: skip
MAIL = [
    "name", "connection", "certificate", "sign_in", "version", "impersonation", "contacts_folder", "calendar_folder",
]  # fmt: skip
REP = "marianne@acme.example"


class Office:
    """The world, and the rows that lead into it."""

    def __init__(self, world: LiveWorld) -> None:
        self.world = world
        self.org = ConnectionRow(
            "acme",
            "salesforce",
            {"login_url": world.urls["salesforce"], "client_id": app_key().client_id, "username": SYNC_USER},
            {"private_key": app_key().private_key},
        )
        self.mail = ConnectionRow(
            "mail",
            "exchange",
            {
                "ews_url": f"{world.urls['exchange']}/EWS/Exchange.asmx",
                "service_account": world.exchange.service_account,
            },
            {"password": world.exchange.password},
        )
        self.rep = RepRow(f"acme/{REP}", "acme", "mail", REP, "Sales")
        self.settings: dict[str, Any] = {"contacts": {"direction": "both"}, "events": {"direction": "to_salesforce"}}
        self.others: list[RepRow] = []

    def results(self) -> list[Result]:
        """Run the test."""
        subject = Subject(self.org, self.mail, self.rep, self.settings, self.others)
        return list(run(chains(subject, "here", system_clock)))

    def failures(self) -> dict[str, str]:
        """Answer step and code of what failed."""
        return {f"{one.chain} {one.step}": one.code for one in self.results() if one.verdict is Verdict.FAILED}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveWorld]:
    with LiveWorld(tmp_path_factory.mktemp("world")).serving() as world:
        yield world


@pytest.fixture
def office(world: LiveWorld) -> Office:
    return Office(world)


def test_all_is_well_but_for_the_encryption_of_a_test(office: Office) -> None:
    results = office.results()
    for chain, steps in (("salesforce", SALESFORCE), ("mail", MAIL)):
        assert [one.step for one in results if one.chain == chain] == steps
    warned = {(one.chain, one.step): one.code for one in results if one.verdict is not Verdict.PASSED}
    assert warned == {("salesforce", "certificate"): "no_tls", ("mail", "certificate"): "no_tls"}
    assert overall(results) is Overall.WITH_WARNINGS
    assert all(one.seen for one in results)


def test_a_test_writes_nothing(office: Office) -> None:
    mailbox = office.world.exchange.mailboxes[REP]
    before = (len(mailbox.items), office.world.org.count("Contact"), office.world.exchange.requests["UpdateFolder"])
    office.results()
    after = (len(mailbox.items), office.world.org.count("Contact"), office.world.exchange.requests["UpdateFolder"])
    assert after == before


def wrong_key(office: Office) -> None:
    office.org = replace(office.org, secrets={"private_key": "no key"})


def wrong_client(office: Office) -> None:
    office.org = replace(office.org, settings={**office.org.settings, "client_id": "nobody"})


def other_org(office: Office) -> None:
    office.org = replace(office.org, org_id="00D000000000099AAA")


def no_user(office: Office) -> None:
    office.rep = replace(office.rep, id="acme/x", username="nobody@acme.example")


def shared(office: Office) -> None:
    office.others = [RepRow("acme/two", "acme", "mail", "two@acme.example", "Two", mailbox=REP)]


def wrong_password(office: Office) -> None:
    office.mail = replace(office.mail, secrets={"password": "no longer"})


def unknown_host(office: Office) -> None:
    office.mail = replace(
        office.mail, settings={**office.mail.settings, "ews_url": "https://mail.nowhere.invalid/EWS/Exchange.asmx"}
    )


def no_mailbox(office: Office) -> None:
    office.rep = replace(office.rep, mailbox="nobody@acme.example", overridden=True)


@pytest.mark.parametrize(
    ("spoil", "failures"),
    [
        (wrong_key, {"salesforce sign_in": "private_key_unreadable", "mail sign_in": "address_unknown"}),
        (wrong_client, {"salesforce sign_in": "salesforce_sign_in_refused", "mail sign_in": "address_unknown"}),
        (other_org, {"salesforce org": "org_changed", "mail sign_in": "address_unknown"}),
        (no_user, {"salesforce user": "user_unknown", "mail sign_in": "address_unknown"}),
        (shared, {"salesforce user": "address_shared", "mail sign_in": "address_unknown"}),
        (wrong_password, {"mail sign_in": "exchange_sign_in_refused"}),
        (unknown_host, {"mail name": "unknown_host"}),
        (no_mailbox, {"mail impersonation": "mailbox_not_found"}),
    ],
)
def test_a_fault_fails_at_its_step(office: Office, spoil: Callable[[Office], None], failures: dict[str, str]) -> None:
    spoil(office)
    assert office.failures() == failures


def test_a_mailbox_outside_the_scope(office: Office) -> None:
    office.world.exchange.denied.add(REP)
    try:
        assert office.failures() == {"mail impersonation": "mailbox_outside_scope"}
    finally:
        office.world.exchange.denied.clear()


def test_what_the_rep_lacks_is_named(office: Office) -> None:
    permissions = office.world.org.permissions(REP)
    permissions.objects["Contact"] = frozenset({"read", "edit"})
    try:
        (failed,) = [one for one in office.results() if one.verdict is Verdict.FAILED]
    finally:
        del permissions.objects["Contact"]
    assert (failed.step, failed.code) == ("permissions", "permission_missing")
    assert "Create on Contact" in failed.seen


def test_hosts_that_drop_packets_cost_no_half_minute(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("syncline.cli.probing.CONNECT", 0.2)
    with ExitStack() as stack:
        server = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(8):
            client = stack.enter_context(socket.socket())
            client.settimeout(0)
            client.connect_ex(server.getsockname())
        url = f"https://127.0.0.1:{server.getsockname()[1]}"
        office.org = replace(office.org, settings={**office.org.settings, "login_url": url})
        office.mail = replace(office.mail, settings={**office.mail.settings, "ews_url": url})
        assert office.failures() == {"salesforce connection": "no_answer", "mail connection": "no_answer"}
