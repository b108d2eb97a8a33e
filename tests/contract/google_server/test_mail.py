"""Who is told of a write.

https://developers.google.com/workspace/calendar/api/v3/reference/events/insert (sendUpdates)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.google_world import ORIGIN, OTHER, REP, at

if TYPE_CHECKING:
    from tests.support.google_world import Rest, World

EVENTS = "/calendars/primary/events"
OUTSIDE = "ada@elsewhere.example"
INVITED = {"attendees": [{"email": OUTSIDE}, {"email": OTHER}, {"email": REP}]}


def sent(world: World) -> list[tuple[str, tuple[str, ...]]]:
    return [(mail.kind, mail.to) for mail in world.server.outbox]


@pytest.mark.parametrize(
    ("whom", "told"), [("all", (OUTSIDE, OTHER)), ("externalOnly", (OUTSIDE,)), ("none", ()), (None, ())]
)
def test_those_are_told_who_are_to_be_told(world: World, rest: Rest, whom: str | None, told: tuple[str, ...]) -> None:
    query = {"sendUpdates": whom} if whom else {}
    made = rest.insert(INVITED, **query)
    rest.ok("PATCH", f"{EVENTS}/{made['id']}", {"summary": "Other"}, **query)
    rest.ok("DELETE", f"{EVENTS}/{made['id']}", **query)

    kinds = ("invitation", "update", "cancellation") if told else ()
    assert sent(world) == [(kind, told) for kind in kinds]
    assert [mail.sender for mail in world.server.outbox] == [REP] * len(kinds)


def test_who_does_not_say_whom_to_tell_is_counted(world: World, rest: Rest) -> None:
    made = rest.insert(INVITED)
    rest.ok("DELETE", f"{EVENTS}/{made['id']}", sendUpdates="none")

    assert world.server.unspoken == {"calendar.events.insert": 1}


def test_the_older_parameter_still_tells_everybody(world: World, rest: Rest) -> None:
    rest.insert(INVITED, sendNotifications="true")
    rest.insert(INVITED, sendNotifications="true", sendUpdates="none")

    assert sent(world) == [("invitation", (OUTSIDE, OTHER))]
    assert rest.refused(400, "POST", EVENTS, {}, sendUpdates="some")["code"] == 400


def test_newcomers_are_invited_and_who_is_taken_off_gets_a_cancellation(world: World, rest: Rest) -> None:
    made = rest.insert(INVITED)
    change = {"attendees": [{"email": OTHER}, {"email": "bob@elsewhere.example"}]}
    rest.ok("PATCH", f"{EVENTS}/{made['id']}", change, sendUpdates="all")

    assert sent(world) == [
        ("invitation", ("bob@elsewhere.example",)), ("update", (OTHER,)), ("cancellation", (OUTSIDE,)),
    ]  # fmt: skip


def test_the_outbox_can_be_read_from_outside(world: World, rest: Rest) -> None:
    rest.insert(INVITED, sendUpdates="externalOnly")

    (mail,) = world.session().get(f"{ORIGIN}/sandbox/outbox").json()
    assert (mail["kind"], mail["to"], mail["operation"]) == ("invitation", [OUTSIDE], "calendar.events.insert")


def test_a_meeting_is_in_the_calendars_of_guests_whether_they_are_told_or_not(world: World, rest: Rest) -> None:
    made = rest.insert(
        INVITED | {"colorId": "3", "extendedProperties": {"private": {"mine": "1"}, "shared": {"ours": "2"}}},
        sendUpdates="none",
    )
    guest = world.rest(OTHER)

    copy = guest.ok("GET", f"{EVENTS}/{made['id']}")
    assert (copy["iCalUID"], copy["organizer"]) == (made["iCalUID"], {"email": REP})
    assert copy["extendedProperties"] == {"shared": {"ours": "2"}}
    assert "colorId" not in copy
    assert [one["email"] for one in copy["attendees"] if one.get("self")] == [OTHER]
    rest.ok("PATCH", f"{EVENTS}/{made['id']}", {"start": at("2026-04-01T09:00:00")})
    assert guest.ok("GET", f"{EVENTS}/{made['id']}")["start"]["dateTime"] == "2026-04-01T03:00:00-04:00"
    rest.ok("DELETE", f"{EVENTS}/{made['id']}")
    assert guest.ok("GET", f"{EVENTS}/{made['id']}")["status"] == "cancelled"


def test_a_guest_answers_and_the_organizer_sees_it(world: World, rest: Rest) -> None:
    made = rest.insert(INVITED)
    guest = world.rest(OTHER)
    token = rest.events()["nextSyncToken"]
    guest.ok("PATCH", f"{EVENTS}/{made['id']}", {"reminders": {"useDefault": False}})
    assert rest.events(syncToken=token)["items"] == []

    people = [{"email": OUTSIDE}, {"email": OTHER, "responseStatus": "accepted"}, {"email": REP}]
    guest.ok("PATCH", f"{EVENTS}/{made['id']}", {"attendees": people}, sendUpdates="all")
    (told,) = rest.events(syncToken=token)["items"]
    assert {one["email"]: one["responseStatus"] for one in told["attendees"]}[OTHER] == "accepted"
    assert sent(world) == [("response", (REP,))]
    guest.ok("DELETE", f"{EVENTS}/{made['id']}")
    told = rest.ok("GET", f"{EVENTS}/{made['id']}")
    assert {one["email"]: one["responseStatus"] for one in told["attendees"]}[OTHER] == "declined"
    rest.ok("PATCH", f"{EVENTS}/{made['id']}", {"summary": "Again"})
    assert guest.ok("GET", f"{EVENTS}/{made['id']}")["status"] == "cancelled"


def test_a_guest_cannot_change_what_all_share(world: World, rest: Rest) -> None:
    made = rest.insert(INVITED)
    change = {"extendedProperties": {"shared": {"x": "1"}}}

    error = world.rest(OTHER).refused(403, "PATCH", f"{EVENTS}/{made['id']}", change)
    assert error["errors"][0]["reason"] == "forbiddenForNonOrganizer"


def test_one_occurrence_is_shared_with_a_guest_of_the_series(world: World, rest: Rest) -> None:
    rest.insert(INVITED | {"id": "series", "recurrence": ["RRULE:FREQ=DAILY;COUNT=3"]})
    second = "series_20260402T080000Z"
    rest.ok("PATCH", f"{EVENTS}/{second}", {"summary": "Other"})
    guest = world.rest(OTHER)

    shown = guest.events(singleEvents="true", orderBy="startTime")["items"]
    assert [one["summary"] for one in shown] == ["Visit", "Other", "Visit"]
    rest.ok("DELETE", f"{EVENTS}/{second}")
    assert len(guest.events(singleEvents="true")["items"]) == 2
