"""SPEC 3.2, 3.6, 5.4, 5.8, 5.9: what happens to events under each direction, on every mail system."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest

from syncline.records.words import Collection
from syncline.store.rows import Action, Hold
from tests.support.house import REP
from tests.support.house_calendars import MORNING, calendar, change, every_system, meet, paired, row, settle
from tests.support.house_people import subjects
from tests.support.house_undo import undone

if TYPE_CHECKING:
    from tests.support.house_calendars import Calendar

NOON = {"Start": "2026-03-04T12:00:00@Europe/Berlin", "End": "2026-03-04T13:00:00@Europe/Berlin"}
GUEST = ("Ann Lee", "ann@customer.example")
HOST = ("Bo Berg", "bo@customer.example")


def actions(at: Calendar) -> list[tuple[Action, str]]:
    return sorted((one.action, one.side) for one in at.house.store.journal())


# --- 3.2, 3.6 ----------------------------------------------------------------------------------------------------


@every_system
@pytest.mark.parametrize("first_in", ["mailbox", "salesforce"])
def test_edits_of_different_fields_on_both_sides_both_stay(system: str, first_in: str) -> None:
    at = paired(system, first_in=first_in)
    at.edit(at.only().id, {"Subject": "Long visit"})
    change(at, row(at)["Id"], Location="There")
    settle(at)
    assert (at.only().values["Subject"], at.only().values["Location"]) == ("Long visit", "There")
    assert (row(at)["Subject"], row(at)["Location"]) == ("Long visit", "There")


@every_system
@pytest.mark.parametrize(("policy", "wins"), [("", "calendar"), ("mailbox", "calendar"), ("salesforce", "org")])
def test_where_both_changed_a_field_the_policy_decides_and_the_loser_is_journaled(
    system: str, policy: str, wins: str
) -> None:
    at = paired(system, **({"conflicts": policy} if policy else {}))
    at.edit(at.only().id, {"Location": "calendar"})
    change(at, row(at)["Id"], Location="org")
    settle(at)
    assert (at.only().values["Location"], row(at)["Location"]) == (wins, wins)
    (lost,) = [one for one in at.house.store.journal() if one.action is Action.LOST_IN_CONFLICT]
    assert lost.before["Location"] == {"calendar": "org", "org": "calendar"}[wins]


@every_system
@pytest.mark.parametrize("later", ["calendar", "org"])
def test_with_latest_the_later_edit_wins(system: str, later: str) -> None:
    at = paired(system, conflicts="latest")
    edits = {
        "calendar": lambda: at.edit(at.only().id, {"Location": "calendar"}),
        "org": lambda: change(at, row(at)["Id"], Location="org"),
    }
    for side in sorted(edits, key=lambda one: one == later):
        edits[side]()
        at.house.wait(minutes=1)
    settle(at)
    assert (at.only().values["Location"], row(at)["Location"]) == (later, later)


@every_system
def test_one_sides_start_is_never_put_together_with_the_others_end(system: str) -> None:
    at = paired(system)
    longer = {"Start": MORNING["Start"], "End": "2026-03-04T09:30:00@Europe/Berlin"}
    at.edit(at.only().id, longer)
    change(at, row(at)["Id"], StartDateTime="2026-03-04T13:00:00.000Z", EndDateTime="2026-03-04T14:00:00.000Z")
    settle(at)
    assert {label: at.only().values[label] for label in ("Start", "End")} == longer
    assert (row(at)["StartDateTime"][11:16], row(at)["EndDateTime"][11:16]) == ("08:00", "08:30")
    lost = {label for one in at.house.store.journal() for label in one.before}
    assert {"Start", "End"} <= lost


@every_system
def test_to_mailbox_the_calendars_own_edit_stays_until_salesforce_changes_that_field(system: str) -> None:
    at = paired(system, "to_mailbox", "salesforce")
    at.edit(at.only().id, {"Location": "mine"})
    at.enter({"Subject": "Own", **NOON})
    settle(at)
    assert (row(at)["Location"], subjects(at.house)) == ("Here", ["Visit"])
    change(at, row(at)["Id"], Subject="Big visit")
    settle(at)
    visit = next(one for one in at.values() if one["Subject"] == "Big visit")
    assert visit["Location"] == "mine"
    change(at, row(at)["Id"], Location="There")
    settle(at)
    visit = next(one for one in at.values() if one["Subject"] == "Big visit")
    assert visit["Location"] == "There"
    (lost,) = [one for one in at.house.store.journal() if "Location" in one.before]
    assert lost.before["Location"] == "mine"


@every_system
def test_to_mailbox_what_the_calendar_has_already_is_paired_and_not_doubled(system: str) -> None:
    at = calendar(system, "to_mailbox")
    at.enter({"Subject": "Visit", **MORNING})
    settle(at)
    meet(at, "Visit", "2026-03-04T08:00", "2026-03-04T09:00", Location="There")
    settle(at)
    assert [one["Location"] for one in at.values()] == ["There"]
    assert at.house.link_count(Collection.EVENTS) == 1


# --- 5.4 ---------------------------------------------------------------------------------------------------------


@every_system
@pytest.mark.parametrize("first_in", ["mailbox", "salesforce"])
@pytest.mark.parametrize("removes", [True, False])
def test_deleted_in_the_calendar(system: str, first_in: str, *, removes: bool) -> None:
    at = paired(system, first_in=first_in, remove_deleted=removes)
    at.delete(at.only().id)
    settle(at)
    assert subjects(at.house) == ([] if removes else ["Visit"])
    assert actions(at) == ([(Action.DELETE, "salesforce")] if removes else [])
    if not removes:  # and it does not come back
        change(at, row(at)["Id"], Location="There")
        settle(at)
        assert at.values() == []


@every_system
@pytest.mark.parametrize("direction", ["both", "to_mailbox"])
@pytest.mark.parametrize("removes", [True, False])
def test_deleted_in_salesforce(system: str, direction: str, *, removes: bool) -> None:
    at = paired(system, direction, "salesforce", remove_deleted=removes)
    at.house.org.as_user(REP).delete(row(at)["Id"])
    settle(at)
    assert len(at.values()) == (0 if removes else 1)
    assert at.binned() == int(removes)
    assert actions(at) == ([(Action.DELETE, "mailbox")] if removes else [])
    if not removes:
        at.edit(at.only().id, {"Location": "mine"})
        settle(at)
        assert subjects(at.house) == []


@every_system
def test_what_was_changed_on_the_other_side_survives_its_deletion(system: str) -> None:
    at = paired(system)
    at.edit(at.only().id, {"Location": "mine"})
    at.house.org.as_user(REP).delete(row(at)["Id"])
    settle(at)
    assert at.only().values["Location"] == "mine"
    assert [one.kind for one in at.house.store.unresolved()] == ["edited_and_deleted"]


@every_system
def test_old_events_that_an_org_clears_out_stay_in_the_calendar(system: str) -> None:
    at = paired(system)
    at.house.wait(days=40)
    at.house.org.as_user(REP).delete(row(at)["Id"])
    at.house.converge()
    assert at.binned() == 0


@every_system
def test_many_deletions_wait_for_a_person(system: str) -> None:
    at = calendar(system)
    settle(at)
    made = [meet(at, f"Visit {n}", f"2026-03-{10 + n}T08:00", f"2026-03-{10 + n}T09:00") for n in range(12)]
    settle(at)
    for one in made:
        at.house.org.as_user(REP).delete(one)
    at.house.sync()
    held = at.house.store.held()
    assert (len(at.values()), {one.state for one in held}, len(held)) == (7, {Hold.HELD}, 7)
    assert at.mails == 0


# --- 5.6 ---------------------------------------------------------------------------------------------------------


@every_system
def test_with_selected_events_what_comes_from_salesforce_needs_no_mark(system: str) -> None:
    at = calendar(system, which="selected")
    at.enter({"Subject": "Own", **NOON})
    settle(at)
    made = meet(at, "Visit", "2026-03-04T08:00", "2026-03-04T09:00")
    settle(at)
    visit = next(one for one in at.records() if one.values["Subject"] == "Visit")
    at.edit(visit.id, {"Location": "mine"})
    settle(at)
    assert subjects(at.house) == ["Visit"]
    assert row(at)["Location"] == "mine"
    at.house.store.reset(f"acme/{REP}")
    settle(at)
    change(at, made, Location="There")
    settle(at)
    assert sorted(str(one.get("Location")) for one in at.values()) == ["None", "There"]


@every_system
def test_with_selected_events_an_unmarked_twin_is_left_alone_and_not_doubled(system: str) -> None:
    at = calendar(system, which="selected")
    at.enter({"Subject": "Visit", **MORNING})
    settle(at)
    meet(at, "Visit", "2026-03-04T08:00", "2026-03-04T09:00", Location="There")
    settle(at)
    assert [one.get("Location") for one in at.values()] == [None]
    assert at.house.link_count(Collection.EVENTS) == 0


# --- 5.9 ---------------------------------------------------------------------------------------------------------


@every_system
@pytest.mark.parametrize("deed", ["edit", "delete"])
def test_nobody_is_mailed_about_a_meeting_that_the_rep_organizes(system: str, deed: str) -> None:
    at = calendar(system)
    at.enter({"Subject": "Visit", **MORNING}, guests=(GUEST,))
    settle(at)
    if deed == "edit":
        change(at, row(at)["Id"], Location="There")
    else:
        at.house.org.as_user(REP).delete(row(at)["Id"])
    at.house.sync()
    assert at.mails == 0
    if system == "microsoft365":  # Graph has no switch for it: the item is kept back
        (error,) = at.house.store.errors()
        assert (error.code, "1 people" in error.message) == ("would_mail", True)
        assert [one.get("Location") for one in at.values()] == [None]
        return
    settle(at)
    assert [one.get("Location") for one in at.values()] == (["There"] if deed == "edit" else [])


@pytest.mark.mails
def test_an_admin_may_let_graph_mail() -> None:
    at = calendar("microsoft365", may_send_mail=True)
    at.enter({"Subject": "Visit", **MORNING}, guests=(GUEST,))
    settle(at)
    change(at, row(at)["Id"], Location="There")
    at.house.sync()
    assert (at.only().values["Location"], at.mails) == ("There", 1)


# --- the rest of the house ---------------------------------------------------------------------------------------


def test_a_preview_tells_and_writes_nothing() -> None:
    at = calendar("exchange")
    settle(at)
    meet(at, "Visit", "2026-03-04T08:00", "2026-03-04T09:00")
    told = at.house.preview()
    (counts,) = told["reps"].values()
    assert counts["events"]["create"] == {"to_mailbox": 1, "to_salesforce": 0}
    assert at.values() == []


@every_system
@pytest.mark.parametrize(("first_in", "deed"), [("salesforce", "edit"), ("salesforce", "delete"), ("mailbox", "edit")])
def test_what_was_done_to_the_calendar_can_be_undone(system: str, first_in: str, deed: str) -> None:
    at = paired(system, first_in=first_in)
    if deed == "edit":
        change(at, row(at)["Id"], Location="There")
    else:
        at.house.org.as_user(REP).delete(row(at)["Id"])
    settle(at)
    undone(at.house, *at.house.store.journal())
    assert at.only().values["Location"] == "Here"
    at.house.wait(minutes=5)
    settle(at)
    assert at.only().values["Location"] == "Here"
    assert subjects(at.house) == (["Visit"] if deed == "edit" else [])


@pytest.mark.parametrize(
    ("direction", "lacks", "told"),
    [
        ("both", {"edit"}, "Edit on Event"),
        ("both", {"create"}, "Create on Event"),
        ("to_mailbox", {"read", "create", "edit", "delete"}, "Read on Event"),
        ("to_mailbox", {"create", "edit", "delete"}, ""),
    ],
)
def test_what_the_rep_needs_in_salesforce(direction: str, lacks: set[str], told: str) -> None:
    at = calendar("exchange", direction)
    at.house.org.permissions(REP).objects["Event"] = frozenset({"read", "create", "edit", "delete"} - lacks)
    at.house.sync()
    messages = [one.message for one in at.house.store.errors()]
    assert [told in one for one in messages] == ([True] if told else [])


# --- descriptions ------------------------------------------------------------------------------------------------

HTML = "<p>Agenda <b>first</b></p>"


@every_system
def test_formatted_text_stays_while_other_fields_change_in_salesforce(system: str) -> None:
    at = calendar(system)
    mine = at.enter({"Subject": "Visit", **MORNING}, html=HTML)
    settle(at)
    before = at.markup(mine)
    assert ("<b>first</b>" in before, row(at)["Description"]) == (True, "Agenda first")
    change(at, row(at)["Id"], Subject="Long visit", Location="There")
    settle(at)
    assert (at.only().values["Subject"], at.markup(mine)) == ("Long visit", before)


@every_system
def test_formatted_text_that_salesforce_replaces_is_journaled_as_it_was(system: str) -> None:
    at = calendar(system)
    at.enter({"Subject": "Visit", **MORNING}, html=HTML)
    settle(at)
    change(at, row(at)["Id"], Description="Agenda second")
    settle(at)
    assert at.only().values["Body"] == "Agenda second"
    (entry,) = at.house.store.journal()
    assert entry.before["Body"] == "Agenda first"
    assert "first</b>" in html.unescape(entry.whole)


@every_system
def test_an_undo_brings_formatted_text_back_as_it_was_and_its_own_undo_takes_it_away_again(system: str) -> None:
    at = calendar(system)
    mine = at.enter({"Subject": "Visit", **MORNING}, html=HTML)
    settle(at)
    before = at.markup(mine)
    change(at, row(at)["Id"], Description="Agenda second")
    settle(at)
    assert "<b>" not in at.markup(mine)
    (entry,) = at.house.store.journal()
    back = undone(at.house, entry)
    assert (at.markup(mine), back.before["Body"]) == (before, "Agenda second")
    settle(at)
    assert (at.markup(mine), row(at)["Description"]) == (before, "Agenda second"), "the source keeps its own"
    again = undone(at.house, back)
    assert (at.only().values["Body"], again.before["Body"]) == ("Agenda second", "Agenda first")
    undone(at.house, again)
    settle(at)
    assert at.markup(mine) == before


@every_system
def test_a_private_event_of_the_calendar_is_not_doubled_by_its_twin_in_salesforce(system: str) -> None:
    at = calendar(system)
    mine = at.enter({"Subject": "Visit", "Sensitivity": "Private", **MORNING})
    settle(at)
    made = meet(at, "Visit", "2026-03-04T08:00", "2026-03-04T09:00")
    settle(at)
    assert len(at.values()) == 1
    at.edit(mine, {"Sensitivity": "Normal"})
    settle(at)
    change(at, made, Location="There")
    settle(at)
    assert [one.get("Location") for one in at.values()] == ["There"]
