"""A calendar through a rep's week, and Salesforce after it; whoever is invited hears of it from the rep alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from exchangelib import Attendee, CalendarItem, EWSDate, EWSDateTime, EWSTimeZone, Mailbox

from syncline.sandbox.clock import system_clock

if TYPE_CHECKING:
    from tests.acceptance.clients.desk import Desk
    from tests.acceptance.clients.office import Office
    from tests.acceptance.clients.people import Crowd

INVITE = "SendOnlyToAll"


def hour(days: int, of_day: int) -> Any:
    """Answer an hour of UTC so many days ahead."""
    day = system_clock().date() + timedelta(days=days)
    return EWSDateTime(day.year, day.month, day.day, of_day, tzinfo=EWSTimeZone("UTC"))


def day(days: int) -> Any:
    return EWSDate.from_date(system_clock().date() + timedelta(days=days))


def plan(desk: Desk, subject: str, start: Any, **values: Any) -> Any:
    """Enter an hour into the calendar."""
    return CalendarItem(
        folder=desk.account.calendar, subject=subject, start=start, end=start + timedelta(hours=1), **values
    )


def change(desk: Desk, subject: str, **values: Any) -> None:
    item = desk.entry(subject)
    for name, value in values.items():
        setattr(item, name, value)
    item.save(update_fields=list(values))


def times(event: dict[str, Any]) -> tuple[str, str]:
    return event["StartDateTime"][:16], event["EndDateTime"][:16]


def told(start: Any) -> tuple[str, str]:
    """Answer how Salesforce tells an hour that begins then."""
    return start.strftime("%Y-%m-%dT%H:%M"), (start + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")


def test_a_calendar_arrives_its_changes_follow_and_nobody_gets_a_mail(office: Office, crowd: Crowd) -> None:
    desk = office.desks[0]
    moved, whole, secret, cancelled, destroyed, refused = subjects = [crowd.faker.unique.bs() for _ in range(6)]
    for subject in subjects:
        plan(desk, subject, hour(5, 9), location="Café").save()
    private, kept, called_off = (crowd.faker.unique.bs() for _ in range(3))
    plan(desk, private, hour(5, 9), sensitivity="Private").save()
    guests = [crowd.person() for _ in range(2)]
    for guest in guests:
        desk.register(guest)
    invited = [Attendee(mailbox=Mailbox(email_address=guest.email), response_type="Unknown") for guest in guests]
    for subject in (kept, called_off):
        plan(desk, subject, hour(5, 9), required_attendees=invited).save(send_meeting_invitations=INVITE)
    sent = office.outbox()
    assert [(mail["kind"], mail["sender"], len(mail["to"])) for mail in sent] == [("invitation", desk.address, 2)] * 2

    office.first()
    office.settle()
    assert [times(desk.event(subject)) for subject in (*subjects, kept, called_off)] == [told(hour(5, 9))] * 8
    assert desk.event(moved)["Location"] == "Café"
    assert desk.events(private) == []
    gone = {desk.event(subject)["Id"] for subject in (cancelled, called_off)}

    change(desk, moved, start=hour(6, 14), end=hour(6, 15), location=None)
    change(desk, whole, is_all_day=True, start=day(7), end=day(8))
    change(desk, secret, sensitivity="Private", location="at the doctor's")
    change(desk, kept, start=hour(6, 9), end=hour(6, 10))
    for subject in (cancelled, called_off):
        desk.entry(subject).move_to_trash()
    desk.entry(destroyed).delete()
    desk.salesforce.Event.delete(desk.event(refused)["Id"])
    desk.update(guests[0], Title="edited in Salesforce")
    done = office.settle()

    assert (done["created"], done["updated"], done["deleted"], done["failed"]) == (0, 4, 2, 0)
    assert (times(desk.event(moved)), desk.event(moved)["Location"]) == (told(hour(6, 14)), None)
    event = desk.event(whole)
    assert (event["IsAllDayEvent"], event["ActivityDate"]) == (True, str(day(7)))
    assert event["EndDateTime"][:10] == str(day(8))
    assert (desk.event(secret)["IsPrivate"], desk.event(secret)["Location"]) == (False, "Café")
    assert times(desk.event(kept)) == told(hour(6, 9))
    assert [len(desk.events(one)) for one in (cancelled, called_off, destroyed, refused)] == [0, 0, 1, 0]
    assert desk.entry(refused).location == "Café"
    assert [one.mailbox.email_address for one in desk.entry(kept).required_attendees] == [one.email for one in guests]
    deletions = office.journal(action="delete")
    assert {(row["record"], row["side"]) for row in deletions} == {(one, "salesforce") for one in gone}
    assert all(any(subject in row["whole"] for row in deletions) for subject in (cancelled, called_off))
    assert office.outbox() == sent
