"""What keeps everything of a rep, or a whole collection, from syncing: it comes before any word about one record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syncline import catalogue
from syncline.jobs.orgs import org_state, out_of_requests
from syncline.jobs.why.answer import Stop
from syncline.planner.from_settings import contact_policy, event_policy
from syncline.records.words import Collection, Direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from syncline.store.port import Store
    from syncline.store.rows import ConfigurationRow, ErrorRow, RepRow

_ASK = "Ask an administrator."


def stops(
    store: Store, rep: RepRow, configuration: ConfigurationRow | None, errors: Sequence[ErrorRow], now: datetime
) -> list[Stop]:
    """Answer what stops this rep, gravest first."""
    whole = list(_whole(store, rep, configuration, errors, now))
    if configuration is None:
        return whole
    return [*whole, *(stop for each in Collection for stop in _collection(store, rep, configuration, errors, each))]


def _whole(
    store: Store, rep: RepRow, configuration: ConfigurationRow | None, errors: Sequence[ErrorRow], now: datetime
) -> Iterator[Stop]:
    if configuration is None:
        yield Stop("The rep is in no configuration, so nothing syncs.", f"{_ASK} Configurations say who syncs.")
    elif not configuration.active:
        yield Stop("The rep's configuration is not active, so nothing syncs.", f"{_ASK} They make it active.")
    if org_state(store, rep.org).paused:
        yield Stop("An administrator switched the sync of the whole org off.", f"{_ASK} Everything goes on afterwards.")
    if rep.paused:
        yield Stop("The sync is paused for this rep.", "Press Go on, on the rep's page. Nothing is lost meanwhile.")
    if waits := out_of_requests(store, rep.org, now):
        yield Stop(waits.detail, waits.remedy, code=waits.code)
    if rep.reset:
        yield Stop("The rep was reset: all records are being matched anew.", "Look again after the next cycles.")
    said = {rep.problem: ""} | {row.code: row.message for row in errors if row.collection is None}
    for code, message in said.items():
        if code:
            yield _of_code(code, message)


def _collection(
    store: Store, rep: RepRow, configuration: ConfigurationRow, errors: Sequence[ErrorRow], each: Collection
) -> Iterator[Stop]:
    policy = contact_policy if each is Collection.CONTACTS else event_policy
    if policy(configuration.settings).direction is Direction.NONE:
        yield Stop(f"The configuration does not sync {each}.", f"{_ASK} They choose a direction.", each)
        return
    for row in errors:
        if row.collection is each and row.side is None:
            yield replace(_of_code(row.code, row.message), collection=each)
    rows = [row for row in store.cursors(rep.id) if row.collection is each]
    if not rows or not all(row.complete for row in rows):
        yield Stop(
            f"The first reading of {each} has not come to its end, so what is not found below may still come.",
            "Look again later: a large mailbox takes its time.",
            each,
        )


def _of_code(code: str, message: str) -> Stop:
    known = catalogue.entry(code)
    return Stop(f"{known.what} {message}".strip(), known.remedy, code=code)
