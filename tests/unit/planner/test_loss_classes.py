"""Small ways of losing data that no other test names: each fails when its one defence is taken out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from syncline.planner.merge import Sides, merge
from syncline.planner.policy import ConflictPolicy, DeletePolicy, Rules
from syncline.records.capability import EXCHANGE_CONTACT, EXCHANGE_EVENT, SALESFORCE_CONTACT, SALESFORCE_EVENT
from syncline.records.fields import CONTACT_FIELDS, EVENT_FIELDS
from syncline.records.moments import instant_of
from syncline.records.normal import same
from syncline.records.words import Collection, Direction

SOME = datetime(2026, 3, 2, tzinfo=UTC)
CONTACTS = Rules(Collection.CONTACTS, Direction.BOTH, ConflictPolicy.LATEST, DeletePolicy.KEEP)
EVENTS = Rules(Collection.EVENTS, Direction.BOTH, ConflictPolicy.MAILBOX, DeletePolicy.KEEP)


@pytest.mark.parametrize("text", ["2026-01-15T09:00:00@Europe/Berlin", "2026-07-15T10:00:00@Europe/Berlin"])
def test_a_wall_time_is_read_in_its_own_zone_by_the_rules_of_its_own_day(text: str) -> None:
    """L10: by the offset of the day it lies on, not of today."""
    assert instant_of(text).astimezone(UTC).hour == 8


def test_the_same_instant_in_another_zone_is_the_same_moment() -> None:
    """L10: a server that answers in UTC has moved nothing."""
    berlin, utc = "2026-01-15T09:00:00@Europe/Berlin", "2026-01-15T08:00:00@UTC"
    assert same(EVENT_FIELDS["Start"], berlin, utc)
    assert not same(EVENT_FIELDS["Start"], berlin, "2026-01-15T09:00:00@UTC")


@pytest.mark.parametrize("utc_first", [True, False])
def test_of_two_equal_moments_the_zone_is_kept(utc_first: bool) -> None:  # noqa: FBT001
    """L13: the side that knows no zone does not take the other's away."""
    berlin, utc = {"Start": "2026-01-15T09:00:00@Europe/Berlin"}, {"Start": "2026-01-15T08:00:00@UTC"}
    one, two = (utc, berlin) if utc_first else (berlin, utc)
    merged = merge(None, Sides(one, two, SALESFORCE_EVENT, EXCHANGE_EVENT), EVENTS)
    assert merged.base["Start"] == "2026-01-15T09:00:00@Europe/Berlin"


def test_a_server_that_spells_white_space_otherwise_has_changed_nothing() -> None:
    """L9."""
    assert same(CONTACT_FIELDS["JobTitle"], "Head  of Sales ", "Head of Sales")
    assert same(CONTACT_FIELDS["Body"], "one\r\ntwo", "one\ntwo")


def test_a_second_does_not_tell_who_was_last() -> None:
    """L15: within tolerance the configured side wins, whichever clock was ahead."""
    for ahead in (timedelta(seconds=-1), timedelta(seconds=1)):
        sides = Sides({"JobTitle": "a"}, {"JobTitle": "b"}, SALESFORCE_CONTACT, EXCHANGE_CONTACT, SOME, SOME + ahead)
        assert merge(None, sides, CONTACTS).to_mailbox == {"JobTitle": "a"}
