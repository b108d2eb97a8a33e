"""Whatever text comes in comes out: NUL, halves of surrogate pairs, quotes, SQL, and what we write in their stead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.records.candidate import Candidate
from syncline.records.record import Record
from syncline.store.changes import Changes, FeedCommit
from syncline.store.rows import FeedRowSeen
from syncline.store.short_ids import spot_id
from tests.support.store_samples import (
    CONTACTS,
    MAILBOX,
    NOW,
    REP,
    connection,
    cursor,
    error,
    inbox,
    intent,
    journal,
    link,
    record,
    rep,
    sighting,
    unresolved,
)

if TYPE_CHECKING:
    from syncline.store.port import Store

HOSTILE = [
    "nul\x00nul",
    "half \ud83d half \ude00",
    "pair \U0001f600",
    "our own \x01\x01 \x01\x02 \ud7ff\x02",
    "quotes ' \" `; DROP TABLE store_link; -- $$ %s %% {} \\",
    '{"json": "\\u0000"}',
    "\\u0000 \\x00",
    "\r\n\t\x7f\x85\u2028\ufeff",
    "اَلْعَرَبِيَّةُ שלום e\u0301",
    " ",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_survives_everywhere(store: Store, text: str) -> None:
    seen = sighting(
        1, record_id=text, version=text, keys=(text,), record=Record(text, text, {"Body": text}, extra={text: text})
    )
    one = link(
        1, mailbox_id=text, trace=text, uid=text, keys=(text, "k"), base={"Body": text}, mailbox_seen={"A": text}
    )
    store.commit(
        Changes(
            cursors=[cursor(cursor=text)],
            links=[one],
            sightings=[seen],
            inbox=[inbox(1, record_id=text, owner=text)],
            intents=[intent(1, key=text, values={"Body": text}, source=record(1, uid=text))],
            journal=[journal(1, before={"Body": text}, whole=text)],
            errors=[error(1, record_id=text, message=text)],
            unresolved=[
                unresolved(1, candidates=(Candidate(text, text, text), Candidate("s1")), name=text, answers=(text,))
            ],
            feed=FeedCommit("acme", text, [FeedRowSeen(text, "1")]),
        )
    )
    store.save_setup(connections=[connection(name=text, secrets={text: text})], settings={text: text})
    assert store.links(REP, CONTACTS, MAILBOX, [text]) == [one]
    assert store.links_by_keys(REP, CONTACTS, [text]) == [one]
    assert store.links_by_trace(REP, CONTACTS, [text]) == [one]
    assert store.sightings(REP, CONTACTS, MAILBOX, [text]) == [seen]
    assert store.sightings_by_keys(REP, CONTACTS, MAILBOX, [text]) == [seen]
    assert store.cursors(REP) == [cursor(cursor=text)]
    assert store.inbox(REP, 9) == [inbox(1, record_id=text, owner=text)]
    assert store.intents(REP, CONTACTS) == [intent(1, key=text, values={"Body": text}, source=record(1, uid=text))]
    assert store.journal() == [journal(1, before={"Body": text}, whole=text)]
    assert store.errors() == [error(1, record_id=text, message=text)]
    assert store.errors(ids=[spot_id(error(1, record_id=text))]) == store.errors()
    assert store.unresolved() == [
        unresolved(1, candidates=(Candidate(text, text, text), Candidate("s1")), name=text, answers=(text,))
    ]
    assert (store.feed_cursor("acme"), store.feed_seen("acme", [text])) == (text, {text: "1"})
    assert store.connections() == [connection(name=text, secrets={text: text})]
    assert store.setting(text) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_can_be_taken_out_again(store: Store, text: str) -> None:
    store.commit(
        Changes(
            sightings=[sighting(1, rep=text, record_id=text)],
            inbox=[inbox(1, rep=text, record_id=text)],
            intents=[intent(1, rep=text, key=text)],
            errors=[error(1, rep=text, record_id=text)],
            reps=[rep(id=text)],
        )
    )
    store.commit(
        Changes(
            settled=[(text, CONTACTS, MAILBOX, text)],
            consumed=store.inbox(text, 9),
            intents_done=[text],
            errors_cleared=[(text, CONTACTS, MAILBOX, text)],
        )
    )
    assert store.next_due(text) is None
    assert (store.inbox(text, 9), store.intents(text, CONTACTS), store.errors(rep=text)) == ([], [], [])
    assert store.reps() == [rep(id=text)]


def test_texts_are_ordered_by_code_point_even_where_they_are_rewritten(store: Store) -> None:
    names = sorted(
        ["\x00", "\x00\x05", "\x01", "\x02", "a", "\ud7ff", "\ud800", "\udfff", "\ue000", "\ufffd", "\U0001f600"]
    )
    store.commit(Changes(sightings=[sighting(0, record_id=name) for name in reversed(names)]))
    assert [row.record_id for row in store.due(REP, CONTACTS, NOW, 99)] == names
