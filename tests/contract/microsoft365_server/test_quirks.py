"""What the real service does besides its pages, on demand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from .times import event, jour_fixe

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365 import OpenMailbox
    from tests.support.graph_raw import Caller

MARCH = "calendarView/delta?startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z"


def test_pages_can_be_empty_before_there_is_something(call: Caller, ann: OpenMailbox) -> None:
    ann.create_contact({"givenName": "Ada"})
    ann.quirks.empty_pages = True
    first = call.get("contacts/delta")
    assert first["value"] == []
    rows, link = call.round(first["@odata.nextLink"])
    assert [row["givenName"] for row in rows] == ["Ada"]
    assert call.get(link)["value"] == []
    assert call.round(link)[0] == []


def test_a_row_can_come_twice(call: Caller, ann: OpenMailbox) -> None:
    ann.create_event(event("Visit", "2026-03-10T09:00:00", "2026-03-10T10:00:00"))
    ann.quirks.repeats = True
    assert [row["subject"] for row in call.round(MARCH)[0]] == ["Visit", "Visit"]


def test_a_round_can_be_without_end(call: Caller, ann: OpenMailbox, clock: object) -> None:
    ann.create_event(event("Visit", "2026-03-10T09:00:00", "2026-03-10T10:00:00"))
    ann.quirks.endless = True
    pages = [call.get(MARCH)]
    for _ in range(3):
        pages.append(call.get(pages[-1]["@odata.nextLink"]))
    assert len({page["@odata.nextLink"] for page in pages}) == 4
    assert {page["value"][0]["id"] for page in pages} == {pages[0]["value"][0]["id"]}


def test_what_came_back_is_told_once_more_or_forgotten(call: Caller, ann: OpenMailbox) -> None:
    folder = ann.make_folder("Salesforce_Sync")
    contact = ann.create_contact({"givenName": "Ada"}, folder=folder)
    _rows, link = call.round(f"contactFolders/{folder.id}/contacts/delta")
    ann.put(contact, ann.contacts)
    ann.put(contact, folder)
    ((row,), _link) = call.round(link)
    assert row["givenName"] == "Ada"
    ann.quirks.forgets_returns = True
    ((row,), _link) = call.round(link)
    assert row["@removed"] == {"reason": "deleted"}


def test_a_cancelled_occurrence_can_be_just_missing(call: Caller, ann: OpenMailbox) -> None:
    series = ann.create_event(jour_fixe())
    _rows, link = call.round(MARCH)
    ann.quirks.silent_cancellations = True
    ann.cancel_occurrence(series, date(2026, 3, 9))
    assert [row["type"] for row in call.round(link)[0]] == ["seriesMaster"] + ["occurrence"] * 4
