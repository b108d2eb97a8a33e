"""`syncline why`, on a store in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import structs

from syncline.records.link import Ended, Link
from syncline.records.words import Collection
from syncline.store.changes import Changes
from tests.support.cli_machine import NOON

if TYPE_CHECKING:
    from tests.support.cli_machine import FakeMachine

MARIANNE = "acme-salesforce/marianne@acme.example"


def pair(**facts: Any) -> Link:
    link = Link("l1", MARIANNE, Collection.CONTACTS, "003000000000001AAA", "m1", {"GivenName": "Jo", "Surname": "Doe"})
    return structs.replace(link, **facts)


def test_where_a_record_stands(machine: FakeMachine) -> None:
    machine.store.commit(Changes(links=[pair(ended=Ended.MOVED_OUT, ended_at=NOON)]))
    said = machine.run("why", "--rep", "marianne@acme.example", "Jo", "Doe").out
    assert "ENDED: It was moved out of the folder" in said
    assert "What to do: Move it back" in said
    told = machine.run("why", "--rep", "marianne@acme.example", "doe", "--json").json
    assert (told["answers"][0]["code"], told["rep"]) == ("moved_out", MARIANNE)


def test_a_side_that_does_not_answer_is_said_and_offline_does_not_ask(machine: FakeMachine) -> None:
    machine.store.commit(Changes(links=[pair()]))
    asked = machine.run("why", "--rep", "marianne@acme.example", "doe")
    assert "IN STEP" in asked.out
    offline = machine.run("why", "--rep", "marianne@acme.example", "doe", "--offline", "--json").json
    assert (offline["looked"], offline["trouble"]) == (False, "")


def test_who_is_meant_has_to_be_known(machine: FakeMachine) -> None:
    outcome = machine.run("why", "--rep", "nobody", "doe")
    assert (outcome.code, "no rep is called nobody" in outcome.err) == (2, True)
