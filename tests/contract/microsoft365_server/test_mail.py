"""Exchange Online sends mail of its own accord: there is no switch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .times import event, guests, jour_fixe

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365 import Microsoft365Server, OpenMailbox
    from tests.support.graph_raw import Caller

MEETING = event(
    "Offer", "2026-03-10T09:00:00", "2026-03-10T10:00:00", attendees=guests("ida@cust.example", "jo@cust.example")
)


def sent(server: Microsoft365Server) -> list[tuple[str, tuple[str, ...]]]:
    mails: list[tuple[str, tuple[str, ...]]] = [(mail.kind, mail.to) for mail in server.outbox]
    server.outbox.clear()
    return mails


def test_a_meeting_invites_tells_of_changes_and_cancels(call: Caller, server: Microsoft365Server) -> None:
    both = ("ida@cust.example", "jo@cust.example")
    made = call.post("events", MEETING)["id"]
    assert sent(server) == [("invitation", both)]
    call.patch(f"events/{made}", {"categories": ["Salesforce"]})
    assert sent(server) == [("update", both)]
    call("DELETE", f"events/{made}")
    assert sent(server) == [("cancellation", both)]


def test_only_the_attendees_that_changed_hear_of_a_change_of_attendees(
    call: Caller, server: Microsoft365Server
) -> None:
    made = call.post("events", MEETING)["id"]
    sent(server)
    call.patch(f"events/{made}", {"attendees": guests("ida@cust.example", "kim@cust.example")})
    assert sent(server) == [("cancellation", ("jo@cust.example",)), ("invitation", ("kim@cust.example",))]


def test_an_event_without_attendees_mails_nobody(call: Caller, server: Microsoft365Server) -> None:
    made = call.post("events", event("Visit", "2026-03-10T09:00:00", "2026-03-10T10:00:00"))["id"]
    call.patch(f"events/{made}", {"subject": "Call"})
    call("DELETE", f"events/{made}")
    assert sent(server) == []


def test_cancelling_one_occurrence_mails_as_well(call: Caller, server: Microsoft365Server) -> None:
    made = call.post("events", jour_fixe(attendees=guests("ida@cust.example")))["id"]
    window = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z"
    second = call.get(f"events/{made}/instances?{window}")["value"][1]["id"]
    sent(server)
    call("DELETE", f"events/{second}")
    assert sent(server) == [("cancellation", ("ida@cust.example",))]


def test_a_guest_mails_only_the_answer(call: Caller, server: Microsoft365Server, ann: OpenMailbox) -> None:
    invited = ann.create_event(MEETING, organizer=("Ida", "ida@cust.example")).id(immutable=False)
    shown = call.get(f"events/{invited}")
    assert (shown["isOrganizer"], shown["responseStatus"]["response"]) == (False, "notResponded")
    call.post(f"events/{invited}/accept", {"sendResponse": True}, status=202)
    assert sent(server) == [("response", ("ida@cust.example",))]
    assert call("POST", f"events/{invited}/cancel", {}).status_code == 400
    call("DELETE", f"events/{invited}")
    assert sent(server) == []


def test_cancel_tells_everybody(call: Caller, server: Microsoft365Server) -> None:
    made = call.post("events", MEETING)["id"]
    sent(server)
    call.post(f"events/{made}/cancel", {"Comment": "Sorry"}, status=202)
    assert [kind for kind, _to in sent(server)] == ["cancellation"]


def test_the_outbox_can_be_read_from_outside(call: Caller, server: Microsoft365Server) -> None:
    call.post("events", MEETING)
    (mail,) = call.session.get("https://sandbox.example/sandbox/outbox").json()
    assert (mail["kind"], mail["operation"]) == ("invitation", "POST /users/{user}/events")
