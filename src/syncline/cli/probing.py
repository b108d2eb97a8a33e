"""The chains of a connection test, out of the rows of the store (SPEC 2.1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Event
from typing import TYPE_CHECKING

from syncline.cli.connector import person_of, pubsub_of, salesforce
from syncline.cli.mail.kinds import MailKinds
from syncline.cli.mail.live import serves
from syncline.connectors.errors import ConnectorError, RetryLaterError, StopRepError
from syncline.connectors.probing import Seen, Step
from syncline.connectors.reach import steps_to
from syncline.connectors.salesforce.probe import rep_permissions
from syncline.jobs.people import link
from syncline.jobs.service.following import TOPICS
from syncline.planner.from_settings import contact_policy, event_policy

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from syncline.connectors.port import OrgReader
    from syncline.connectors.salesforce.connection import SalesforceConnection
    from syncline.jobs.subject import Subject
    from syncline.store.rows import RepRow

CONNECT = 5.0
READ = 8.0
"""Seconds to connect and to answer: a test is impatient, so that it ends within half a minute."""


@dataclass(slots=True)
class Person:
    """The rep of a test. The mail chain waits for the address that the Salesforce chain finds."""

    rep: RepRow
    looked_up: Event

    def address(self) -> str:
        """Answer the mailbox; waits until it is known or Salesforce has failed to tell. Raises `StopRepError`."""
        if not self.rep.mailbox:
            self.looked_up.wait(CONNECT + READ)
        if not self.rep.mailbox:
            detail = "no mailbox is known of this rep: Salesforce did not tell the address, and nobody named one"
            raise StopRepError(detail, code="address_unknown")
        return self.rep.mailbox


@dataclass(frozen=True, slots=True)
class SalesforceChain:
    """Looks at an org, the rep's user and what the rep may do for a configuration."""

    subject: Subject
    person: Person
    clock: Callable[[], datetime]
    served: frozenset[str]
    """The mail domains of the mail connection; empty is any."""

    def steps(self) -> list[Step]:
        """Answer the steps in their order."""
        connection = salesforce(self.subject.org, self.clock, (CONNECT, READ))
        probe = connection.probe()
        steps = [
            *steps_to(self.subject.org.settings["login_url"], self.clock, ca_bundle=None, proxy=None, timeout=CONNECT),
            Step("sign_in", probe.sign_in),
            Step("org", lambda: probe.same_org(self.subject.org.org_id)),
            Step("feed", probe.feed),
            Step("user", lambda: self._user(connection.reader())),
            Step("rep_sign_in", lambda: connection.probe_rep(person_of(self.person.rep))),
            Step("permissions", lambda: self._permissions(connection)),
            Step("allowance", probe.allowance),
        ]
        if pubsub_of(self.subject.org):
            steps.append(Step("changes", lambda: changes(connection, pubsub_of(self.subject.org))))
        return [Step(step.name, self._releasing(step.look)) for step in steps]

    def _releasing(self, look: Callable[[], Seen]) -> Callable[[], Seen]:
        """Let the mail chain go on when this one ends here."""

        def releasing() -> Seen:
            try:
                return look()
            except ConnectorError:
                self.person.looked_up.set()
                raise

        return releasing

    def _user(self, reader: OrgReader) -> Seen:
        """Link the rep as a cycle would (SPEC 1.7)."""
        rep = replace(self.person.rep, problem="")
        linked, problems = link([rep], reader, self.subject.others, lambda _rep, address: serves(self.served, address))
        for problem in problems.values():
            raise problem
        (self.person.rep,) = linked
        self.person.looked_up.set()
        return Seen(f"the user is active and linked with the mailbox {self.person.rep.mailbox}")

    def _permissions(self, connection: SalesforceConnection) -> Seen:
        contacts, events = contact_policy(self.subject.settings), event_policy(self.subject.settings)
        return rep_permissions(connection.permissions(person_of(self.person.rep), contacts, events))


def changes(connection: SalesforceConnection, address: str) -> Seen:
    """Look whether the org tells of changes by itself. One that does not is polled: never more than a warning."""
    feed = connection.changes(address)
    try:
        silent = [topic for topic in TOPICS if not feed.tells(topic, CONNECT)]
    except RetryLaterError as error:
        return Seen(f"changes are polled: {error.detail}", "changes_not_told")
    finally:
        feed.close()
    if silent:
        return Seen(f"changes are polled: the org does not tell of {', '.join(silent)}", "changes_not_told")
    return Seen("the org tells of changes by itself")


def chains(subject: Subject, installation: str, clock: Callable[[], datetime]) -> dict[str, list[Step]]:
    """Answer the steps of a connection test, by chain. Nothing is sent yet."""
    person = Person(subject.rep, Event())
    kind = MailKinds(clock).kind(subject.mail.kind)
    mail = kind.steps(
        subject.mail, person.address, installation=installation, org_id=subject.org.org_id, timeout=(CONNECT, READ)
    )
    return {"salesforce": SalesforceChain(subject, person, clock, kind.domains(subject.mail)).steps(), "mail": mail}
