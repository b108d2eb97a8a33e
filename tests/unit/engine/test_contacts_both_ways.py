"""Contacts in both directions: first match, copies, edits, conflicts."""

from __future__ import annotations

from dataclasses import replace

from syncline.planner.policy import ConflictPolicy, Ties
from syncline.records.words import Direction, Side
from syncline.store.rows import Action
from tests.support.world import BOTH, REP, World, idle

ANN = {"GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "ann@acme.example"}
BOB = {"GivenName": "Bob", "Surname": "Ray", "EmailAddress1": "bob@acme.example", "JobTitle": "Buyer"}


def test_each_side_gets_what_the_other_has_and_then_rests() -> None:
    world = World()
    world.shelf(Side.MAILBOX).put(ANN)
    world.shelf(Side.SALESFORCE).put(BOB, owner=world.org.user_id)
    counts = world.cycle()
    assert counts["contacts"]["to_salesforce"]["created"] == 1
    assert counts["contacts"]["to_mailbox"]["created"] == 1
    assert world.values(Side.MAILBOX) == world.values(Side.SALESFORCE)
    assert idle(world.cycle())


def test_the_same_person_on_both_sides_is_linked_and_filled_up() -> None:
    world = World()
    world.shelf(Side.MAILBOX).put({**ANN, "MobilePhone": "+1 555 0100"})
    world.shelf(Side.SALESFORCE).put({**ANN, "JobTitle": "CEO"}, owner=world.org.user_id)
    world.converge()
    assert len(world.links()) == 1
    expected = [{**ANN, "MobilePhone": "+1 555 0100", "JobTitle": "CEO"}]
    assert world.values(Side.MAILBOX) == world.values(Side.SALESFORCE) == expected


def test_on_first_match_the_policy_decides_and_the_loser_is_journaled() -> None:
    world = World()
    world.shelf(Side.MAILBOX).put({**ANN, "JobTitle": "Chief"})
    world.shelf(Side.SALESFORCE).put({**ANN, "JobTitle": "CEO"}, owner=world.org.user_id)
    world.converge()
    assert world.values(Side.MAILBOX)[0]["JobTitle"] == "CEO"
    (row,) = world.store.journal(rep=REP)
    assert (row.side, row.before, row.after) == (Side.MAILBOX, {"JobTitle": "Chief"}, {"JobTitle": "CEO"})


def test_edits_of_different_fields_on_both_sides_are_both_kept() -> None:
    world = World()
    mine = world.shelf(Side.MAILBOX).put(BOB)
    world.converge()
    theirs = world.links()[0].salesforce_id
    world.shelf(Side.MAILBOX).edit(mine.id, {"JobTitle": "Head of Buying"})
    world.shelf(Side.SALESFORCE).edit(theirs, {"Department": "Purchasing"})
    world.converge()
    expected = {**BOB, "JobTitle": "Head of Buying", "Department": "Purchasing"}
    assert world.values(Side.MAILBOX) == world.values(Side.SALESFORCE) == [expected]


def test_a_conflict_goes_by_policy_and_the_loser_is_journaled() -> None:
    for policy, winner in (
        (ConflictPolicy.SALESFORCE, "S"),
        (ConflictPolicy.MAILBOX, "M"),
        (ConflictPolicy.LATEST, "S"),
    ):
        world = World(contacts=replace(BOTH, conflicts=policy))
        mine = world.shelf(Side.MAILBOX).put(BOB)
        world.converge()
        world.shelf(Side.MAILBOX).edit(mine.id, {"JobTitle": "M"})
        world.wait(minutes=1)
        world.shelf(Side.SALESFORCE).edit(world.links()[0].salesforce_id, {"JobTitle": "S"})
        world.converge()
        assert [one["JobTitle"] for one in (*world.values(Side.MAILBOX), *world.values(Side.SALESFORCE))] == [
            winner
        ] * 2
        (row,) = [row for row in world.store.journal(rep=REP) if row.action is Action.LOST_IN_CONFLICT]
        assert row.before["JobTitle"] == ("M" if winner == "S" else "S")


def test_emptying_a_field_empties_it_on_the_other_side() -> None:
    world = World()
    mine = world.shelf(Side.MAILBOX).put(BOB)
    world.converge()
    world.shelf(Side.MAILBOX).edit(mine.id, {"JobTitle": None})
    world.converge()
    assert "JobTitle" not in world.values(Side.SALESFORCE)[0]
    assert world.store.journal(rep=REP)[0].before == {"JobTitle": "Buyer"}


def test_a_cut_value_never_flows_back() -> None:
    world = World()
    notes = "long " * 8000
    mine = world.shelf(Side.MAILBOX).put({**BOB, "Body": notes.strip()})
    world.converge()
    assert len(world.values(Side.SALESFORCE)[0]["Body"]) <= 32_000
    world.shelf(Side.SALESFORCE).edit(world.links()[0].salesforce_id, {"Department": "X"})
    world.converge()
    assert world.shelf(Side.MAILBOX).records[mine.id].values["Body"] == notes.strip()


def test_a_server_that_rewrites_values_starts_no_ping_pong() -> None:
    world = World()
    world.shelf(Side.SALESFORCE).rewrite = lambda values: {
        label: value.upper() if isinstance(value, str) and label == "JobTitle" else value
        for label, value in values.items()
    }
    mine = world.shelf(Side.MAILBOX).put(BOB)
    world.converge(2)
    world.shelf(Side.MAILBOX).edit(mine.id, {"JobTitle": "chief buyer"})
    world.converge(2)
    assert world.values(Side.SALESFORCE)[0]["JobTitle"] == "CHIEF BUYER"
    assert world.values(Side.MAILBOX)[0]["JobTitle"] == "chief buyer"


def test_one_way_to_salesforce_leaves_the_targets_own_edit_until_the_source_changes_that_field() -> None:
    world = World(contacts=replace(BOTH, direction=Direction.TO_SALESFORCE))
    mine = world.shelf(Side.MAILBOX).put(BOB)
    world.converge()
    theirs = world.links()[0].salesforce_id
    world.shelf(Side.SALESFORCE).edit(theirs, {"JobTitle": "Theirs", "Department": "Own"})
    world.converge()
    assert world.values(Side.SALESFORCE)[0]["JobTitle"] == "Theirs"
    world.shelf(Side.MAILBOX).edit(mine.id, {"JobTitle": "Mine"})
    world.converge()
    assert world.values(Side.SALESFORCE)[0] == {**BOB, "JobTitle": "Mine", "Department": "Own"}
    assert "Theirs" in [row.before.get("JobTitle") for row in world.store.journal(rep=REP)]


def test_one_way_to_mailbox() -> None:
    world = World(contacts=replace(BOTH, direction=Direction.TO_MAILBOX))
    world.shelf(Side.MAILBOX).put(ANN)
    theirs = world.shelf(Side.SALESFORCE).put(BOB, owner=world.org.user_id)
    world.converge()
    assert len(world.values(Side.SALESFORCE)) == 1
    mine = world.links()[0].mailbox_id
    world.shelf(Side.MAILBOX).edit(mine, {"JobTitle": "Own"})
    world.converge()
    assert world.shelf(Side.MAILBOX).records[mine].values["JobTitle"] == "Own"
    world.shelf(Side.SALESFORCE).edit(theirs.id, {"JobTitle": "Boss"})
    world.converge()
    assert world.shelf(Side.MAILBOX).records[mine].values["JobTitle"] == "Boss"
    assert [row.before for row in world.store.journal(rep=REP)] == [{"JobTitle": "Own"}]


def test_two_people_on_one_address_are_asked_about() -> None:
    world = World()
    world.shelf(Side.MAILBOX).put({"GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "info@acme.example"})
    world.shelf(Side.SALESFORCE).put({"GivenName": "Bob", "Surname": "Ray", "EmailAddress1": "INFO@acme.example"})
    world.converge()
    assert [row.kind for row in world.store.unresolved(rep=REP)] == ["contradiction"]
    assert len(world.values(Side.SALESFORCE)) == 1


def test_several_candidates_are_asked_about_unless_a_preference_tells() -> None:
    for ties, expected in ((Ties.ASK, 0), (Ties.MOST_RECENTLY_UPDATED, 1), (Ties.OLDEST, 1)):
        world = World(contacts=replace(BOTH, ties=ties))
        first = world.shelf(Side.SALESFORCE).put(ANN)
        second = world.shelf(Side.SALESFORCE).put(ANN)
        world.shelf(Side.MAILBOX).put(ANN)
        world.converge()
        assert len(world.links()) == expected
        assert len(world.store.unresolved(rep=REP)) == 1 - expected
        assert len(world.values(Side.SALESFORCE)) == 2
        if ties is Ties.MOST_RECENTLY_UPDATED:
            assert world.links()[0].salesforce_id == second.id
        if ties is Ties.OLDEST:
            assert world.links()[0].salesforce_id == first.id


def test_a_copy_in_the_folder_makes_no_second_contact() -> None:
    world = World()
    world.shelf(Side.MAILBOX).put(ANN)
    world.converge()
    world.shelf(Side.MAILBOX).put(ANN)
    world.converge()
    assert len(world.values(Side.SALESFORCE)) == 1
    assert [row.kind for row in world.store.unresolved(rep=REP)] == ["copy_in_mailbox"]


def test_a_name_that_stands_in_never_flows_back() -> None:
    world = World()
    mine = world.shelf(Side.MAILBOX).put({"EmailAddress1": "info@acme.example"})
    world.converge()
    assert world.values(Side.SALESFORCE)[0]["Surname"] == "Stand-in"
    assert "Surname" not in world.shelf(Side.MAILBOX).records[mine.id].values


def test_a_contact_of_another_owner_stays_out_of_the_mailbox() -> None:
    world = World()
    world.shelf(Side.SALESFORCE).put(ANN, owner="005000000000009AAA")
    world.converge()
    assert world.values(Side.MAILBOX) == []
