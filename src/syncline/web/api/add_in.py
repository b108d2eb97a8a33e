"""What an Outlook add-in asks about one event of its own rep's calendar (SPEC 5.6).

Only a rep may: the token has to be of a person who is one, and reaches that rep's calendar alone, whatever else the
person may do. Events are named by the ids that Office.js tells: `item.itemId` on Exchange Server, and what
`mailbox.convertToRestId` makes of it on Microsoft 365
(https://learn.microsoft.com/javascript/api/outlook/office.mailbox).
"""

# ruff: noqa: TC002 - ninja reads the annotations when it runs
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from syncline.jobs.add_in import AddIn, Standing
from syncline.web.access.needs import REP_ALONE
from syncline.web.access.visitor import visit_of
from syncline.web.api.token import Bearer, MissingPermissionError
from syncline.web.asked import around, now_of, store_of

if TYPE_CHECKING:
    from syncline.connectors.port import Acquaintance

router = Router(tags=["Outlook add-in"])

EventId = Annotated[str, Field(min_length=1, max_length=1024)]


class WhichEvent(Schema):
    """An event, by its id in the mailbox."""

    event: EventId


class Event(Schema):
    """How an event stands: `marked` by category or label, `chosen` by an add-in; either selects it."""

    event: str
    selected: bool
    marked: bool
    chosen: bool
    salesforce_id: str
    """The id of its copy; empty while it is not in step."""


class Known(Schema):
    """A contact or lead with the address of somebody who takes part, or the account of such a contact."""

    kind: str
    id: str
    name: str
    address: str
    company: str


class Related(Schema):
    """Whom and what the event may be about, as the rep sees it in Salesforce."""

    records: list[Known]


@router.get("/add-in/event", summary="How an event stands", response=Event, auth=Bearer(REP_ALONE))
def event(request: HttpRequest, event: Annotated[EventId, Query()]) -> dict[str, Any]:
    """Answer whether an event is selected, and its copy. 404 where the calendar has no such event."""
    return _as_json(_add_in(request).standing(event))


@router.post("/add-in/select", summary="Select an event for Salesforce", response=Event, auth=Bearer(REP_ALONE))
def select(request: HttpRequest, which: WhichEvent) -> dict[str, Any]:
    """Let the rep's next cycle, which comes at once, copy the event. Nothing is written into the mailbox."""
    return _as_json(_add_in(request).choose(which.event, selected=True))


@router.post("/add-in/deselect", summary="Take a selection back", response=Event, auth=Bearer(REP_ALONE))
def deselect(request: HttpRequest, which: WhichEvent) -> dict[str, Any]:
    """End the pair and keep both copies. While `marked` is true the event stays selected: by its category."""
    return _as_json(_add_in(request).choose(which.event, selected=False))


@router.get("/add-in/related", summary="The event's people in Salesforce", response=Related, auth=Bearer(REP_ALONE))
def related(request: HttpRequest, event: Annotated[EventId, Query()]) -> dict[str, Any]:
    """Answer contacts, leads and accounts of who takes part, as the rep sees them; of a private event none."""
    return {"records": [_known(one) for one in _add_in(request).acquainted(event)]}


def _add_in(request: HttpRequest) -> AddIn:
    mine = visit_of(request).only
    rep = next(iter(store_of(request).reps([mine])), None) if mine else None
    if rep is None:  # who has an account as a rep that is not there any more
        raise MissingPermissionError
    return AddIn(store_of(request), around(request).looking(), rep, now_of(request))


def _as_json(standing: Standing) -> dict[str, Any]:
    return {
        "event": standing.event,
        "selected": standing.selected,
        "marked": standing.marked,
        "chosen": standing.chosen,
        "salesforce_id": standing.salesforce_id,
    }


def _known(one: Acquaintance) -> dict[str, Any]:
    return {"kind": one.kind, "id": one.id, "name": one.name, "address": one.address, "company": one.company}
