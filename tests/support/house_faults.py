"""Days on which every write of a kind goes wrong once, on either line of a house."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from syncline.sandbox.faults import Fault

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

    from syncline.sandbox.faults import FaultKind
    from tests.support.house_calendars import Calendar

EVENT_WRITES = {
    "exchange": (rb"<m:CreateItem .*<t:CalendarItem>", rb"<m:UpdateItem .*<t:CalendarItem>", rb"<m:DeleteItem "),
    "microsoft365": (
        rb'"POST", "url": "[^"]*/events"',
        rb'"PATCH", "url": "[^"]*/events/',
        rb'"DELETE", "url": "[^"]*/events/',
    ),
    "google": (rb"\nPOST \S*/events\?", rb"\nPATCH \S*/events/", rb"\nDELETE \S*/events/"),
}
"""By system: how the making, changing and deleting of events can be told. On Exchange contacts go by the same."""
INVITES = rb'"POST", "url": "[^"]*/sobjects".*"type": "EventRelation"\}'
CHANGES = rb'"PATCH", "url": "[^"]*/sobjects".*"type": "Event"\}'
DELETES = rb'"DELETE", "url": "[^"]*/sobjects\?ids=00U'
"""What is done to events of Salesforce."""


def telling(write: bytes, kind: FaultKind) -> Fault:
    """A fault that the first request meets in which this write is."""
    pattern = re.compile(write, re.DOTALL)

    def matches(body: bytes, environ: WSGIEnvironment) -> bool:
        return pattern.search(environ["PATH_INFO"].encode() + b" " + body) is not None

    return Fault(kind, matches)


def meets(at: Calendar, server: str, writes: tuple[bytes, ...], kind: FaultKind) -> set[str]:
    """Let each of these writes meet the fault once; answers the codes of all errors that were told."""
    faults = at.faults if server == "mail" else at.house.org_faults
    for write in writes:
        faults.arm(telling(write, kind))
    told: set[str] = set()
    for _ in range(20):
        at.house.sync()
        told |= set(at.house.errors())
        at.house.wait(minutes=2)
    assert faults.acted == [kind] * len(writes), "a write of the day never came"
    return told
