"""The occurrences of a series: shown by a calendar view, found by number and by id, changed and deleted one by one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from exchangelib import (
    IMPERSONATION,
    Account,
    CalendarItem,
    Configuration,
    Credentials,
    EWSDateTime,
    EWSTimeZone,
    close_connections,
)
from exchangelib.fields import MONDAY
from exchangelib.recurrence import Recurrence, WeeklyPattern

from syncline.sandbox.exchange.occurrences import repeat
from syncline.sandbox.server import SocketServer
from tests.contract.exchange_server.conftest import ANN, SERVICE
from tests.support.ews_raw import codes, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from syncline.sandbox.exchange import OpenMailbox
    from syncline.sandbox.exchange.state.item import Item
    from tests.support.ews_raw import Caller
    from tests.support.ews_schema import Referee

BERLIN = EWSTimeZone("Europe/Berlin")
WEEKLY = "<t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Monday</t:DaysOfWeek></t:WeeklyRecurrence>"
FIVE = "<t:NumberedRecurrence><t:StartDate>2026-03-16</t:StartDate><t:NumberOfOccurrences>5</t:NumberOfOccurrences></t:NumberedRecurrence>"  # noqa: E501
ENDLESS = "<t:NoEndRecurrence><t:StartDate>2026-03-16</t:StartDate></t:NoEndRecurrence>"


@pytest.fixture
def series(ann: OpenMailbox) -> Item:
    return made(ann, WEEKLY + FIVE)


def made(ann: OpenMailbox, recurrence: str) -> Item:
    """Mondays at nine in Berlin, from the 16th of March; summer time begins on the 29th."""
    start, end = datetime(2026, 3, 16, 8, tzinfo=UTC), datetime(2026, 3, 16, 9, tzinfo=UTC)
    item = ann.create_event("Jour fixe", start, end, zone="W. Europe Standard Time")
    repeat(ann, item, recurrence)
    return item


def view(owner: Caller, start: str = "2026-03-01", end: str = "2026-06-01", most: str = "") -> etree._Element:
    return owner.call(
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape><t:AdditionalProperties>'
        '<t:FieldURI FieldURI="calendar:CalendarItemType"/><t:FieldURI FieldURI="calendar:IsRecurring"/>'
        "</t:AdditionalProperties></m:ItemShape>"
        f'<m:CalendarView StartDate="{start}T00:00:00Z" EndDate="{end}T00:00:00Z"{most}/>'
        '<m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>'
    )


def starts(root: etree._Element) -> list[str]:
    return [one[:16] for one in texts(root, "//t:Start/text()")]


def get(owner: Caller, reference: str) -> etree._Element:
    shape = "<m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>"
    return owner.call(f"<m:GetItem>{shape}<m:ItemIds>{reference}</m:ItemIds></m:GetItem>")


def occurrence(series: Item, index: int) -> str:
    return f'<t:OccurrenceItemId RecurringMasterId="{series.id}" InstanceIndex="{index}"/>'


def change(owner: Caller, reference: str, subject: str = "Review") -> list[str]:
    field = f'<t:FieldURI FieldURI="item:Subject"/><t:CalendarItem><t:Subject>{subject}</t:Subject></t:CalendarItem>'
    return owner.codes(
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToNone">'
        f"<m:ItemChanges><t:ItemChange>{reference}<t:Updates><t:SetItemField>{field}</t:SetItemField></t:Updates>"
        "</t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )


def delete(owner: Caller, reference: str) -> list[str]:
    return owner.codes(
        '<m:DeleteItem DeleteType="MoveToDeletedItems" SendMeetingCancellations="SendToNone">'
        f"<m:ItemIds>{reference}</m:ItemIds></m:DeleteItem>"
    )


@pytest.mark.usefixtures("series")
def test_a_view_shows_occurrences_at_the_same_time_of_the_clock(owner: Caller) -> None:
    found = view(owner)
    assert starts(found) == [
        "2026-03-16T08:00", "2026-03-23T08:00", "2026-03-30T07:00", "2026-04-06T07:00", "2026-04-13T07:00",
    ]  # fmt: skip
    assert set(texts(found, "//t:CalendarItemType/text()")) == {"Occurrence"}
    assert set(texts(found, "//t:IsRecurring/text()")) == {"true"}
    assert starts(view(owner, "2026-03-20", "2026-04-06")) == ["2026-03-23T08:00", "2026-03-30T07:00"]
    assert len(starts(view(owner, most=' MaxEntriesReturned="2"'))) == 2


def test_a_series_without_end_is_shown_as_far_as_the_view_goes(owner: Caller, ann: OpenMailbox) -> None:
    series = made(ann, WEEKLY + ENDLESS)
    assert starts(view(owner, "2027-03-01", "2027-03-10")) == ["2027-03-01T08:00", "2027-03-08T08:00"]
    master = get(owner, f'<t:ItemId Id="{series.id}"/>')
    assert texts(master, "//t:FirstOccurrence/t:OriginalStart/text()") == ["2026-03-16T08:00:00Z"]
    assert texts(master, "//t:LastOccurrence/t:Start/text()") == []


def test_an_occurrence_is_found_by_its_number_and_by_its_id(owner: Caller, series: Item) -> None:
    by_number = get(owner, occurrence(series, 3))
    (identifier,) = texts(by_number, "//t:CalendarItem/t:ItemId/@Id")
    by_id = get(owner, f'<t:ItemId Id="{identifier}"/>')
    assert texts(by_id, "//t:Start/text()") == ["2026-03-30T07:00:00Z"]
    assert texts(by_id, "//t:UID/text()") == texts(by_number, "//t:UID/text()") == [series.values["UID"]]
    assert texts(by_id, "//t:Recurrence") == []
    master = get(owner, f'<t:RecurringMasterItemId OccurrenceId="{identifier}"/>')
    assert texts(master, "//t:CalendarItem/t:ItemId/@Id") == [series.id]
    assert texts(master, "//t:LastOccurrence/t:Start/text()") == ["2026-04-13T07:00:00Z"]


def test_a_changed_occurrence_is_an_exception(owner: Caller, series: Item) -> None:
    assert change(owner, occurrence(series, 2)) == ["NoError"]
    found = view(owner)
    assert texts(found, "//t:Subject/text()") == ["Jour fixe", "Review", "Jour fixe", "Jour fixe", "Jour fixe"]
    assert texts(found, "//t:CalendarItemType/text()")[1] == "Exception"
    assert change(owner, occurrence(series, 2), "Retreat") == ["NoError"]
    master = get(owner, f'<t:ItemId Id="{series.id}"/>')
    assert texts(master, "//t:ModifiedOccurrences/t:Occurrence/t:OriginalStart/text()") == ["2026-03-23T08:00:00Z"]
    assert texts(view(owner), "//t:Subject/text()")[1] == "Retreat"


def test_a_deleted_occurrence_stays_counted(owner: Caller, series: Item) -> None:
    (identifier,) = texts(get(owner, occurrence(series, 1)), "//t:CalendarItem/t:ItemId/@Id")
    assert delete(owner, f'<t:ItemId Id="{identifier}"/>') == ["NoError"]
    assert codes(get(owner, f'<t:ItemId Id="{identifier}"/>')) == ["ErrorItemNotFound"]
    assert codes(get(owner, occurrence(series, 1))) == ["ErrorCalendarOccurrenceIsDeletedFromRecurrence"]
    assert starts(view(owner))[0] == "2026-03-23T08:00"
    master = get(owner, f'<t:ItemId Id="{series.id}"/>')
    assert texts(master, "//t:FirstOccurrence/t:Start/text()") == ["2026-03-23T08:00:00Z"]


def test_numbers_and_ids_that_mean_nothing(owner: Caller, ann: OpenMailbox, series: Item) -> None:
    single = ann.create_event("Once", datetime(2026, 3, 3, 9), datetime(2026, 3, 3, 10))  # noqa: DTZ001
    for reference, code in (
        (occurrence(series, 6), "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange"),
        (occurrence(series, 0), "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange"),
        (occurrence(single, 1), "ErrorCalendarCannotUseIdForOccurrenceId"),
        (f'<t:RecurringMasterItemId OccurrenceId="{single.id}"/>', "ErrorCalendarCannotUseIdForRecurringMasterId"),
        ('<t:OccurrenceItemId RecurringMasterId="AAAA" InstanceIndex="1"/>', "ErrorInvalidIdMalformed"),
    ):
        assert codes(get(owner, reference)) == [code]


def test_an_occurrence_goes_nowhere_alone(owner: Caller, series: Item) -> None:
    found = owner.codes(
        '<m:MoveItem><m:ToFolderId><t:DistinguishedFolderId Id="calendar"/></m:ToFolderId>'
        f"<m:ItemIds>{occurrence(series, 2)}</m:ItemIds></m:MoveItem>"
    )
    assert found == ["ErrorCalendarCannotMoveOrCopyOccurrence"]


def pattern(name: str, **parts: object) -> str:
    inside = "".join(f"<t:{part}>{value}</t:{part}>" for part, value in parts.items())
    return f"<t:{name}Recurrence>{inside}</t:{name}Recurrence>"


PATTERNS = {
    pattern("Daily", Interval=2): ["03-16", "03-18", "03-20"],
    pattern("Weekly", Interval=2, DaysOfWeek="Monday Friday", FirstDayOfWeek="Monday"): ["03-16", "03-20", "03-30"],
    pattern("AbsoluteMonthly", Interval=1, DayOfMonth=16): ["03-16", "04-16", "05-16"],
    pattern("RelativeMonthly", Interval=1, DaysOfWeek="Weekday", DayOfWeekIndex="Last"): ["03-31", "04-30", "05-29"],
    pattern("AbsoluteYearly", DayOfMonth=16, Month="March"): ["03-16", "03-16"],
    pattern("RelativeYearly", DaysOfWeek="Sunday", DayOfWeekIndex="Last", Month="March"): ["03-29", "03-28"],
}


@pytest.mark.parametrize(("rule", "days"), PATTERNS.items())
def test_every_pattern(owner: Caller, ann: OpenMailbox, rule: str, days: list[str]) -> None:
    made(ann, rule + FIVE.replace(">5<", ">3<"))
    assert [one[5:10] for one in starts(view(owner, "2026-03-01", "2028-02-01"))] == days


class TestExchangelib:
    @pytest.fixture
    def person(self, referee: Referee) -> Iterator[Any]:
        with SocketServer(referee, threads=2) as socket:
            configuration = Configuration(
                service_endpoint=f"{socket.url}/EWS/Exchange.asmx",
                credentials=Credentials(SERVICE, "service"), auth_type="basic", max_connections=1,
            )  # fmt: skip
            yield Account(ANN, config=configuration, autodiscover=False, access_type=IMPERSONATION)
            close_connections()

    def test_it_makes_a_series_and_edits_single_ones(self, person: Any) -> None:
        start = EWSDateTime(2026, 3, 16, 9, tzinfo=BERLIN)
        master = CalendarItem(
            folder=person.calendar, subject="Jour fixe", start=start, end=start.replace(hour=10),
            recurrence=Recurrence(pattern=WeeklyPattern(interval=1, weekdays=[MONDAY]), start=start.date(), number=4),
        ).save()  # fmt: skip
        second = master.occurrence(index=2)
        second.refresh()
        second.subject = "Review"
        second.save(update_fields=["subject"])
        master.occurrence(index=3).delete()
        shown = person.calendar.view(start=start, end=EWSDateTime(2026, 6, 1, tzinfo=BERLIN))
        assert [one.subject for one in shown] == ["Jour fixe", "Review", "Jour fixe"]
        (found,) = person.fetch([second.recurring_master()])
        assert found.id == master.id
        assert [one.start.day for one in found.deleted_occurrences] == [30]
        assert found.last_occurrence.start.astimezone(BERLIN).hour == 9
