"""What the file says reaches the planner."""

from __future__ import annotations

from syncline.cli.setup_file.read import read
from syncline.planner.from_settings import contact_policy, delete_guard, event_policy
from syncline.planner.policy import (
    ConflictPolicy,
    ContactPolicy,
    Criterion,
    DeleteGuard,
    DeletePolicy,
    EventPolicy,
    Ties,
    Window,
)
from syncline.records.words import Direction
from tests.support.cli_files import GOOD, changed, surroundings


def test_contacts() -> None:
    settings = read(GOOD, "setup.yaml", surroundings()).configurations[0].settings

    assert contact_policy(settings) == ContactPolicy(
        Direction.BOTH,
        "selected",
        "users_records",
        (Criterion("MailingCountry", "equals", "DE"),),
        ConflictPolicy.SALESFORCE,
        DeletePolicy.KEEP,
        Ties.MOST_RECENTLY_UPDATED,
        {"JobTitle": "Job_Title__c"},
    )


def test_events() -> None:
    text = changed("window: today", "window: {last_days: 30}", changed("private: false", "private: true"))
    settings = read(text, "setup.yaml", surroundings()).configurations[0].settings

    assert event_policy(settings) == EventPolicy(
        Direction.TO_SALESFORCE, private=True, remove_deleted=True, window=Window.LAST_DAYS, last_days=30
    )


def test_events_that_are_marked_related_and_busy_only() -> None:
    more = "which: selected, private: busy_only, made_private: remove, relate: true"
    text = changed("which: all, private: false", more)
    policy = event_policy(read(text, "setup.yaml", surroundings()).configurations[0].settings)

    assert (policy.which, policy.relate, policy.made_private) == ("selected", True, "remove")
    assert (policy.private, policy.busy_only) == (True, True)
    assert not event_policy({"events": {"private": True}}).busy_only


def test_what_is_not_said_has_its_default() -> None:
    assert contact_policy({}) == ContactPolicy()
    assert event_policy({"events": {"window": "last_month"}}) == EventPolicy(window=Window.LAST_MONTH)
    assert delete_guard("") == DeleteGuard()
    assert delete_guard('{"deletes": {"count": 7}}') == DeleteGuard(count=7)
