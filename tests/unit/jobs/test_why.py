"""What is told of a record by what the store alone knows, and how what a person typed is understood."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from syncline.engine.asking import COMPANY, NOT_REPRESENTABLE
from syncline.engine.unrolling import SERIES
from syncline.jobs.orgs import switch
from syncline.jobs.why.answer import as_json
from syncline.jobs.why.named import Named, named
from syncline.jobs.why.run import why
from syncline.jobs.why.standing import ENDED, Standing
from syncline.jobs.why.unknown import conditions
from syncline.planner.from_settings import contact_policy
from syncline.records.link import Ended
from syncline.records.words import Collection, Side
from syncline.sandbox.salesforce.ids import long_id
from syncline.store.changes import Changes
from syncline.store.memory import MemoryStore
from syncline.store.rows import (
    HELD,
    UNHEARD,
    Asked,
    ConfigurationRow,
    ConnectionRow,
    CursorRow,
    ErrorRow,
    HeldRow,
    Hold,
    InboxRow,
    RepRow,
    UnresolvedRow,
)
from tests.support.store_samples import CONTACTS, EVENTS, MAILBOX, NOW, REP, SALESFORCE, later, link, record, sighting

if TYPE_CHECKING:
    from syncline.jobs.why.answer import Answer

CONTACT = "003000000000001AAA"
BOTH = {"contacts": {"direction": "both"}, "events": {"direction": "both"}}


def store_with(rep: dict[str, Any] | None = None, *, active: bool = True, **changes: Any) -> MemoryStore:
    """A store with one linked rep whose first readings have ended."""
    store = MemoryStore()
    row = RepRow(REP, "acme", "mail", "marianne@acme.example", "Sales", mailbox="m@acme.example", user_id="005")
    store.save_setup(
        connections=[ConnectionRow("acme", "salesforce", {}), ConnectionRow("mail", "exchange", {})],
        configurations=[ConfigurationRow("Sales", "acme", "mail", active, BOTH)],
        reps=[replace(row, **(rep or {}))],
    )
    store.commit(
        Changes(cursors=[CursorRow(REP, each, side, "c", complete=True) for each in Collection for side in Side])
    )
    store.commit(Changes(**changes))
    return store


def ask(store: MemoryStore, said: str = "m1") -> Answer:
    told = why(store, store.reps()[0], said, NOW)
    assert len(told.answers) == 1, told.answers
    assert told.answers[0].what
    return told.answers[0]


def error(code: str, **facts: Any) -> ErrorRow:
    return ErrorRow(REP, CONTACTS, MAILBOX, "m1", code, "Said so.", "Mend it.", NOW, **facts)


def question(kind: str, state: Asked = Asked.OPEN, **facts: Any) -> UnresolvedRow:
    return UnresolvedRow(REP, CONTACTS, MAILBOX, "m1", kind, NOW, state=state, **facts)


def held(state: Hold, link_id: str = "link1") -> HeldRow:
    return HeldRow("h1", REP, CONTACTS, SALESFORCE, "s1", link_id, "delete:gone", state, NOW)


class TestNamed:
    @pytest.mark.parametrize(
        ("said", "meant"),
        [
            (" Budget round ", Named(words=("Budget", "round"))),
            ("“Budget”", Named(ids=("Budget",), words=("Budget",))),
            ("<ann@x.example>", Named(words=("ann@x.example",))),
            ("003000000000001", Named(ids=(CONTACT,))),
            (CONTACT, Named(ids=(CONTACT,))),
            (f"https://acme.lightning.force.com/lightning/r/Contact/{CONTACT}/view", Named(ids=(CONTACT,))),
            ("https://acme.my.salesforce.com/003000000000001", Named(ids=(CONTACT,))),
            ("https://outlook.office365.com/owa/?itemid=AAMk%2BX%3D&path=/calendar/item", Named(ids=("AAMk+X=",))),
            ("https://outlook.office.com/calendar/item/AAMk%2FX%3D", Named(ids=("AAMk/X=",))),
            ("https://www.google.com/calendar/event?eid=YWJjIG1AYWNtZS5leGFtcGxl", Named(ids=("abc",))),
            ("https://www.google.com/calendar/event?eid=%FF", Named(ids=("event",))),
            ("", Named()),
        ],
    )
    def test_what_was_typed(self, said: str, meant: Named) -> None:
        assert named(said) == meant

    @pytest.mark.parametrize("short", ["003D000000Dm3Ul", "00UabcdefghijkL", "003ABCDEFGHIJKL", "001000000000001"])
    def test_the_long_form_of_ids_is_that_of_the_server(self, short: str) -> None:
        assert named(short).ids == (long_id(short),)

    def test_an_address_is_one(self) -> None:
        assert named("ann@x.example").address == "ann@x.example"
        assert named("Ann Miller").address == ""


class TestPairs:
    def test_in_step_and_what_was_made_and_not_listed_yet_is_so_too(self) -> None:
        assert ask(store_with(links=[link(1)])).standing is Standing.IN_STEP
        seen = sighting(1, reason=UNHEARD, due=later(60))
        assert ask(store_with(links=[link(1)], sightings=[seen])).standing is Standing.IN_STEP

    @pytest.mark.parametrize("ended", list(Ended))
    def test_every_end_says_how_it_goes_on(self, ended: Ended) -> None:
        answer = ask(store_with(links=[link(1, ended=ended, ended_at=NOW)]))
        assert (answer.standing, answer.code, answer.at) == (Standing.ENDED, ended.value, NOW)
        assert (answer.what, answer.remedy) == ENDED[ended]

    def test_an_end_that_something_was_seen_of_since(self) -> None:
        store = store_with(links=[link(1, ended=Ended.MOVED_OUT)], sightings=[sighting(1)])
        assert "changed since" in ask(store).what

    def test_the_live_pair_comes_before_an_ended_one(self) -> None:
        store = store_with(links=[link(2, mailbox_id="m1", ended=Ended.MOVED_OUT), link(1)], sightings=[sighting(1)])
        told = why(store, store.reps()[0], "m1", NOW)
        assert [one.standing for one in told.answers] == [Standing.WAITING, Standing.ENDED]

    @pytest.mark.parametrize("due", [NOW, later(600)])
    def test_waiting_for_its_turn(self, due: Any) -> None:
        answer = ask(store_with(links=[link(1)], sightings=[sighting(1, due=due)]))
        assert (answer.standing, answer.at) == (Standing.WAITING, due)

    def test_told_by_the_feed(self) -> None:
        row = InboxRow(REP, "Contact", "s1", "2026-03-01T09:00:00.000Z")
        answer = ask(store_with(links=[link(1)], inbox=[row]))
        assert (answer.standing, "Salesforce told" in answer.what) == (Standing.WAITING, True)


class TestWhatAPersonHasToDo:
    def test_an_error_with_its_remedy(self) -> None:
        answer = ask(store_with(links=[link(1)], sightings=[sighting(1)], errors=[error("STRING_TOO_LONG")]))
        assert (answer.standing, answer.code, answer.remedy) == (Standing.FAILING, "STRING_TOO_LONG", "Mend it.")
        assert "Said so." in answer.what

    def test_hidden_by_salesforce(self) -> None:
        assert ask(store_with(links=[link(1)], errors=[error("not_visible")])).standing is Standing.NOT_VISIBLE

    @pytest.mark.parametrize(
        ("state", "standing"),
        [(Hold.HELD, Standing.HELD), (Hold.REFUSED, Standing.REFUSED), (Hold.ALLOWED, Standing.WAITING)],
    )
    def test_held(self, state: Hold, standing: Standing) -> None:
        assert ask(store_with(links=[link(1)], held=[held(state)])).standing is standing

    def test_a_copy_that_is_held(self) -> None:
        seen = sighting(1, record=record(1), due=None, reason=HELD)
        row = replace(held(Hold.HELD, link_id=""), side=MAILBOX, record_id="m1")
        assert ask(store_with(sightings=[seen], held=[row])).standing is Standing.HELD
        assert ask(store_with(sightings=[seen])).standing is Standing.HELD

    @pytest.mark.parametrize(
        ("state", "standing"),
        [
            (Asked.OPEN, Standing.UNRESOLVED),
            (Asked.ANSWERED, Standing.WAITING),
            (Asked.IGNORED, Standing.IGNORED),
        ],
    )
    def test_a_question(self, state: Asked, standing: Standing) -> None:
        store = store_with(sightings=[sighting(1, due=None)], unresolved=[question("contradiction", state)])
        assert ask(store).standing is standing

    def test_a_question_about_a_pair_that_syncs_says_so(self) -> None:
        answer = ask(store_with(links=[link(1)], unresolved=[question(COMPANY)]))
        assert answer.what.startswith("It syncs, but")

    def test_found_by_the_name_of_the_question(self) -> None:
        row = question(f"{NOT_REPRESENTABLE}distribution_list", name="All of us")
        answer = ask(store_with(sightings=[sighting(1, due=None)], unresolved=[row]), "all us")
        assert (answer.standing, "distribution list" in answer.what) == (Standing.NOT_REPRESENTABLE, True)


class TestParked:
    @pytest.mark.parametrize(
        ("reason", "standing"),
        [
            ("private", Standing.PRIVATE),
            ("not_selected", Standing.NOT_SELECTED),
            ("direction", Standing.DIRECTION),
            ("not_representable", Standing.NOT_REPRESENTABLE),
            ("", Standing.WAITING),
        ],
    )
    def test_left_alone(self, reason: str, standing: Standing) -> None:
        assert ask(store_with(sightings=[sighting(1, due=None, reason=reason)])).standing is standing

    def test_beyond_the_horizon_and_a_series(self) -> None:
        store = store_with(sightings=[sighting(1, collection=EVENTS, due=later(99), reason="outside_window")])
        assert (ask(store).standing, ask(store).at) == (Standing.OUTSIDE_WINDOW, later(99))
        store = store_with(sightings=[sighting(1, collection=EVENTS, due=later(99), reason=SERIES)])
        assert "each occurrence" in ask(store).what


class TestNobodyKnows:
    def test_another_object(self) -> None:
        assert ask(store_with(), "00Q000000000001AAA").standing is Standing.OTHER_OBJECT

    def test_never_seen_says_what_may_be(self) -> None:
        store = store_with(sightings=[sighting(2, due=None, reason="private")])
        answer = ask(store, "Doctor")
        assert (answer.standing, "1 private events" in answer.remedy) == (Standing.NEVER_SEEN, True)

    def test_nothing_was_named(self) -> None:
        assert ask(store_with(links=[link(1)]), " ").standing is Standing.NEVER_SEEN

    def test_many_of_one_name_are_cut(self) -> None:
        base = {"Surname": "Miller"}
        store = store_with(links=[link(number, base=base) for number in range(12)])
        told = why(store, store.reps()[0], "miller", NOW)
        assert (len(told.answers), told.more) == (10, True)


class TestStops:
    @pytest.mark.parametrize(
        ("rep", "active", "said"),
        [
            ({"configuration": ""}, True, "in no configuration"),
            ({}, False, "is not active"),
            ({"paused": True}, True, "paused for this rep"),
            ({"reset": "marked"}, True, "was reset"),
            ({"problem": "not_linked"}, True, ""),
        ],
    )
    def test_of_the_rep(self, rep: dict[str, Any], active: bool, said: str) -> None:  # noqa: FBT001 - a case
        store = store_with(rep, active=active)
        (stop,) = why(store, store.reps()[0], "x", NOW).stops
        assert said in stop.what
        assert stop.remedy

    def test_of_the_org_and_of_a_collection(self) -> None:
        folder = ErrorRow(REP, CONTACTS, None, "", "folder_renamed", "", "", NOW)
        store = store_with(errors=[folder])
        switch(store, "acme", paused=True)
        stops = why(store, store.reps()[0], "x", NOW).stops
        assert [(one.collection, one.code) for one in stops] == [(None, ""), (CONTACTS, "folder_renamed")]

    def test_a_first_reading_that_goes_on(self) -> None:
        store = store_with(cursors=[CursorRow(REP, EVENTS, MAILBOX, "c", complete=False)])
        (stop,) = why(store, store.reps()[0], "x", NOW).stops
        assert (stop.collection, "may still come" in stop.what) == (EVENTS, True)


def test_plain_data() -> None:
    store = store_with(links=[link(1)])
    told = as_json(why(store, store.reps()[0], "m1", NOW))
    assert told["answers"][0]["standing"] == "in_step"
    assert (told["stops"], told["looked"], told["more"]) == ([], False, False)


def test_conditions_in_words() -> None:
    where = [
        {"field": "MailingCountry", "operator": "equals", "value": "DE"},
        {"field": "Topics__c", "operator": "includes", "value": ["golf", "wine"]},
        {"field": "Fax", "operator": "is_empty"},
    ]
    policy = contact_policy({"contacts": {"where": where}})
    assert conditions(policy) == "MailingCountry equals DE, and Topics__c includes golf, wine, and Fax is empty"
