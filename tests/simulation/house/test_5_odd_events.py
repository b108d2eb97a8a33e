"""Events at the edges of what both sides hold, on every mail system: each has one defined outcome (configurations.md).

SPEC 5.1 and 5.8: lengths of time and text, no length at all, ends before starts, years far away, one UID twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.any_calendar import KINDS, AnyCalendar, berlin, calendar_of
from tests.support.house import REP
from tests.support.house_people import events, kinds
from tests.support.salesforce_package import PACKAGE, PERMISSION_SET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.records.record import Value

COLLEAGUE = "colleague@acme.example"


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["to_salesforce", "both"])
def calendar(request: pytest.FixtureRequest, kind: str) -> AnyCalendar:
    return calendar_of(kind, direction=request.param)


def from_to(start: str, end: str, subject: str = "event", **values: Value) -> dict[str, Value]:
    return {"Subject": subject, "Start": start, "End": end, **values}


LONG = [
    ("2026-03-03", "2026-03-17", True),
    ("2026-03-03", "2026-03-18", False),
    (berlin("2026-03-03", 9), berlin("2026-03-17", 9), True),
    (berlin("2026-03-03", 9), berlin("2026-03-17", 9, 1), False),
    # The clocks go forward in between: fourteen days by the calendar are an hour less, and fifteen less an hour more.
    (berlin("2026-03-20", 9), berlin("2026-04-03", 10), True),
    (berlin("2026-03-20", 9), berlin("2026-04-03", 10, 1), False),
]


def test_fourteen_days_sync_and_a_minute_more_is_reported(calendar: AnyCalendar) -> None:
    ids = [calendar.put(from_to(start, end, f"{number}")) for number, (start, end, _) in enumerate(LONG)]
    assert calendar.rest() == [f"{number}" for number, (_, _, fits) in enumerate(LONG) if fits]
    assert kinds(calendar.house) == ["not_representable:longer_than_14_days"] * 3
    assert calendar.house.errors() == []
    calendar.change(ids[3], Start=berlin("2026-03-03", 9), End=berlin("2026-03-03", 10))
    assert "3" in calendar.rest()
    assert kinds(calendar.house) == ["not_representable:longer_than_14_days"] * 2


def test_what_becomes_too_long_keeps_its_copy_and_goes_on_when_it_is_shortened(calendar: AnyCalendar) -> None:
    event = calendar.meet("trip")
    calendar.rest()
    calendar.change(event, Subject="long trip", Start=berlin("2026-03-04", 9), End=berlin("2026-03-25", 9))
    assert calendar.rest() == ["trip"]
    assert kinds(calendar.house) == ["not_representable:longer_than_14_days"]
    calendar.change(event, Start=berlin("2026-03-04", 9), End=berlin("2026-03-05", 9))
    assert calendar.rest() == ["long trip"]
    assert kinds(calendar.house) == []


def test_an_event_of_no_length_syncs(calendar: AnyCalendar) -> None:
    calendar.put(from_to(berlin("2026-03-04", 9), berlin("2026-03-04", 9)))
    calendar.rest()
    (event,) = events(calendar.house)
    assert event["StartDateTime"] == event["EndDateTime"] == "2026-03-04T08:00:00.000+0000"


def test_an_end_before_its_start_is_reported_and_mended(calendar: AnyCalendar) -> None:
    fresh, known = calendar.meet("fresh"), calendar.meet("known", hour=11)
    calendar.twist(fresh, berlin("2026-03-04", 8))
    assert calendar.rest() == ["known"]
    assert kinds(calendar.house) == ["not_representable:end_before_start"]
    calendar.twist(known, berlin("2026-03-04", 10))
    assert calendar.rest() == ["known"]
    assert kinds(calendar.house) == ["not_representable:end_before_start"] * 2
    for event in (fresh, known):
        calendar.change(event, Start=berlin("2026-03-04", 12), End=berlin("2026-03-04", 13))
    assert calendar.rest() == ["fresh", "known"]
    assert kinds(calendar.house) == []
    assert {one["StartDateTime"][:16] for one in events(calendar.house)} == {"2026-03-04T11:00"}


def test_long_texts_are_cut_once_and_the_cut_never_flows_back(calendar: AnyCalendar) -> None:
    subject = "s" * 255
    body = "".join(f"{number:07}\n" for number in range(1_000)) * 4 + "x" * 100
    event = calendar.put(from_to(berlin("2026-03-04", 9), berlin("2026-03-04", 10), subject, Body=body))
    before = calendar.at.markup(event)
    calendar.rest()
    (copy,) = events(calendar.house)
    assert copy["Subject"] == subject
    assert len(copy["Description"]) <= 32_000
    assert copy["Description"] == body[: len(copy["Description"])].rstrip()
    calendar.change(event, Location="Room 1")
    calendar.rest()
    (after,) = events(calendar.house)
    assert (after["Location"], after["Description"]) == ("Room 1", copy["Description"])
    assert calendar.at.markup(event) == before
    assert [row.before for row in calendar.house.store.journal() if "Body" in row.before] == []
    calendar.house.store.reset(f"acme/{REP}")
    calendar.rest()
    assert calendar.at.markup(event) == before
    assert len(events(calendar.house)) == 1


def test_what_is_edited_beside_a_cut_text_brings_no_cut_back(kind: str) -> None:
    calendar = calendar_of(kind, direction="both")
    body = "x" * 40_000
    event = calendar.put(from_to(berlin("2026-03-04", 9), berlin("2026-03-04", 10), Body=body))
    calendar.rest()
    before = calendar.at.markup(event)
    rep, copy = calendar.house.org.as_user(REP), events(calendar.house)[0]["Id"]
    rep.update(copy, {"Subject": "renamed"})
    calendar.rest()
    assert calendar.read(event).values["Subject"] == "renamed"
    assert calendar.at.markup(event) == before
    rep.update(copy, {"Description": "a new text"})
    calendar.rest()
    assert calendar.at.markup(event).strip() == "a new text"


def test_a_long_text_of_salesforce_is_cut_to_what_the_calendar_holds_and_stays_whole_where_it_is(kind: str) -> None:
    calendar = calendar_of(kind, direction="both")
    calendar.rest()
    body = "".join(f"{number:07}\n" for number in range(4_000))[:31_000].strip()
    rep = calendar.house.org.as_user(REP)
    times = {"StartDateTime": "2026-03-04T08:00:00.000Z", "EndDateTime": "2026-03-04T08:00:00.000Z"}
    copy = rep.create("Event", {"Subject": "s" * 255, "Description": body, **times})
    calendar.rest()
    event = calendar.at.only().id
    assert calendar.read(event).values["Subject"] == "s" * 255
    calendar.change(event, Location="Room 1")
    calendar.rest()
    held = calendar.house.org.get(copy) or {}
    assert (held["Location"], held["Description"]) == ("Room 1", body)
    rep.update(copy, {"Location": "Room 2"})
    calendar.rest()
    held = calendar.house.org.get(copy) or {}
    assert (held["Location"], held["Description"]) == ("Room 2", body)
    assert calendar.house.store.journal() == [] or all(
        "Body" not in row.before for row in calendar.house.store.journal()
    )


def test_years_far_away_are_outside_the_window_whatever_their_zone(calendar: AnyCalendar) -> None:
    far: Sequence[tuple[str, str]] = [
        ("1899-12-30T00:00:00@Europe/Berlin", "1899-12-30T01:00:00@Europe/Berlin"),
        ("1899-12-30T09:00:00@America/New_York", "1899-12-30T10:00:00@America/New_York"),
        ("1899-12-30", "1899-12-31"),
        ("9999-12-30T09:00:00@Europe/Berlin", "9999-12-30T10:00:00@Europe/Berlin"),
        ("9999-12-30T22:00:00@America/New_York", "9999-12-30T23:30:00@America/New_York"),
        ("9999-12-30", "9999-12-31"),
    ]
    for number, (start, end) in enumerate(far):
        calendar.put(from_to(start, end, f"far {number}"))
    calendar.meet("near")
    assert calendar.rest() == ["near"]
    assert kinds(calendar.house) == []
    assert calendar.house.errors() == []


@pytest.mark.parametrize("year", ["1899", "9999"])
def test_what_the_rep_moves_far_away_is_not_lost_and_comes_back(calendar: AnyCalendar, year: str) -> None:
    event = calendar.meet("Visit")
    calendar.rest()
    day = f"{year}-12-30"
    calendar.change(event, Start=berlin(day, 9), End=berlin(day, 10))
    assert calendar.rest() == ["Visit"]
    (copy,) = events(calendar.house)
    # Salesforce knows no year after 4000: the copy stays where it was.
    assert copy["StartDateTime"][:4] == ("2026" if year == "9999" else year)
    assert kinds(calendar.house) == ["not_representable:year_out_of_range"] * (year == "9999")
    assert calendar.house.errors() == []
    calendar.change(event, Start=berlin("2026-03-05", 9), End=berlin("2026-03-05", 10))
    calendar.rest()
    (back,) = events(calendar.house)
    assert kinds(calendar.house) == []
    assert (back["Id"], back["StartDateTime"][:16]) == (copy["Id"], "2026-03-05T08:00")


@pytest.mark.parametrize("sign", ["s", "\N{GRINNING FACE}"])
def test_a_subject_and_a_place_longer_than_salesforce_holds_are_cut_between_signs_and_stay(
    calendar: AnyCalendar, sign: str
) -> None:
    """Salesforce counts what lies beyond the Basic Multilingual Plane twice."""
    event = calendar.put(
        from_to(berlin("2026-03-04", 9), berlin("2026-03-04", 10), sign * 250 + "end", Location=sign * 300)
    )
    calendar.rest()
    subject = str(calendar.read(event).values["Subject"])
    (copy,) = events(calendar.house)
    for text in (copy["Subject"], copy["Location"]):
        assert 253 <= len(text.encode("utf-16-le")) // 2 <= 255
        assert set(text) <= set(sign + "end")
    calendar.change(event, Body="more")
    calendar.rest()
    assert calendar.read(event).values["Subject"] == subject
    assert calendar.house.errors() == []


def test_one_uid_twice_in_a_mailbox_is_two_events(calendar: AnyCalendar) -> None:
    calendar.put(from_to(berlin("2026-03-04", 9), berlin("2026-03-04", 10), "morning"), uid="4711@elsewhere.example")
    twin = calendar.put(
        from_to(berlin("2026-03-05", 9), berlin("2026-03-05", 10), "next day"), uid="4711@elsewhere.example"
    )
    assert calendar.rest() == ["morning", "next day"]
    calendar.change(twin, Subject="changed")
    assert calendar.rest() == ["changed", "morning"]
    calendar.at.delete(twin)
    assert calendar.rest() == ["morning"]


@pytest.mark.parametrize("keyed", [False, True])
def test_one_uid_in_two_mailboxes_is_an_event_of_each_rep(kind: str, *, keyed: bool) -> None:
    calendar = calendar_of(kind, reps=(REP, COLLEAGUE))
    house = calendar.house
    if keyed:
        house.org.setup.deploy(PACKAGE)
        house.org.setup.assign(PERMISSION_SET, *(row["Id"] for row in house.org.admin.query("SELECT Id FROM User")))
    times = (berlin("2026-03-04", 9), berlin("2026-03-04", 10))
    mine = calendar.put(from_to(*times, "meeting"), uid="4711@acme.example")
    calendar.put(from_to(*times, "meeting"), uid="4711@acme.example", host=REP, rep=COLLEAGUE)
    calendar.rest()
    owners = {one["OwnerId"] for one in events(house)}
    assert owners == {house.org.user_id(REP), house.org.user_id(COLLEAGUE)}
    calendar.change(mine, Subject="mine alone")
    assert calendar.rest() == ["meeting", "mine alone"]
    calendar.at.delete(mine)
    assert calendar.rest() == ["meeting"]
