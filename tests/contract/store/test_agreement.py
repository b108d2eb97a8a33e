"""Whatever is committed, in whatever order: the store in memory and the one on PostgreSQL answer the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from syncline.records.link import Ended, Link
from syncline.records.words import Collection, Side
from syncline.store.changes import Changes, FeedCommit
from syncline.store.memory import MemoryStore
from syncline.store.port import LinkTakenError
from syncline.store.rows import Action, FeedRowSeen, Sighting
from tests.support import store_samples as sample
from tests.support.store_database import empty_store
from tests.support.store_observed import observed

if TYPE_CHECKING:
    from syncline.store.database import DatabaseStore
    from syncline.store.port import Store

REPS = st.sampled_from([sample.REP, sample.OTHER])
PLACES = st.fixed_dictionaries({"rep": REPS, "collection": st.sampled_from(Collection)})
NUMBERS = st.integers(0, 4)
KEYS = st.lists(st.sampled_from(["k1", "K1", "k2", "é", "\x00"]), max_size=3, unique=True).map(tuple)
STAMPS = st.sampled_from(["2026-01", "2026-02", "2026-03"])
TIMES = st.integers(0, 3).map(sample.later)
ENDED = st.none() | st.sampled_from(Ended)
RECORDS = st.builds("{}{}".format, st.sampled_from("ms"), NUMBERS)
SPOTS = st.tuples(REPS, st.sampled_from(Collection), st.sampled_from(Side), RECORDS)

LINKS = st.builds(
    lambda number, place, mailbox, ended, keys, trace: sample.link(
        number, mailbox_id=f"m{mailbox}", ended=ended, keys=keys, trace=trace, **place
    ),
    NUMBERS, PLACES, NUMBERS, ENDED, KEYS, st.none() | st.just("t"),
)  # fmt: skip
SIGHTINGS = st.builds(
    lambda number, place, side, keys, due, reason: sample.sighting(
        number, side=side, keys=keys, due=due, reason=reason, **place
    ),
    NUMBERS, PLACES, st.sampled_from(Side), KEYS, st.none() | TIMES, st.sampled_from(["", "asks"]),
)  # fmt: skip
INBOX = st.builds(
    lambda number, rep, stamp, deleted: sample.inbox(number, rep=rep, stamp=stamp, deleted=deleted),
    NUMBERS, REPS, STAMPS, st.booleans(),
)  # fmt: skip
FEEDS = st.builds(
    FeedCommit,
    st.just("acme"),
    STAMPS,
    st.lists(st.builds(FeedRowSeen, RECORDS, STAMPS), max_size=3),
    st.just("") | STAMPS,
)
WHOLE: dict[str, Any] = {"collection": None, "side": None}
ERRORS = st.builds(
    lambda number, rep, whole, at: sample.error(number, rep=rep, at=at, **(WHOLE if whole else {})),
    NUMBERS, REPS, st.booleans(), TIMES,
)  # fmt: skip
UNRESOLVED = st.builds(lambda number, place: sample.unresolved(number, **place), NUMBERS, PLACES)
CHANGES = st.builds(
    Changes,
    cursors=st.lists(st.builds(lambda place: sample.cursor(**place), PLACES), max_size=2),
    links=st.lists(LINKS, max_size=4),
    sightings=st.lists(SIGHTINGS, max_size=4),
    settled=st.lists(SPOTS, max_size=3),
    inbox=st.lists(INBOX, max_size=3),
    consumed=st.lists(INBOX, max_size=3),
    intents=st.lists(st.builds(lambda number, place: sample.intent(number, **place), NUMBERS, PLACES), max_size=2),
    intents_done=st.lists(NUMBERS.map("key{}".format), max_size=2),
    journal=st.lists(
        st.builds(
            lambda number, place, action, at: sample.journal(number, action=action, at=at, **place),
            NUMBERS, PLACES, st.sampled_from(Action), TIMES,
        ),
        max_size=3,
    ),
    journal_dropped=st.lists(NUMBERS.map("j{}".format), max_size=1),
    errors=st.lists(ERRORS, max_size=3),
    errors_cleared=st.lists(SPOTS, max_size=2),
    unresolved=st.lists(UNRESOLVED, max_size=2),
    unresolved_cleared=st.lists(SPOTS, max_size=2),
    held=st.lists(
        st.builds(lambda number, record, rep: sample.held(number, record_id=record, rep=rep), NUMBERS, RECORDS, REPS),
        max_size=3,
    ),
    held_cleared=st.lists(NUMBERS.map("h{}".format), max_size=2),
    reps=st.lists(st.builds(lambda rep: sample.rep(id=rep), REPS), max_size=1),
    cycles=st.lists(st.builds(lambda rep, at: sample.cycle(rep=rep, finished=at), REPS, TIMES), max_size=2),
    feed=st.none() | FEEDS,
)  # fmt: skip


class Agreement(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.memory = MemoryStore()
        self.database: DatabaseStore = empty_store()

    @rule(changes=CHANGES)
    def commit(self, changes: Changes) -> None:
        assert _refused(self.memory, changes) == _refused(self.database, changes)

    @rule(rep=REPS, collection=st.none() | st.sampled_from(Collection))
    def reset(self, rep: str, collection: Collection | None) -> None:
        self.memory.reset(rep, collection)
        self.database.reset(rep, collection)

    @rule(place=PLACES, keys=KEYS, side=st.sampled_from(Side))
    def look_up(self, place: dict[str, str], keys: tuple[str, ...], side: Side) -> None:
        at = (place["rep"], Collection(place["collection"]))
        one, two = (_found(store, at, keys, side) for store in (self.memory, self.database))
        assert one == two

    @invariant()
    def answer_the_same(self) -> None:
        assert observed(self.memory) == observed(self.database)


def _refused(store: Store, changes: Changes) -> bool:
    try:
        store.commit(changes)
    except LinkTakenError:
        return True
    return False


def _found(
    store: Store, place: tuple[str, Collection], keys: tuple[str, ...], side: Side
) -> tuple[list[Link], list[Link], list[Sighting], object]:
    return (
        store.links_by_keys(*place, keys),
        store.links(*place, side, [f"{side[0]}{number}" for number in range(5)]) + store.links_by_trace(*place, ["t"]),
        store.sightings_by_keys(*place, side, keys) + store.due(*place, sample.later(1), 3),
        (
            store.live_links(*place, "link1", 2),
            store.watchers("acme", ["s1", "s2"]),
            store.deletes_since(*place, sample.later(1)),
            store.parked(reason="asks"),
            store.parked(rep=place[0], reason=""),
        ),
    )


@pytest.mark.usefixtures("database")
def test_both_stores_agree_on_any_history() -> None:
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Agreement,
        settings=settings(
            max_examples=20, stateful_step_count=8, deadline=None, suppress_health_check=checks, database=None
        ),
    )
