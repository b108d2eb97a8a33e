"""What a person decides about an org as a whole: its main switch, and whether another org that answers is meant."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from syncline.connectors.errors import OutOfRequestsError, StopConnectionError
from syncline.store.changes import Changes, FeedCommit
from syncline.store.rows import MARKED

if TYPE_CHECKING:
    from syncline.store.port import SetUp, Store

ORG_CHANGED = (
    "Another org answers than the one this connection was made for (a refreshed sandbox, or a changed login address)."
)


@dataclass(frozen=True, slots=True)
class OrgState:
    """What is kept of an org besides its connection."""

    paused: bool = False
    answered: str = ""
    """The id of another org that answered in the place of the pinned one, until a person confirms it."""
    former: tuple[str, ...] = ()
    """Ids that were pinned before: mailbox folders may still be marked with one of them."""


def org_state(store: SetUp, org: str) -> OrgState:
    """Answer what is kept of the org of a connection."""
    told = json.loads(store.setting(_name(org)) or "{}")
    return OrgState(told.get("paused", False), told.get("answered", ""), tuple(told.get("former", ())))


def switch(store: SetUp, org: str, *, paused: bool) -> bool:
    """Set the org's main switch; links are kept and nothing is deleted. Answers whether that changed anything."""
    state = org_state(store, org)
    if state.paused is not paused:
        _keep(store, org, replace(state, paused=paused))
    return state.paused is not paused


WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (15, 30, 60))
"""How long an org that is out of requests is left alone. They come back bit by bit, as those of yesterday grow old."""


@dataclass(frozen=True, slots=True)
class _Spent:
    """That an org's allowance of requests is spent. Kept apart from what a person decides: workers write it."""

    until: datetime | None = None
    """Until then the org is not asked."""
    times: int = 0
    """How often in a row it was found spent."""


def wait_for_requests(store: SetUp, org: str, now: datetime) -> None:
    """Leave an org alone that has no requests left, for everybody in it; then one request tells whether it has."""
    spent = _spent(store, org)
    if spent.until is None or spent.until <= now:
        pause = WAITS[min(spent.times, len(WAITS) - 1)]
        told = {"until": (now + pause).isoformat(), "times": spent.times + 1}
        store.save_setup(settings={_requests(org): json.dumps(told)})


def out_of_requests(store: SetUp, org: str, now: datetime) -> OutOfRequestsError | None:
    """Answer why an org is left alone, None if it is not."""
    until = _spent(store, org).until
    if until is None or until <= now:
        return None
    return OutOfRequestsError(
        f"The org's allowance of API requests is spent; it is asked again at {until:%H:%M} UTC.",
        after=(until - now).total_seconds(),
    )


def has_requests(store: SetUp, org: str) -> None:
    """Note that an org answered."""
    if store.setting(_requests(org)):
        store.save_setup(settings={_requests(org): ""})


def _spent(store: SetUp, org: str) -> _Spent:
    told = json.loads(store.setting(_requests(org)) or "{}")
    return _Spent(datetime.fromisoformat(told["until"]).astimezone(UTC), told["times"]) if told else _Spent()


def pin(store: Store, org: str, answered: str) -> None:
    """Hold a connection to the org that answered first. Raises `StopConnectionError` when another one answers."""
    row = next(row for row in store.connections() if row.name == org)
    state = org_state(store, org)
    if not row.org_id:
        store.save_setup(connections=[replace(row, org_id=answered)])
    elif row.org_id != answered:
        if state.answered != answered:
            _keep(store, org, replace(state, answered=answered))
        raise StopConnectionError(ORG_CHANGED, code="org_changed")


def confirm(store: Store, org: str) -> str:
    """Take the org that answered as the one that is meant. Answers its id; empty when no other one answered.

    Everything that was known of the old one is void: users are linked anew, records matched anew, the feed begins anew.
    What ended stays ended, and no record is deleted.
    """
    row = next(row for row in store.connections() if row.name == org)
    state = org_state(store, org)
    if not state.answered:
        return ""
    reps = [replace(rep, user_id="", reset=MARKED) for rep in store.reps() if rep.org == org]
    store.commit(Changes(reps=reps, feed=FeedCommit(org, "")))
    former = tuple(dict.fromkeys((*state.former, row.org_id)))
    text = json.dumps(asdict(replace(state, answered="", former=former)))
    store.save_setup(connections=[replace(row, org_id=state.answered)], settings={_name(org): text})
    return state.answered


def _keep(store: SetUp, org: str, state: OrgState) -> None:
    store.save_setup(settings={_name(org): json.dumps(asdict(state))})


def _name(org: str) -> str:
    return f"org:{org}"


def _requests(org: str) -> str:
    return f"requests:{org}"
