"""Who takes part: one person, one address; the same people, the same text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from faker import Faker
from hypothesis import given
from hypothesis import strategies as st

from syncline.records.attendees import (
    Attendee,
    Directory,
    Response,
    Role,
    attendees_text,
    normal_address,
    people,
    read_attendees,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

FAKE = Faker()
FAKE.seed_instance(57)
ADDRESSES = [FAKE.unique.email() for _ in range(80)]
_ATTENDEES = st.lists(
    st.builds(Attendee, st.sampled_from(ADDRESSES), st.sampled_from(list(Role)), st.sampled_from(list(Response)))
)


@pytest.mark.parametrize(
    "told", ["Ada@Acme.example", " ada@acme.example ", "mailto:ada@acme.example", "MAILTO:ADA@acme.example"]
)
def test_one_address_in_many_spellings(told: str) -> None:
    assert normal_address(told) == "ada@acme.example"


def test_an_alias_is_the_same_person() -> None:
    directory = Directory.of(
        [("ada@acme.example", "A.Lovelace@acme.example", "ada@acme.example.net"), ("bob@acme.example",)]
    )
    for told in ("Ada@acme.example", "a.lovelace@ACME.example", "ada@acme.example.net"):
        assert directory.address_of(told) == "ada@acme.example"
    assert directory.address_of("Bob@acme.example") == "bob@acme.example"
    assert directory.address_of("eve@acme.example") == "eve@acme.example"


def test_an_address_of_two_people_is_the_first_ones() -> None:
    directory = Directory.of([("ada@acme.example", "info@acme.example"), ("bob@acme.example", "info@acme.example")])
    assert directory.address_of("info@acme.example") == "ada@acme.example"


def test_each_once_without_owner_and_rooms() -> None:
    told = [
        Attendee("bob@acme.example", Role.OPTIONAL),
        Attendee("room1@acme.example", Role.RESOURCE),
        Attendee("ada@acme.example"),
        Attendee("bob@acme.example", Role.REQUIRED, Response.ACCEPTED),
        Attendee("rep@acme.example"),
        Attendee("/o=acme/cn=eve"),
    ]
    assert people(told, "rep@acme.example") == (
        Attendee("ada@acme.example"),
        Attendee("bob@acme.example", Role.REQUIRED, Response.ACCEPTED),
    )


@given(_ATTENDEES, st.randoms())
def test_the_same_people_have_the_same_text(told: Sequence[Attendee], random: object) -> None:
    once = people(told)
    assert read_attendees(attendees_text(once)) == once
    assert attendees_text(reversed(once)) == attendees_text(once)
    assert (attendees_text(once) == "") == (not once)
