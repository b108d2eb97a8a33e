"""Everything that both sides hold, without what differs from run to run: ids and stamps."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from tests.acceptance.clients.desk import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.acceptance.clients.desk import Desk
    from tests.acceptance.clients.office import Office

_CARD: Final = (
    "given_name", "surname", "company_name", "job_title", "department", "assistant_name", "birthday", "body",
    "email_addresses", "phone_numbers", "physical_addresses",
)  # fmt: skip
_CONTACTS: Final = (
    "SELECT FirstName, LastName, Account.Name, Email, Title, Department, Phone, MobilePhone, HomePhone, OtherPhone,"
    " Fax, AssistantName, AssistantPhone, Birthdate, Description, MailingStreet, MailingCity, MailingState,"
    " MailingPostalCode, MailingCountry, OtherStreet, OtherCity, OtherState, OtherPostalCode, OtherCountry,"
    " Owner.Username FROM Contact"
)
_EVENTS: Final = (
    "SELECT Subject, StartDateTime, EndDateTime, IsAllDayEvent, ActivityDate, Location, Description, IsPrivate, ShowAs,"
    " IsReminderSet, ReminderDateTime, Owner.Username FROM Event"
)


def contents(office: Office) -> dict[str, list[str]]:
    """Answer what stands in every folder, and all contacts and events in Salesforce, each sorted."""
    salesforce = office.servers["salesforce"]
    client = sign_in(salesforce, salesforce["username"])
    held = {desk.address: _sorted(_card(one) for one in desk.folder.all()) for desk in office.desks}
    return held | {
        "Contact": _sorted(map(_bare, client.query_all(_CONTACTS)["records"])),
        "Event": _sorted(map(_bare, client.query_all(_EVENTS)["records"])),
        "calendars": _sorted(_entry(desk, one) for desk in office.desks for one in desk.account.calendar.all()),
    }


def overwritten(office: Office) -> set[str]:
    """Answer what the journal says was overwritten, each value once."""
    return {
        json.dumps([row["rep"], row["side"], row["collection"], row["action"], row["before"]], sort_keys=True)
        for row in office.journal()
    }


def _card(card: Any) -> dict[str, Any]:
    return {name: getattr(card, name) for name in _CARD}


def _entry(desk: Desk, item: Any) -> list[Any]:
    return [desk.address, item.subject, item.start, item.end, item.is_all_day, item.body]


def _bare(row: dict[str, Any]) -> dict[str, Any]:
    """Leave out what the client is told beside the fields."""
    fields = {name: value for name, value in row.items() if name != "attributes"}
    return {name: _bare(value) if isinstance(value, dict) else value for name, value in fields.items()}


def _sorted(values: Iterable[Any]) -> list[str]:
    return sorted(json.dumps(value, default=str, sort_keys=True, ensure_ascii=False) for value in values)
