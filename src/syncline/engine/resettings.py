"""What changed settings mean for what was read before: records that were passed over may count now.

Cursors stand past them, and what was parked wakes only when it changes. So when a rep's settings are not those of the
last cycle, the collection is listed again and what was parked is planned again; what is linked stays linked.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.engine.rights import ask_again
from syncline.planner.policy import SeriesPolicy
from syncline.records.words import Collection
from syncline.store.changes import Changes
from syncline.store.paging import live_pages

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.planner.policy import ContactPolicy, EventPolicy
    from syncline.store.port import Store
    from syncline.store.rows import RepRow


def take_note(store: Store, rep: RepRow, contacts: ContactPolicy, events: EventPolicy, now: datetime) -> None:
    """Compare the settings with those of the rep's last cycle, and let what they pass over be looked at again."""
    for collection, told in ((Collection.CONTACTS, _contacts(contacts)), (Collection.EVENTS, _events(events))):
        name, value = f"settings:{collection}:{rep.id}", _print(told)
        before = store.setting(name)
        if before == value:
            continue
        if before:
            _look_again(store, rep, collection, now)
        store.save_setup(settings={name: value, **ask_again(rep.id, collection)})


def _look_again(store: Store, rep: RepRow, collection: Collection, now: datetime) -> None:
    rows = [row for row in store.cursors(rep.id) if row.collection is collection]
    store.commit(Changes(cursors=[replace(row, cursor="", complete=False) for row in rows]))
    store.wake(rep.id, collection, now)
    if collection is Collection.EVENTS:
        _doubt_versions(store, rep)


def _doubt_versions(store: Store, rep: RepRow) -> None:
    """Let linked events be read again although they did not change: private ones, or unmarked ones, may stop now."""
    for links in live_pages(store, rep.id, Collection.EVENTS):
        store.commit(Changes(links=[structs.replace(link, mailbox_version="") for link in links]))


def _contacts(policy: ContactPolicy) -> tuple[object, ...]:
    return (policy.direction, policy.which, policy.owner, policy.where, sorted(policy.mapping.items()))


def _events(policy: EventPolicy) -> tuple[object, ...]:
    window = (policy.window, policy.last_days, policy.horizon_months)
    told = (policy.direction, policy.which, policy.private, policy.busy_only, window, sorted(policy.mapping.items()))
    return (*told, *_SERIES[policy.series], *(("attendees",) if policy.attendees else ()))


_SERIES: dict[SeriesPolicy, tuple[str, ...]] = {
    SeriesPolicy.LEAVE: (),
    SeriesPolicy.OCCURRENCES: ("series",),
    SeriesPolicy.SERIES: ("whole series",),
}
"""As settings of earlier versions told it."""


def _print(told: tuple[object, ...]) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]
