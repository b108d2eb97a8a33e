"""gcal_sync over a socket, unmodified: it keeps a calendar of its own in step by sync tokens."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import aiohttp
import pytest
from gcal_sync.api import GoogleCalendarService, LocalListEventsRequest
from gcal_sync.auth import AbstractAuth
from gcal_sync.model import DateOrDatetime, Event
from gcal_sync.store import InMemoryCalendarStore
from gcal_sync.sync import CalendarEventSyncManager, CalendarListSyncManager

from syncline.sandbox.clock import system_clock
from syncline.sandbox.google import GoogleServer
from syncline.sandbox.server import SocketServer
from tests.support.google_world import REP, SCOPES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from syncline.sandbox.google import OpenAccount, ServiceKey


class Auth(AbstractAuth):
    """A token that is had already."""

    def __init__(self, session: aiohttp.ClientSession, origin: str, token: str) -> None:
        super().__init__(session, host=f"{origin}/calendar/v3")
        self._token = token

    async def async_get_access_token(self) -> str:
        return self._token


class Copy:
    """A copy of the rep's calendar."""

    def __init__(self, service: GoogleCalendarService) -> None:
        self.service = service
        self._sync = CalendarEventSyncManager(service, calendar_id=REP, store=InMemoryCalendarStore())

    async def summaries(self) -> list[str]:
        """Synchronize, and answer what the copy has then."""
        await self._sync.run()
        request = LocalListEventsRequest(start_time=datetime(2020, 1, 1, tzinfo=UTC))
        found = await self._sync.store_service.async_list_events(request)
        return sorted(str(event.summary) for event in found.events)


@pytest.fixture
def server(key: ServiceKey) -> GoogleServer:
    made = GoogleServer(system_clock, key=key)
    made.add_account(REP)
    return made


@pytest.fixture
def rep(server: GoogleServer) -> OpenAccount:
    return server.accounts[REP]


def run(server: GoogleServer, story: Callable[[Copy], Awaitable[None]]) -> None:
    """Let gcal_sync do something."""

    async def inner(origin: str) -> None:
        token = server.tokens.issue(REP, frozenset(SCOPES.split()))
        async with aiohttp.ClientSession() as session:
            await story(Copy(GoogleCalendarService(Auth(session, origin, token))))

    with SocketServer(server, threads=2) as socket:
        asyncio.run(inner(socket.url))


def put(rep: OpenAccount, *summaries: str) -> list[str]:
    start, end = datetime(2026, 4, 1, 10), datetime(2026, 4, 1, 11)  # noqa: DTZ001 - wall times
    return [rep.create_event(one, start, end).id for one in summaries]


def test_it_follows_what_happens(server: GoogleServer, rep: OpenAccount) -> None:
    first, second, _ = put(rep, "one", "two", "three")

    async def story(copy: Copy) -> None:
        assert await copy.summaries() == ["one", "three", "two"]
        rep.edit_event(first, {"summary": "changed"})
        rep.delete_event(second)
        assert await copy.summaries() == ["changed", "three"]
        assert await copy.summaries() == ["changed", "three"]

    run(server, story)
    assert server.requests["calendar.events.list"] == 3


def test_it_begins_anew_when_its_token_is_gone(server: GoogleServer, rep: OpenAccount) -> None:
    first, _ = put(rep, "one", "two")

    async def story(copy: Copy) -> None:
        await copy.summaries()
        rep.calendar.expire_sync_tokens()
        rep.delete_event(first)
        assert await copy.summaries() == ["two"]

    run(server, story)
    assert server.requests["calendar.events.list"] == 3


def test_it_reads_short_pages(server: GoogleServer, rep: OpenAccount) -> None:
    put(rep, "one", "two", "three")
    server.paging.longest, server.paging.empty = 2, 1

    async def story(copy: Copy) -> None:
        assert await copy.summaries() == ["one", "three", "two"]

    run(server, story)
    assert server.requests["calendar.events.list"] == 3


def test_it_writes_events_and_series(server: GoogleServer, rep: OpenAccount) -> None:
    async def story(copy: Copy) -> None:
        start, end = DateOrDatetime(date=date(2026, 4, 1)), DateOrDatetime(date=date(2026, 4, 2))
        whole_day = Event(summary="whole day", start=start, end=end)
        await copy.service.async_create_event(REP, whole_day)
        series = Event(summary="series", start=start, end=end, recurrence=["RRULE:FREQ=DAILY;COUNT=3"])
        await copy.service.async_create_event(REP, series)
        assert await copy.summaries() == ["series", "series", "series", "whole day"]
        event_id = next(iter(rep.calendar.events))
        await copy.service.async_patch_event(REP, event_id, {"summary": "changed"})
        assert "changed" in await copy.summaries()
        await copy.service.async_delete_event(REP, event_id)
        assert await copy.summaries() == ["series", "series", "series"]

    run(server, story)


def test_it_follows_the_list_of_calendars(server: GoogleServer) -> None:
    async def story(copy: Copy) -> None:
        calendars = CalendarListSyncManager(copy.service, InMemoryCalendarStore())
        await calendars.run()
        await calendars.run()
        found = await calendars.store_service.async_list_calendars()
        assert [one.id for one in found.calendars] == [REP]

    run(server, story)
