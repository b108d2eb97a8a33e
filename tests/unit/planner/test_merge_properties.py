"""Whatever the two sides hold: nothing is lost, one-way stays one-way, and a merge once carried out is done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from syncline.planner.merge import Merged, Sides, merge, overwritten, settled_link
from syncline.planner.policy import ConflictPolicy, DeletePolicy, Rules
from syncline.records.capability import EXCHANGE_CONTACT, SALESFORCE_CONTACT
from syncline.records.fields import CONTACT_FIELDS
from syncline.records.link import Link
from syncline.records.normal import same
from syncline.records.words import Collection, Direction, Side

if TYPE_CHECKING:
    from syncline.records.record import Value, Values

LABELS = ("GivenName", "Surname", "CompanyName", "EmailAddress1", "JobTitle", "Body")
WORDS = ("a", "B", "é", "longer text", "x" * 300)
SOME = datetime(2026, 3, 2, tzinfo=UTC)

values = st.dictionaries(st.sampled_from(LABELS), st.sampled_from(WORDS), max_size=len(LABELS))
rules = st.builds(
    Rules,
    st.just(Collection.CONTACTS),
    st.sampled_from([Direction.BOTH, Direction.TO_SALESFORCE, Direction.TO_MAILBOX]),
    st.sampled_from(ConflictPolicy),
    st.just(DeletePolicy.KEEP),
)
times = st.one_of(st.none(), st.integers(0, 100).map(lambda seconds: SOME + timedelta(seconds=seconds)))


def sides(one: Values, two: Values, when_one: datetime | None = None, when_two: datetime | None = None) -> Sides:
    return Sides(one, two, SALESFORCE_CONTACT, EXCHANGE_CONTACT, when_one, when_two)


def applied(holds: Values, merged: Merged, side: Side) -> dict[str, Value]:
    """What a side holds after the writes."""
    after = {label: value for label, value in holds.items() if label not in merged.writes(side)}
    after.update({label: value for label, value in merged.writes(side).items() if value is not None})
    return after


def link_of(merged: Merged) -> Link:
    return settled_link(Link("l", "r", Collection.CONTACTS, "s", "m"), merged)


def base_link(one: Values, two: Values, by: Rules) -> Link:
    """A link as a first match leaves it."""
    return link_of(merge(None, sides(one, two), by))


@given(values, values, rules, times, times)
def test_a_first_match_once_carried_out_leaves_nothing_to_do(
    one: Values, two: Values, by: Rules, when_one: datetime | None, when_two: datetime | None
) -> None:
    merged = merge(None, sides(one, two, when_one, when_two), by)
    after_one, after_two = applied(one, merged, Side.SALESFORCE), applied(two, merged, Side.MAILBOX)
    again = merge(link_of(merged), sides(after_one, after_two), by)
    assert not again.to_salesforce
    assert not again.to_mailbox


@given(values, values, values, values, rules)
def test_later_edits_once_merged_leave_nothing_to_do(
    one: Values, two: Values, later_one: Values, later_two: Values, by: Rules
) -> None:
    link = base_link(one, two, by)
    merged = merge(link, sides(later_one, later_two), by)
    after_one, after_two = applied(later_one, merged, Side.SALESFORCE), applied(later_two, merged, Side.MAILBOX)
    again = merge(settled_link(link, merged), sides(after_one, after_two), by)
    assert not again.to_salesforce
    assert not again.to_mailbox


@given(values, values, values, values, rules)
def test_no_value_is_lost(one: Values, two: Values, later_one: Values, later_two: Values, by: Rules) -> None:
    """P2: each value a side held is still on a side, or among what the journal is told of."""
    merged = merge(base_link(one, two, by), sides(later_one, later_two), by)
    journal = [overwritten(merged.to_salesforce, later_one), overwritten(merged.to_mailbox, later_two)]
    remains = [applied(later_one, merged, Side.SALESFORCE), applied(later_two, merged, Side.MAILBOX), *journal]
    for holds in (later_one, later_two):
        for label, value in holds.items():
            assert any(same(CONTACT_FIELDS[label], found.get(label), value) for found in remains), label


@given(values, values, values, values, rules)
def test_the_source_of_a_one_way_configuration_is_never_written(
    one: Values, two: Values, later_one: Values, later_two: Values, by: Rules
) -> None:
    for merged in (merge(None, sides(one, two), by), merge(base_link(one, two, by), sides(later_one, later_two), by)):
        for side in Side:
            assert by.direction.may_write(side) or not merged.writes(side)


@given(values, values, rules)
def test_on_first_match_empty_never_beats_filled(one: Values, two: Values, by: Rules) -> None:
    merged = merge(None, sides(one, two), by)
    for side, holds in ((Side.SALESFORCE, one), (Side.MAILBOX, two)):
        assert not [label for label, value in merged.writes(side).items() if value is None and label in holds]


@given(values, values, values, rules)
def test_an_unchanged_side_never_overwrites_an_edit_of_the_other(
    one: Values, two: Values, later: Values, by: Rules
) -> None:
    link = base_link(one, two, by)
    merged = merge(link, sides(link.held(Side.SALESFORCE), later), by)
    assert not merged.to_mailbox


def test_an_account_that_could_not_be_set_never_wipes_the_company() -> None:
    by = Rules(Collection.CONTACTS, Direction.BOTH, ConflictPolicy.SALESFORCE, DeletePolicy.KEEP)
    company: Values = {"Surname": "Lee", "CompanyName": "Acme"}
    link = base_link({"Surname": "Lee"}, company, by)
    merged = merge(link, sides({"Surname": "Lee", "JobTitle": "CEO"}, company), by)
    assert "CompanyName" not in merged.to_mailbox
    assert merged.to_mailbox == {"JobTitle": "CEO"}


def test_a_write_that_failed_is_still_to_be_done() -> None:
    by = Rules(Collection.CONTACTS, Direction.BOTH, ConflictPolicy.SALESFORCE, DeletePolicy.KEEP)
    old: Values = {"Surname": "Lee", "JobTitle": "CEO"}
    link = base_link(old, old, by)
    now_one: Values = {"Surname": "Lee", "JobTitle": "Chair"}
    merged = merge(link, sides(now_one, old), by)
    assert merged.to_mailbox == {"JobTitle": "Chair"}
    kept = settled_link(link, merged, frozenset({Side.MAILBOX}))
    assert merge(kept, sides(now_one, old), by).to_mailbox == {"JobTitle": "Chair"}
