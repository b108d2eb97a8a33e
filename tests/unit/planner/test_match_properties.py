"""Only what is unique on both sides is linked, in whatever order it arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from syncline.planner.match import Doubt, Doubtful, Field, Match, NoMatch, match
from syncline.planner.policy import Ties
from syncline.records.record import Record
from syncline.records.words import Collection

if TYPE_CHECKING:
    import random

    from syncline.records.record import Values

people = st.fixed_dictionaries(
    {},
    optional={
        "GivenName": st.sampled_from(["Ann", "Bob"]),
        "Surname": st.sampled_from(["Lee", "Ray"]),
        "CompanyName": st.sampled_from(["Acme", "Bolt"]),
        "EmailAddress1": st.sampled_from(["a@x.example", "A@x.example", "b@x.example"]),
    },
)
populations = st.lists(people, max_size=6)


def records(prefix: str, population: list[Values]) -> list[Record]:
    return [Record(f"{prefix}{number}", "1", values) for number, values in enumerate(population)]


@given(populations, populations, st.sampled_from(Ties), st.randoms(use_true_random=False))
def test_order_does_not_matter(mine: list[Values], theirs: list[Values], ties: Ties, chance: random.Random) -> None:
    newcomers, candidates = records("m", mine), records("s", theirs)
    first = match(Collection.CONTACTS, Field(newcomers, candidates, frozenset()), ties)
    chance.shuffle(newcomers)
    chance.shuffle(candidates)
    assert match(Collection.CONTACTS, Field(newcomers, candidates, frozenset()), ties) == first


@given(populations, populations, st.sampled_from(Ties))
def test_no_record_is_linked_twice(mine: list[Values], theirs: list[Values], ties: Ties) -> None:
    outcomes = match(Collection.CONTACTS, Field(records("m", mine), records("s", theirs), frozenset()), ties)
    linked = [one.record.id for one in outcomes.values() if isinstance(one, Match)]
    assert len(linked) == len(set(linked))


@given(populations, populations)
def test_without_a_preference_ambiguity_is_never_guessed_away(mine: list[Values], theirs: list[Values]) -> None:
    doubled = records("s", [*theirs, *theirs])
    outcomes = match(Collection.CONTACTS, Field(records("m", mine), doubled, frozenset()), Ties.ASK)
    assert not [one for one in outcomes.values() if isinstance(one, Match)]


def one(mine: Values, *theirs: Values, taken: frozenset[str] = frozenset()) -> Match | Doubtful | NoMatch:
    outcomes = match(Collection.CONTACTS, Field(records("m", [mine]), records("s", list(theirs)), taken), Ties.ASK)
    return outcomes["m0"]


ANN: Values = {"GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "ann@x.example"}


def test_the_address_decides_case_and_spacing_ignored() -> None:
    assert isinstance(one(ANN, {"Surname": "LEE", "EmailAddress1": " ANN@x.example"}), Match)


def test_then_name_and_company() -> None:
    mine = {"GivenName": "Ann", "Surname": "Lee", "CompanyName": "Acme  Ltd"}
    assert isinstance(one(mine, {"GivenName": "ann", "Surname": "Lee", "CompanyName": "acme ltd"}), Match)
    assert isinstance(one(mine, {"GivenName": "ann", "Surname": "Lee", "CompanyName": "Bolt"}), NoMatch)


def test_namesakes_with_different_addresses_are_different_people() -> None:
    assert isinstance(one(ANN, {**ANN, "EmailAddress1": "other@x.example"}), NoMatch)


def test_a_contradicting_name_on_one_address_is_asked_about_unless_the_name_is_found_elsewhere() -> None:
    bob = {"GivenName": "Bob", "Surname": "Ray", "EmailAddress1": "ann@x.example"}
    doubt = one(ANN, bob)
    assert isinstance(doubt, Doubtful)
    assert doubt.kind is Doubt.CONTRADICTION
    mine = {**ANN, "CompanyName": "Acme"}
    namesake = {"GivenName": "Ann", "Surname": "Lee", "CompanyName": "Acme"}
    found = one(mine, bob, namesake)
    assert isinstance(found, Match)
    assert found.record.id == "s1"


def test_a_contact_whose_partner_is_linked_already_is_a_copy() -> None:
    doubt = one(ANN, ANN, taken=frozenset({"s0"}))
    assert isinstance(doubt, Doubtful)
    assert doubt.kind is Doubt.COPY_IN_MAILBOX
