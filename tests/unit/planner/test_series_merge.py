"""Series and people, merged: nothing is lost, one-way stays one-way, done is done; and part by part, case by case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from syncline.planner.merge import Merged, Sides, merge, overwritten, settled_link
from syncline.planner.policy import ConflictPolicy, DeletePolicy, Rules
from syncline.records.attendees import Attendee, Response, Role, attendees_text, read_attendees
from syncline.records.capability import Capability
from syncline.records.fields import ATTENDEES, EXCEPTIONS, FIELDS, RECURRENCE, Kind
from syncline.records.link import Link
from syncline.records.normal import same
from syncline.records.parts import parts_of
from syncline.records.recurrence.exceptions import exceptions_text, read_exceptions
from syncline.records.recurrence.rrule_read import read_rrule
from syncline.records.recurrence.text import recurrence_text
from syncline.records.words import Collection, Direction, Side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.records.capability import Capabilities
    from syncline.records.record import Value, Values
    from syncline.records.recurrence.exceptions import Change, Exceptions

EVENTS = Collection.EVENTS
CAN: Capabilities = {label: Capability(lines=True) for label in FIELDS[EVENTS]}
SINGLE: Capabilities = {label: can for label, can in CAN.items() if label not in {RECURRENCE, EXCEPTIONS, ATTENDEES}}
START, END = "2026-03-02T09:00:00@Europe/Berlin", "2026-03-02T10:00:00@Europe/Berlin"
FIRST, SECOND, THIRD = (f"2026-03-0{day}" for day in (2, 3, 4))
RULES = ("FREQ=DAILY", "FREQ=DAILY;COUNT=9", "FREQ=WEEKLY;BYDAY=MO,TU")
ANN, BOB, EVE = (f"{name}@acme.example" for name in ("ann", "bob", "eve"))


ROLES = (Role.REQUIRED, Role.OPTIONAL)


def rule(told: str) -> str:
    return recurrence_text(read_rrule(told, START))


changes = st.one_of(st.none(), st.sampled_from([{"Subject": "a"}, {"Location": "b"}, {"Subject": "c", "Body": None}]))
exceptions = st.dictionaries(st.sampled_from([FIRST, SECOND, THIRD]), changes, max_size=3).map(
    exceptions_text  # type: ignore[arg-type]
)
attendees = st.lists(
    st.builds(Attendee, st.sampled_from([ANN, BOB, EVE]), st.sampled_from(ROLES), st.sampled_from(Response)),
    max_size=3,
    unique_by=lambda one: one.address,
).map(attendees_text)  # fmt: skip


def _event(told: tuple[str, str, str, str, str]) -> dict[str, Value]:
    subject, start, recurrence, done, who = told
    values: dict[str, Value] = {"Subject": subject, "Start": start, "End": END}
    if recurrence:
        values |= {RECURRENCE: recurrence, **({EXCEPTIONS: done} if done else {})}
    return values | ({ATTENDEES: who} if who else {})


events = st.tuples(
    st.sampled_from(("x", "y")),
    st.sampled_from((START, "2026-03-02T08:00:00@Europe/Berlin")),
    st.sampled_from(("", *map(rule, RULES))),
    exceptions,
    attendees,
).map(_event)
rules = st.builds(
    Rules,
    st.just(EVENTS),
    st.sampled_from([Direction.BOTH, Direction.TO_SALESFORCE, Direction.TO_MAILBOX]),
    st.sampled_from(ConflictPolicy),
    st.just(DeletePolicy.KEEP),
    invites=st.booleans(),
)


def sides(one: Values, two: Values) -> Sides:
    return Sides(one, two, CAN, CAN)


def applied(holds: Values, merged: Merged, side: Side) -> dict[str, Value]:
    after = {label: value for label, value in holds.items() if label not in merged.writes(side)}
    after.update({label: value for label, value in merged.writes(side).items() if value is not None})
    return after


def linked(one: Values, two: Values, by: Rules) -> Link:
    return settled_link(Link("l", "r", EVENTS, "s", "m"), merge(None, sides(one, two), by))


@given(events, events, events, events, rules)
def test_once_merged_nothing_is_left_to_do(
    one: Values, two: Values, later_one: Values, later_two: Values, by: Rules
) -> None:
    first = merge(None, sides(one, two), by)
    for link, holds_one, holds_two in ((None, one, two), (linked(one, two, by), later_one, later_two)):
        merged = first if link is None else merge(link, sides(holds_one, holds_two), by)
        settled = settled_link(link or Link("l", "r", EVENTS, "s", "m"), merged)
        after = [applied(holds_one, merged, Side.SALESFORCE), applied(holds_two, merged, Side.MAILBOX)]
        again = merge(settled, sides(*after), by)
        assert not again.to_salesforce
        assert not again.to_mailbox


@given(events, events, events, events, rules)
def test_no_value_is_lost(one: Values, two: Values, later_one: Values, later_two: Values, by: Rules) -> None:
    """P2: each value a side held is still on a side, or among what the journal is told of."""
    merged = merge(linked(one, two, by), sides(later_one, later_two), by)
    journal = [overwritten(merged.to_salesforce, later_one), overwritten(merged.to_mailbox, later_two)]
    remains = [applied(later_one, merged, Side.SALESFORCE), applied(later_two, merged, Side.MAILBOX), *journal]
    for holds in (later_one, later_two):
        for label, value in holds.items():
            assert any(remains_in(found, label, value) for found in remains), label


def remains_in(found: Mapping[str, Value], label: str, value: Value) -> bool:
    """Of people, whoever was there has to be; what they answered is the mailbox's to say, and nobody's typing."""
    if label != ATTENDEES:
        return same(FIELDS[EVENTS][label], found.get(label), value)
    return parts_of(Kind.PEOPLE, value).keys() <= parts_of(Kind.PEOPLE, found.get(label)).keys()


@given(events, events, events, events, rules)
def test_the_source_is_never_written(one: Values, two: Values, later_one: Values, later_two: Values, by: Rules) -> None:
    for merged in (merge(None, sides(one, two), by), merge(linked(one, two, by), sides(later_one, later_two), by)):
        for side in Side:
            assert by.direction.may_write(side) or not merged.writes(side)
        assert by.invites or ATTENDEES not in merged.to_mailbox


@given(events, events, events, events, rules)
def test_without_series_nothing_is_decided_otherwise(
    one: Values, two: Values, later_one: Values, later_two: Values, by: Rules
) -> None:
    """Where a side cannot hold them, rule, exceptions and people are as if they were not there."""

    def bare(values: Values) -> Values:
        return {label: value for label, value in values.items() if label in SINGLE}

    plain = _merges(bare(one), bare(two), bare(later_one), bare(later_two), by)
    assert _merges(one, two, later_one, later_two, by) == plain


def _merges(one: Values, two: Values, later_one: Values, later_two: Values, by: Rules) -> list[Merged]:
    first = merge(None, Sides(one, two, SINGLE, CAN), by)
    link = settled_link(Link("l", "r", EVENTS, "s", "m"), first)
    return [first, merge(link, Sides(later_one, later_two, SINGLE, CAN), by)]


BOTH = Rules(EVENTS, Direction.BOTH, ConflictPolicy.MAILBOX, DeletePolicy.KEEP)
IN = Rules(EVENTS, Direction.TO_SALESFORCE, ConflictPolicy.MAILBOX, DeletePolicy.KEEP)


def series(told: str = RULES[0], done: Exceptions | None = None, **more: Value) -> dict[str, Value]:
    text = exceptions_text(done or {})
    values: dict[str, Value] = {"Subject": "x", "Start": START, "End": END, RECURRENCE: rule(told), **more}
    return values | ({EXCEPTIONS: text} if text else {})


CANCELLED: Exceptions = {SECOND: None}
EDITED: dict[str, Change | None] = {THIRD: {"Subject": "y"}}


def test_two_occurrences_changed_on_two_sides_are_both_changed() -> None:
    link = linked(series(), series(), BOTH)
    merged = merge(link, sides(series(done=CANCELLED), series(done=EDITED)), BOTH)
    for side in Side:
        assert read_exceptions(str(merged.writes(side)[EXCEPTIONS])) == {**CANCELLED, **EDITED}
    assert not merged.lost_in_conflict


def test_one_occurrence_changed_on_two_sides_is_the_winners() -> None:
    link = linked(series(), series(), BOTH)
    merged = merge(link, sides(series(done={THIRD: None}), series(done=EDITED)), BOTH)
    assert merged.to_mailbox == {}
    assert read_exceptions(str(merged.to_salesforce[EXCEPTIONS])) == EDITED
    assert merged.lost_in_conflict == {EXCEPTIONS: Side.SALESFORCE}


def test_under_one_direction_the_targets_own_occurrence_stays_when_another_comes_in() -> None:
    link = linked(series(), series(), IN)
    kept = settled_link(link, merge(link, sides(series(done=CANCELLED), series()), IN))
    merged = merge(kept, sides(series(done=CANCELLED), series(done=EDITED)), IN)
    assert read_exceptions(str(merged.to_salesforce[EXCEPTIONS])) == {**CANCELLED, **EDITED}
    assert read_exceptions(str(merged.base[EXCEPTIONS])) == EDITED


def test_a_rule_and_a_time_changed_on_two_sides_are_one_change_each() -> None:
    link = linked(series(), series(), BOTH)
    moved = {**series(), "Start": "2026-03-02T08:00:00@Europe/Berlin"}
    merged = merge(link, sides(moved, series(RULES[2])), BOTH)
    assert merged.to_salesforce == {"Start": START, RECURRENCE: rule(RULES[2])}
    assert merged.to_mailbox == {}
    assert merged.lost_in_conflict == {"Start": Side.SALESFORCE, RECURRENCE: Side.SALESFORCE}


def test_what_was_done_to_an_occurrence_that_is_no_more_goes_with_it() -> None:
    link = linked(series(), series(), BOTH)
    merged = merge(link, sides(series(done=EDITED), series(RULES[2])), BOTH)
    assert merged.to_salesforce == {RECURRENCE: rule(RULES[2]), EXCEPTIONS: None}
    assert overwritten(merged.to_salesforce, series(done=EDITED))[EXCEPTIONS] == exceptions_text(EDITED)


def test_a_series_becomes_a_single_event_and_back() -> None:
    single: Values = {"Subject": "x", "Start": START, "End": END}
    link = linked(series(done=EDITED), series(done=EDITED), IN)
    ended = merge(link, sides(series(done=EDITED), single), IN)
    assert ended.to_salesforce == {RECURRENCE: None, EXCEPTIONS: None}
    back = merge(settled_link(link, ended), sides(single, series()), IN)
    assert back.to_salesforce == {RECURRENCE: rule(RULES[0])}


def test_zones_of_one_windows_name_are_one_rule() -> None:
    field = FIELDS[EVENTS][RECURRENCE]
    assert same(field, "FREQ=DAILY@Europe/Berlin", "FREQ=DAILY@Europe/Vienna")
    assert not same(field, "FREQ=DAILY@Europe/Berlin", "FREQ=DAILY@Europe/London")
    assert not same(field, "FREQ=DAILY@Europe/Berlin", "FREQ=DAILY@")
    assert not same(field, "FREQ=DAILY@Europe/Berlin", "FREQ=DAILY;COUNT=2@Europe/Berlin")


def test_a_moved_occurrence_is_the_same_at_the_same_instant() -> None:
    field = FIELDS[EVENTS][EXCEPTIONS]
    here = exceptions_text({SECOND: {"Start": "2026-03-03T11:00:00@Europe/Berlin"}})
    assert same(field, here, exceptions_text({SECOND: {"Start": "2026-03-03T10:00:00@UTC"}}))
    assert not same(field, here, exceptions_text({SECOND: None}))
    assert not same(field, here, exceptions_text({SECOND: {"Start": "2026-03-03T10:30:00@UTC"}}))


def meeting(*who: Attendee) -> dict[str, Value]:
    return {"Subject": "x", "Start": START, "End": END, **({ATTENDEES: attendees_text(who)} if who else {})}


def test_answers_come_in_and_never_go_out() -> None:
    by = Rules(EVENTS, Direction.BOTH, ConflictPolicy.SALESFORCE, DeletePolicy.KEEP, invites=True)
    link = linked(meeting(Attendee(ANN)), meeting(Attendee(ANN)), by)
    there, here = Attendee(ANN, response=Response.DECLINED), Attendee(ANN, response=Response.ACCEPTED)
    assert not merge(link, sides(meeting(there), meeting(Attendee(ANN))), by).to_mailbox
    merged = merge(link, sides(meeting(there), meeting(here)), by)
    assert merged.to_salesforce == {ATTENDEES: attendees_text([here])}
    assert not merged.to_mailbox


def test_whom_salesforce_does_not_know_stays_in_the_mailbox() -> None:
    link = linked(meeting(Attendee(ANN)), meeting(Attendee(ANN), Attendee(EVE)), IN)
    seen = settled_link(link, merge(link, sides(meeting(Attendee(ANN)), meeting(Attendee(ANN), Attendee(EVE))), IN))
    two = meeting(Attendee(ANN), Attendee(EVE), Attendee(BOB, Role.OPTIONAL))
    merged = merge(seen, sides(meeting(Attendee(ANN)), two), IN)
    assert [one.address for one in read_attendees(str(merged.to_salesforce[ATTENDEES]))] == [ANN, BOB]


def test_somebody_added_in_salesforce_is_invited_only_where_an_admin_said_so() -> None:
    for invites in (False, True):
        by = Rules(EVENTS, Direction.BOTH, ConflictPolicy.SALESFORCE, DeletePolicy.KEEP, invites=invites)
        link = linked(meeting(Attendee(ANN)), meeting(Attendee(ANN)), by)
        added = meeting(Attendee(ANN), Attendee(BOB, response=Response.ACCEPTED))
        merged = merge(link, sides(added, meeting(Attendee(ANN))), by)
        expected = {ATTENDEES: attendees_text([Attendee(ANN), Attendee(BOB)])} if invites else {}
        assert merged.to_mailbox == expected
