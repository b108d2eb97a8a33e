"""A difficult day: what an admin will really meet, put into the sandbox on purpose, and told as it was prepared."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.population import FOLDER
from syncline.sandbox.salesforce.duplicates import DuplicateRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from wsgiref.types import StartResponse, WSGIEnvironment

    from syncline.sandbox.exchange import ExchangeServer, Folder, OpenMailbox
    from syncline.sandbox.population import Population
    from syncline.sandbox.salesforce import SalesforceOrg

REPS: Final = 3
"""How many reps the troubles need at least."""
_CUSTOM: Final = "Team__c"
_KEPT_OUT: Final = "Atlantis"
_FEW: Final = 12
CONTACTS: Final[Mapping[str, Any]] = {
    "deletes": "both",
    "duplicates": "report",
    "mapping": {"Department": _CUSTOM},
    "where": [{"field": "MailingCountry", "operator": "not_equals", "value": _KEPT_OUT}],
}
"""What the configuration says besides, or instead of, that of an easy day."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that was prepared. `shows` is the list in which it must appear, `code` as what.

    `shows` is `errors`, `unresolved`, `held`, `kept_out` (a record that must not be linked) or `mapped` (a record that
    holds `code` in a custom field). `record` is the Salesforce record, where it is about a single one.
    """

    name: str
    rep: str
    prepared: str
    shows: str
    code: str
    record: str = ""


class Hands:
    """The second act: a WSGI application that does on a POST what can only happen after a first sync."""

    def __init__(self, mailbox: OpenMailbox, names: Iterable[str]) -> None:
        self._mailbox = mailbox
        self._names = frozenset(names)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        """Throw the rep's customers away."""
        if environ["REQUEST_METHOD"] == "POST":
            folder = _folder(self._mailbox)
            for item in [one for one in self._mailbox.items.values() if one.folder is folder]:
                if item.values.get("Surname") in self._names:
                    self._mailbox.trash(item)
        start_response("204 No Content", [])
        return []


def prepare(org: SalesforceOrg, exchange: ExchangeServer, population: Population) -> tuple[list[Trouble], Hands]:
    """Put the troubles into a filled org and its mailboxes. Needs `REPS` reps at least."""
    first, second, third = (desk.rep.address for desk in population.desks[:REPS])
    # More than the tenth of the collection that may be deleted in a day without anybody's word.
    many = _FEW + len(population.desks[1].salesforce) // 2
    customers = [f"Customer {number}" for number in range(1, many + 1)]
    for name in customers:
        _put(exchange.mailboxes[second], {"Surname": name, "EmailAddresses": {"EmailAddress1": _address(name)}})
    troubles = [
        _kept_out(org, first),
        _mapped(org, exchange, first),
        _contradiction(org, exchange, first),
        _company(exchange, first),
        _validation_rule(org, exchange, second),
        _duplicate_rule(org, exchange, second, population.colleague.address),
        Trouble(
            "many deletions at once",
            second,
            f"After the first sync the rep throws {len(customers)} customers away, and deletions go both ways.",
            "held",
            "delete",
        ),
        _permission(org, third),
    ]
    return troubles, Hands(exchange.mailboxes[second], customers)


def as_json(troubles: Iterable[Trouble]) -> list[dict[str, str]]:
    """Answer what was prepared, for whoever explains it."""
    return [asdict(one) for one in troubles]


def _kept_out(org: SalesforceOrg, rep: str) -> Trouble:
    record = org.as_user(rep).create("Contact", {"LastName": "Plato", "MailingCountry": _KEPT_OUT})
    prepared = f"A contact lives in {_KEPT_OUT}; the configuration's filter keeps that country out of mailboxes."
    return Trouble("a filter", rep, prepared, "kept_out", "", record)


def _mapped(org: SalesforceOrg, exchange: ExchangeServer, rep: str) -> Trouble:
    org.setup.add_field("Contact", _CUSTOM, label="Team")
    values = {"GivenName": "Mira", "Surname": "Mapped", "Department": "Purchasing"}
    _put(exchange.mailboxes[rep], values)
    prepared = f"The mailbox's Department is mapped to the org's own field {_CUSTOM}."
    return Trouble("a custom mapping", rep, prepared, "mapped", f"{_CUSTOM}=Purchasing", "Mira Mapped")


def _contradiction(org: SalesforceOrg, exchange: ExchangeServer, rep: str) -> Trouble:
    shared = {"EmailAddresses": {"EmailAddress1": "info@shared.example"}}
    org.as_user(rep).create("Contact", {"FirstName": "Ada", "LastName": "First", "Email": "info@shared.example"})
    _put(exchange.mailboxes[rep], {"GivenName": "Bela", "Surname": "Second"} | shared)
    prepared = "Two people have the address info@shared.example, one on either side: they are not the same person."
    return Trouble("two people at one address", rep, prepared, "unresolved", "contradiction")


def _company(exchange: ExchangeServer, rep: str) -> Trouble:
    _put(exchange.mailboxes[rep], {"GivenName": "Cleo", "Surname": "Clerk", "CompanyName": "Nearly Acme & Sons"})
    prepared = "A contact works for Nearly Acme & Sons, and no account is called so."
    return Trouble("a company without account", rep, prepared, "unresolved", "company_unresolved")


def _validation_rule(org: SalesforceOrg, exchange: ExchangeServer, rep: str) -> Trouble:
    message = "Test records do not belong into this org."
    org.setup.add_validation_rule("Contact", lambda row: row.get("Title") == "Test", message, field="Title")
    _put(exchange.mailboxes[rep], {"GivenName": "Tessa", "Surname": "Test", "JobTitle": "Test"})
    prepared = f"The org has a validation rule ({message}), and the rep made such a contact."
    return Trouble("a validation rule", rep, prepared, "errors", "FIELD_CUSTOM_VALIDATION_EXCEPTION")


def _duplicate_rule(org: SalesforceOrg, exchange: ExchangeServer, rep: str, colleague: str) -> Trouble:
    org.setup.add_duplicate_rule(DuplicateRule("Contact", "Same address", ("Email",)))
    org.as_user(colleague).create("Contact", {"FirstName": "Dora", "LastName": "Double", "Email": _address("Dora")})
    address = {"EmailAddresses": {"EmailAddress1": _address("Dora")}}
    _put(exchange.mailboxes[rep], {"GivenName": "Dora", "Surname": "Double"} | address)
    prepared = "The org has a duplicate rule; a colleague, whose contacts the rep cannot see, has the same customer."
    return Trouble("a duplicate rule", rep, prepared, "errors", "DUPLICATES_DETECTED")


def _permission(org: SalesforceOrg, rep: str) -> Trouble:
    org.permissions(rep).objects["Contact"] = frozenset({"read"})
    prepared = "The rep's profile has no Create and no Edit on contacts."
    return Trouble("a rep without permission", rep, prepared, "errors", "permission_missing")


def _put(mailbox: OpenMailbox, values: Mapping[str, Any]) -> None:
    mailbox.create_contact(values, folder=_folder(mailbox))


def _folder(mailbox: OpenMailbox) -> Folder:
    found = [folder for folder in mailbox.folders.values() if folder.name == FOLDER]
    return found[0] if found else mailbox.make_folder(FOLDER)


def _address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@trouble.example"
