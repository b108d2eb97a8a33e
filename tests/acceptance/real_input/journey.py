"""One file's way through the house: into the mailbox, through Syncline, and what became of each event."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from exchangelib import DELEGATE, Account, Configuration, Credentials

from syncline.records.words import Collection, Side
from syncline.sandbox.clock import SteppedClock
from tests.acceptance.real_input.entering import NotExpressibleError, calendar_item, enter
from tests.acceptance.real_input.meaning import Meaning, Moment
from tests.support.house import REP, House

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from syncline.records.link import Link

EVENTS = {
    "direction": "to_salesforce", "remove_deleted": True, "private": True, "window": {"last_days": 180},
    "horizon_months": 24,
}  # fmt: skip
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""The house does not stand before: what ends earlier is outside every window."""
_COLUMNS = (
    "Id, Subject, StartDateTime, EndDateTime, IsAllDayEvent, ActivityDate, Location, Description, IsPrivate, ShowAs"
)


class Switch:
    """Sends what arrives at the one socket to the house that is being looked at."""

    application: WSGIApplication

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self.application(environ, start_response)


@dataclass
class Fate:
    """What became of one event. Just one of `refused`, `row`, `reported` and `outside` holds, or it was lost."""

    source: str
    """The title of the file that it stands in."""
    event: Any
    when: Meaning | None = None
    refused: str = ""
    """Why the EWS client could not say it, or the server would not take it."""
    item_id: str = ""
    series: bool = False
    row: dict[str, Any] | None = None
    link: Link | None = None
    reported: str = ""
    outside: bool = False

    @property
    def outcome(self) -> str:
        """The one word for the table."""
        found = {
            "client": bool(self.refused),
            "arrived": self.row is not None,
            "reported": bool(self.reported),
            "outside": self.outside,
        }
        held = [name for name, holds in found.items() if holds]
        return held[0] if len(held) == 1 else f"lost: {held}"


@dataclass
class Journey:
    """Events and the house they went through."""

    house: House
    fates: list[Fate]
    strangers: list[dict[str, Any]] = field(default_factory=list)
    """Events in Salesforce that belong to no event of the file."""


def travel(events: Iterable[tuple[str, Any]], house: House, url: str) -> Journey:
    """Send events, each with the title of its file, through a house whose Exchange server answers at `url`."""
    fates = _put_in([Fate(source, event) for source, event in events], _account(url))
    for moment in _stops(fates):
        house.clock.advance(moment - house.clock())
        house.converge()
    journey = Journey(house, fates)
    _look(journey)
    return journey


def new_house() -> House:
    """A house that syncs private events too, long before the first of them."""
    return House(contacts={"direction": "none"}, events=dict(EVENTS), clock=SteppedClock(EARLIEST))


def _account(url: str) -> Any:
    credentials = Credentials(REP, "secret")
    configuration = Configuration(service_endpoint=url, credentials=credentials, auth_type="basic", max_connections=1)
    return Account(REP, config=configuration, autodiscover=False, access_type=DELEGATE)


def _put_in(fates: list[Fate], account: Any) -> list[Fate]:
    items = []
    for fate in fates:
        try:
            item, fate.when = calendar_item(account, fate.event)
        except NotExpressibleError as error:
            fate.refused = error.reason
            continue
        fate.series = item.recurrence is not None
        items.append(item)
    entered = [fate for fate in fates if not fate.refused]
    for fate, made in zip(entered, enter(account, items), strict=True):
        if isinstance(made, NotExpressibleError):
            fate.refused = made.reason
        elif isinstance(made, Exception):
            fate.refused = f"server: {type(made).__name__}"
        else:
            fate.item_id = made.id
    return fates


def _stops(fates: list[Fate]) -> Iterator[datetime]:
    """The days at which the house looks around: whenever nothing that lies ahead is within the horizon."""
    starts = sorted(_begins(fate.when) for fate in fates if fate.when and fate.item_id)
    seen_until = None
    for start in starts or [EARLIEST]:
        if seen_until is None or start >= seen_until:
            now = max(start, EARLIEST + timedelta(days=1))
            seen_until = now + timedelta(days=720)
            yield now


def _begins(when: Meaning) -> datetime:
    if isinstance(when.start, Moment):
        return when.start.instant
    return datetime(when.start.year, when.start.month, when.start.day, tzinfo=UTC)


def _look(journey: Journey) -> None:
    house = journey.house
    rep = f"acme/{REP}"
    ids = [fate.item_id for fate in journey.fates if fate.item_id]
    links = {one.mailbox_id: one for one in house.store.links(rep, Collection.EVENTS, Side.MAILBOX, ids) if one.live}
    rows = {row["Id"]: row for row in house.org.admin.query(f"SELECT {_COLUMNS} FROM Event")}  # noqa: S608 - our own words
    asked = {row.record_id: row.kind for row in house.store.unresolved()}
    for fate in journey.fates:
        fate.link = links.get(fate.item_id)
        fate.row = rows.pop(fate.link.salesforce_id, None) if fate.link else None
        fate.reported = asked.get(fate.item_id, "")
        fate.outside = fate.when is not None and bool(fate.item_id) and not fate.series and _ends(fate.when) < EARLIEST
    journey.strangers = list(rows.values())


def _ends(when: Meaning) -> datetime:
    if isinstance(when.end, Moment):
        return when.end.instant
    return datetime(when.end.year, when.end.month, when.end.day, tzinfo=UTC)
