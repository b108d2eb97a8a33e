"""Real servers on real sockets, and the `syncline` program run against them as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import requests
from faker import Faker

from syncline.sandbox.clock import system_clock
from syncline.sandbox.exchange.app import ExchangeServer
from syncline.sandbox.faults import Faults
from syncline.sandbox.salesforce import AppKey, Permissions, SalesforceOrg, make_app_key
from syncline.sandbox.server import SocketServer
from tests.support.cli_machine import Outcome
from tests.support.guard import GUARD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from syncline.sandbox.exchange.direct import OpenMailbox

PROGRAM = (sys.executable, "-m", "syncline.cli.main")
SYNC_USER = "sync@acme.example"
FOLDER = "Salesforce_Sync"
_GET_FOLDER = """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Body>
 <GetFolder xmlns="http://schemas.microsoft.com/exchange/services/2006/messages">
 <FolderShape><t:BaseShape>IdOnly</t:BaseShape></FolderShape>
 <FolderIds><t:DistinguishedFolderId Id="calendar"/></FolderIds></GetFolder></s:Body></s:Envelope>"""


@lru_cache(maxsize=1)
def app_key() -> AppKey:
    """Answer the key of the org's app, made once."""
    return make_app_key()


@dataclass(slots=True)
class LiveWorld:
    """An org, an Exchange server, a few reps with something in both, and a data folder for the program."""

    base: Path
    reps: tuple[str, ...] = ("marianne@acme.example", "otto@acme.example")
    records: int = 3
    """Contacts on each side, and events, that every rep begins with."""
    faker: Faker = field(default_factory=Faker)
    org: SalesforceOrg = field(default_factory=lambda: SalesforceOrg(clock=system_clock))
    exchange: ExchangeServer = field(default_factory=lambda: ExchangeServer(system_clock))
    exchange_faults: Faults = field(init=False)
    org_faults: Faults = field(init=False)
    urls: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.faker.seed_instance(2026)
        self.exchange_faults, self.org_faults = Faults(self.exchange), Faults(self.org)
        self.org.add_app(app_key())
        self.org.add_user(
            SYNC_USER, last_name="Sync", permissions=Permissions(view_all=True, view_setup=True), profile="Integration"
        )
        for address in self.reps:
            self.org.add_user(address, last_name=address.partition("@")[0].title())
            self.exchange.add_mailbox(address, "geheim").make_folder(FOLDER)
            self.populate(address, self.records)

    def populate(self, address: str, count: int = 3) -> None:
        """Put contacts on both sides and events into the calendar."""
        mailbox, tomorrow = self.exchange.mailboxes[address], system_clock() + timedelta(days=1)
        for _ in range(count):
            self.add_contact(address)
            self.add_to_salesforce(address)
            start = tomorrow.replace(microsecond=0, tzinfo=None)
            mailbox.create_event(self.faker.sentence(), start, start + timedelta(hours=1))

    def add_contact(self, address: str) -> None:
        """Put a contact into the folder that syncs."""
        mailbox = self.exchange.mailboxes[address]
        given, surname = self.faker.first_name(), self.faker.last_name()
        mailbox.create_contact(
            {"GivenName": given, "Surname": surname, "EmailAddresses": {"EmailAddress1": self.faker.email()}},
            folder=sync_folder(mailbox),
        )

    def add_to_salesforce(self, address: str) -> None:
        """Let a rep enter a contact in Salesforce."""
        self.org.as_user(address).create("Contact", {"LastName": self.faker.last_name(), "Email": self.faker.email()})

    @contextmanager
    def serving(self) -> Iterator[LiveWorld]:
        """Open the sockets."""
        with ExitStack() as stack:
            for name, application in (("salesforce", self.org_faults), ("exchange", self.exchange_faults)):
                self.urls[name] = stack.enter_context(SocketServer(application)).url
            self.org.accept_audience(self.urls["salesforce"])
            self._first_call()
            stack.callback(self.exchange.subscriptions.hang_up)  # else a line would end with its next sign of life
            yield self

    def _first_call(self) -> None:
        """Let the server build its schema before many threads ask for it at once."""
        account = (self.exchange.service_account, self.exchange.password)
        url = f"{self.urls['exchange']}/EWS/Exchange.asmx"
        requests.post(url, _GET_FOLDER, auth=account, headers={"Content-Type": "text/xml"}, timeout=GUARD)

    def setup(self) -> dict[str, Any]:
        """Answer the set-up file as an object."""
        (self.base / "sf.key").write_text(app_key().private_key)
        return {
            "connections": {
                "acme": {
                    "kind": "salesforce",
                    "login_url": self.urls["salesforce"],
                    "client_id": app_key().client_id,
                    "username": SYNC_USER,
                    "private_key": {"file": "sf.key"},
                },
                "mail": {
                    "kind": "exchange",
                    "ews_url": f"{self.urls['exchange']}/EWS/Exchange.asmx",
                    "service_account": self.exchange.service_account,
                    "password": {"env": "EXCHANGE_PASSWORD"},
                },
            },
            "configurations": {
                "Sales": {
                    "active": True,
                    "org": "acme",
                    "mail": "mail",
                    "reps": list(self.reps),
                    "contacts": {"direction": "both"},
                    "events": {"direction": "to_salesforce", "remove_deleted": True},
                }
            },
        }

    def apply(self, setup: dict[str, Any] | None = None, /, **environment: str) -> Outcome:
        """Write the set-up file and apply it."""
        (self.base / "setup.json").write_text(json.dumps(setup or self.setup()))
        return self.run("apply", str(self.base / "setup.json"), "--json", **environment)

    def run(self, *arguments: str, **environment: str) -> Outcome:
        """Run the program to its end."""
        done = subprocess.run(  # noqa: S603 - our own program
            [*PROGRAM, *arguments], capture_output=True, text=True, check=False, env=self.environment(**environment)
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def running(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """Run the program in the background, and end it should the test not have done so."""
        with subprocess.Popen(  # noqa: S603 - our own program
            [*PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment()
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def environment(self, **more: str) -> dict[str, str]:
        """Answer the environment of the program."""
        ours = {"SYNCLINE_DATA": str(self.base / "data"), "EXCHANGE_PASSWORD": self.exchange.password}
        kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SYNCLINE_KEY"}}
        return kept | ours | more

    def counts(self, sobject: str) -> int:
        """Answer how many records the org holds."""
        return self.org.count(sobject)


def sync_folder(mailbox: OpenMailbox) -> Any:
    """Answer the folder that syncs."""
    return next(one for one in mailbox.folders.values() if one.name == FOLDER)
