"""The rows of the guide's tables 5 and 6 that say how far a direction is (SPEC 7.1), each value brought about."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from syncline.records.words import Collection, Direction, Side
from syncline.store.rows import CycleRow
from syncline.web.lists.ways import Reading, words

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NOTHING, PART, ALL = "nothing", "a part", "all"
"""How much was listed."""
OUT, IN = ("Salesforce to mailbox", "Mailbox to Salesforce")
WAYS = ("contacts.to_mailbox", "contacts.to_salesforce", "events.to_mailbox", "events.to_salesforce")


def last(through: tuple[str, ...] = WAYS, first: tuple[str, ...] = ()) -> CycleRow:
    return CycleRow("acme/ann", NOON, NOON, {}, through, first)


def reading(listed: str, cycle: CycleRow | None, *, running: bool = False, reset: bool = False) -> Reading:
    cursors = {} if listed == NOTHING else {(one, side): listed == ALL for one in Collection for side in Side}
    return Reading(cursors, cycle, running=running, resetting=reset)


@pytest.mark.parametrize("collection", list(Collection))
@pytest.mark.parametrize(
    ("seen", "word"),
    [
        (reading(NOTHING, None), "Not started"),
        (reading(NOTHING, None, running=True), "Not started"),
        (reading(PART, None, running=True), "Initial sync in progress"),
        (reading(ALL, None, running=True), "Initial sync in progress"),
        (reading(PART, last(())), "Initial sync in progress"),
        (reading(ALL, last(first=WAYS)), "Initial sync completed"),
        (reading(ALL, last(first=WAYS), running=True), "Sync in progress"),
        (reading(ALL, last()), "In sync"),
        (reading(ALL, last(), running=True), "Sync in progress"),
        (reading(PART, last(), running=True), "Sync in progress"),
        (reading(NOTHING, last(), reset=True), "Not started"),
        (reading(PART, last(), reset=True, running=True), "Initial sync in progress"),
    ],
)
def test_each_value_of_a_direction(collection: Collection, seen: Reading, word: str) -> None:
    assert dict(words(seen, collection, Direction.BOTH)) == {OUT: word, IN: word}


@pytest.mark.parametrize(
    ("direction", "out", "back"),
    [
        (Direction.TO_MAILBOX, "In sync", "configuration not set to sync"),
        (Direction.TO_SALESFORCE, "configuration not set to sync", "In sync"),
        (Direction.NONE, "configuration not set to sync", "configuration not set to sync"),
    ],
)
def test_a_direction_that_is_not_set(direction: Direction, out: str, back: str) -> None:
    assert dict(words(reading(ALL, last()), Collection.EVENTS, direction)) == {OUT: out, IN: back}


def test_one_direction_begins_later_than_the_other() -> None:
    seen = reading(ALL, last(("contacts.to_salesforce",)))
    said = dict(words(seen, Collection.CONTACTS, Direction.BOTH))
    assert said == {OUT: "Initial sync in progress", IN: "In sync"}
