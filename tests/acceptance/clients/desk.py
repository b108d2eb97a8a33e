"""One rep at work: their mailbox through exchangelib, as its owner, and Salesforce through simple-salesforce."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import requests
from exchangelib import DELEGATE, Account, Configuration, Contact, Credentials
from exchangelib.folders import Contacts
from exchangelib.indexed_properties import EmailAddress, PhoneNumber
from simple_salesforce import Salesforce
from simple_salesforce.format import format_soql

from tests.support.cli_world import FOLDER
from tests.support.salesforce_org import PlainHttp

if TYPE_CHECKING:
    from tests.acceptance.clients.people import Person

_CONTACT: Final = "SELECT Id, FirstName, LastName, Email, Title, Phone, MobilePhone, Department, OwnerId FROM Contact"
_EVENT: Final = (
    "SELECT Id, Subject, StartDateTime, EndDateTime, IsAllDayEvent, ActivityDate, Location, IsPrivate, OwnerId"
    " FROM Event"
)


def sign_in(salesforce: dict[str, Any], username: str) -> Salesforce:
    """Answer a client that has signed in with the app's key as this user, for plain http."""
    session = requests.Session()
    session.mount("https://", PlainHttp(salesforce["login_url"]))
    key = Path(salesforce["private_key"]).read_text(encoding="ascii")
    return Salesforce(username=username, consumer_key=salesforce["client_id"], privatekey=key, session=session)


class Desk:
    """A rep who uses both sides."""

    def __init__(self, servers: dict[str, Any], number: int) -> None:
        self._servers = servers
        self._mailbox = servers["exchange"]["mailboxes"][number]
        self.user = servers["salesforce"]["users"][number]
        self.address: str = self._mailbox["address"]

    @cached_property
    def account(self) -> Any:
        """The mailbox, opened by its owner."""
        configuration = Configuration(
            service_endpoint=self._servers["exchange"]["ews_url"],
            credentials=Credentials(self.address, self._mailbox["password"]),
            auth_type="basic",
            max_connections=1,
        )
        return Account(self.address, config=configuration, autodiscover=False, access_type=DELEGATE)

    @cached_property
    def salesforce(self) -> Salesforce:
        """Salesforce, signed in as the rep."""
        return sign_in(self._servers["salesforce"], self.user["username"])

    @cached_property
    def folder(self) -> Any:
        """The folder that syncs, whatever it is called by now; made if there is none."""
        found = [one for one in self.account.contacts.children if one.name == FOLDER]
        return found[0] if found else Contacts(parent=self.account.contacts, name=FOLDER).save()

    # --- contacts -----------------------------------------------------------------------------------------------

    def enter(self, person: Person, **more: Any) -> None:
        """Put somebody into the folder that syncs."""
        Contact(
            folder=self.folder,
            given_name=person.first,
            surname=person.last,
            display_name=f"{person.first} {person.last}",
            job_title=person.title,
            email_addresses=[EmailAddress(label="EmailAddress1", email=person.email)],
            phone_numbers=[PhoneNumber(label="BusinessPhone", phone_number=person.phone)],
            **more,
        ).save()

    def register(self, person: Person) -> None:
        """Put somebody into Salesforce."""
        self.salesforce.Contact.create(
            {
                "FirstName": person.first,
                "LastName": person.last,
                "Email": person.email,
                "Title": person.title,
                "Phone": person.phone,
            }
        )

    def cards(self, person: Person, folder: Any = None) -> list[Any]:
        """Answer everybody in a folder, else in the one that syncs, who has this address."""
        return [one for one in (folder or self.folder).all() if person.email in addresses(one)]

    def card(self, person: Person, folder: Any = None) -> Any:
        """Answer the only one with this address."""
        (card,) = self.cards(person, folder)
        return card

    def rows(self, person: Person) -> list[dict[str, Any]]:
        """Answer the contacts in Salesforce that this rep sees and that have this address."""
        return self.ask(f"{_CONTACT} WHERE Email = {{}}", person.email)

    def row(self, person: Person) -> dict[str, Any]:
        """Answer the only one with this address."""
        (row,) = self.rows(person)
        return row

    def edit(self, person: Person, **values: Any) -> None:
        """Edit a card as its owner does; fields are exchangelib's."""
        card = self.card(person)
        for name, value in values.items():
            setattr(card, name, value)
        card.save(update_fields=list(values))

    def update(self, person: Person, **values: Any) -> None:
        """Edit a contact in Salesforce."""
        self.salesforce.Contact.update(self.row(person)["Id"], values)

    # --- events -------------------------------------------------------------------------------------------------

    def entry(self, subject: str) -> Any:
        """Answer the only event of this subject in the calendar."""
        return self.account.calendar.get(subject=subject)

    def events(self, subject: str) -> list[dict[str, Any]]:
        """Answer the events of this subject in Salesforce."""
        return self.ask(f"{_EVENT} WHERE Subject = {{}}", subject)

    def event(self, subject: str) -> dict[str, Any]:
        """Answer the only event of this subject in Salesforce."""
        (event,) = self.events(subject)
        return event

    def ask(self, soql: str, *values: Any) -> list[dict[str, Any]]:
        """Answer all records of a query, page by page."""
        records: list[dict[str, Any]] = self.salesforce.query_all(format_soql(soql, *values))["records"]
        return records


def addresses(card: Any) -> list[str]:
    """Answer a card's e-mail addresses."""
    return [entry.email for entry in getattr(card, "email_addresses", None) or []]
