from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncline.records.link import Link
from syncline.records.record import Record
from syncline.records.words import Collection
from syncline.store.codec import encode, read_state, record_of, state_of, values_of

WHOLE = st.integers(-(2**63), 2**63 - 1)
TEXT = st.text(st.characters(codec=None), max_size=12)
VALUES = st.dictionaries(TEXT, TEXT | st.booleans() | WHOLE, max_size=4)
SEEN = st.dictionaries(TEXT, st.none() | TEXT | st.booleans() | WHOLE, max_size=4)
STAMPS = st.none() | st.datetimes(min_value=datetime(1601, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis adds the zone
OPTIONAL = st.none() | TEXT
RECORDS = st.builds(
    Record, TEXT, TEXT, VALUES, modified=STAMPS, created=STAMPS, active=STAMPS, owner=OPTIONAL, uid=OPTIONAL,
    trace=OPTIONAL, marker=OPTIONAL, not_representable=OPTIONAL, attendees=st.integers(0, 10_000),
    in_scope=st.booleans(), extra=st.dictionaries(TEXT, TEXT, max_size=2),
)  # fmt: skip


@given(VALUES)
def test_values_come_back(values: dict[str, Any]) -> None:
    found = values_of(encode(values))
    assert found == values
    assert {name: type(value) for name, value in found.items()} == {name: type(value) for name, value in values.items()}


@given(RECORDS)
def test_a_record_comes_back(record: Record) -> None:
    assert record_of(encode(record)) == record


def test_no_text_is_no_record() -> None:
    assert record_of("") is None


@given(VALUES, SEEN, SEEN)
def test_what_a_link_knows_comes_back(
    base: dict[str, Any], salesforce: dict[str, Any], mailbox: dict[str, Any]
) -> None:
    link = Link("1", "r", Collection.EVENTS, "s", "m", base, salesforce, mailbox)
    state = read_state(encode(state_of(link)))
    assert (state.base, state.salesforce, state.mailbox) == (base, salesforce, mailbox)


def test_what_json_does_not_know_is_refused() -> None:
    with pytest.raises(TypeError, match="object cannot be stored"):
        encode({"thing": object()})
