"""Who gets a mail, for each way of sending; and that nobody gets one when the client says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.ews_items import create, event, reference, update
from tests.support.ews_raw import codes

if TYPE_CHECKING:
    from syncline.sandbox.exchange import ExchangeServer, OpenMailbox
    from tests.support.ews_raw import Caller


def people(*addresses: str) -> str:
    mailboxes = (f"<t:Mailbox><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox>" for address in addresses)
    inside = "".join(f"<t:Attendee>{mailbox}</t:Attendee>" for mailbox in mailboxes)
    return f"<t:RequiredAttendees>{inside}</t:RequiredAttendees>"


def setting(name: str, inside: str) -> str:
    path = f'<t:FieldURI FieldURI="calendar:{name}"/>'
    return f"<t:SetItemField>{path}<t:CalendarItem>{inside}</t:CalendarItem></t:SetItemField>"


LOCATION = setting("Location", "<t:Location>Here</t:Location>")
ATTENDEES = setting("RequiredAttendees", people("a@x.example", "c@x.example"))


@pytest.mark.parametrize(
    ("how", "change", "expected"),
    [
        ("SendToNone", LOCATION, []),
        ("SendToNone", ATTENDEES, []),
        ("SendOnlyToAll", LOCATION, [("update", ("a@x.example", "b@x.example"))]),
        ("SendToChangedAndSaveCopy", LOCATION, [("update", ("a@x.example", "b@x.example"))]),
        (
            "SendToAllAndSaveCopy",
            ATTENDEES,
            [("cancellation", ("b@x.example",)), ("invitation", ("c@x.example",)), ("update", ("a@x.example",))],
        ),
        ("SendOnlyToChanged", ATTENDEES, [("cancellation", ("b@x.example",)), ("invitation", ("c@x.example",))]),
    ],
)
def test_updates(
    server: ExchangeServer, owner: Caller, how: str, change: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    made = create(owner, event(people("a@x.example", "b@x.example")), attributes='SendMeetingInvitations="SendToNone"')
    answer = update(owner, reference(made), change, attributes=f'SendMeetingInvitationsOrCancellations="{how}"')
    assert codes(answer) == ["NoError"]
    assert [(mail.kind, mail.to) for mail in server.outbox] == expected
    assert {mail.operation for mail in server.outbox} <= {"UpdateItem"}


@pytest.mark.parametrize(("how", "count"), [("SendToNone", 0), ("SendOnlyToAll", 1), ("SendToAllAndSaveCopy", 1)])
def test_deletions(server: ExchangeServer, owner: Caller, ann: OpenMailbox, how: str, count: int) -> None:
    made = create(owner, event(people("a@x.example")), attributes='SendMeetingInvitations="SendToNone"')
    ids = f"<m:ItemIds>{reference(made)}</m:ItemIds>"
    owner.call(f'<m:DeleteItem DeleteType="MoveToDeletedItems" SendMeetingCancellations="{how}">{ids}</m:DeleteItem>')
    assert [mail.kind for mail in server.outbox] == ["cancellation"] * count
    assert [item.folder.name for item in ann.items.values()] == ["Deleted Items"]


def test_an_appointment_without_attendees_tells_nobody(server: ExchangeServer, owner: Caller) -> None:
    create(owner, event(""), attributes='SendMeetingInvitations="SendToAllAndSaveCopy"')
    assert server.outbox == []
