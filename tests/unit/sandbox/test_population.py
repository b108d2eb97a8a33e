"""What a seed makes: always the same people, nobody twice, a bit of everything, and nothing that is ambiguous."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest

from syncline.sandbox.population import make_population
from syncline.sandbox.population.spelling import address_part, compared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.sandbox.population import Card, Desk, Population

TODAY = date(2026, 3, 10)
SEEDS = (1, 2, 77)


def made(seed: int = 1, reps: int = 6, contacts: int = 200, events: int = 100) -> Population:
    return make_population(seed, reps, contacts, events, TODAY)


population = cache(made)


def cards(desk: Desk) -> Iterable[Card]:
    return (*desk.salesforce, *(desk.folder or ()), *desk.elsewhere)


spelled = cache(compared)


def names(card: Card) -> tuple[str, str, str]:
    return (
        spelled(card.get("FirstName", "")),
        spelled(card.get("LastName", "")),
        spelled(card.get("Company", "")),
    )


def same(one: Card, two: Card) -> bool:
    """What SPEC 3.7 takes for one person: the address, else first, last and company name."""
    if "Email" in one and one.get("Email") == two.get("Email"):
        return True
    return names(one) == names(two) and any(names(one)[:2])


def test_a_seed_always_makes_the_same_people() -> None:
    assert made() == made()
    assert population(1).desks[0].rep.name != population(2).desks[0].rep.name


def test_more_reps_leave_the_first_ones_as_they_are() -> None:
    assert [desk.rep for desk in population(reps=3).desks] == [desk.rep for desk in population(reps=6).desks[:3]]


@pytest.mark.parametrize("count", [0, 1, 7, 20, 200])
def test_each_rep_has_so_many_people_and_events(count: int) -> None:
    both = count * 3 // 10
    *with_folder, without = population(reps=5, contacts=count, events=count).desks

    assert without.folder is None
    assert len(without.salesforce) == count
    assert {len(desk.salesforce) + len(desk.folder or ()) for desk in with_folder} == {count + both}
    assert {len(desk.calendar) for desk in (*with_folder, without)} == {count}


@pytest.mark.parametrize("seed", SEEDS)
def test_an_address_is_one_persons(seed: int) -> None:
    everybody = population(seed)
    staff = [*(desk.rep for desk in everybody.desks), everybody.colleague, everybody.outsider]
    inside = Counter(
        card[key]
        for desk in everybody.desks
        for card in cards(desk)
        for key in ("Email", "Email2", "Email3")
        if key in card
    )
    owners = Counter(
        address for desk in everybody.desks for address in {card["Email"] for card in cards(desk) if "Email" in card}
    )

    assert len({rep.address for rep in staff}) == len(staff)
    assert max(inside.values()) == 2, "one card on each side at most"
    assert set(owners.values()) == {1}, "no two reps know the same person"


@pytest.mark.parametrize("seed", SEEDS)
def test_no_match_is_ambiguous(seed: int) -> None:
    for desk in population(seed).desks:
        partners = [[two for two in desk.salesforce if same(one, two)] for one in desk.folder or ()]
        wanted = Counter(id(two) for found in partners for two in found)

        assert {len(found) for found in partners} <= {0, 1}
        assert set(wanted.values()) <= {1}
        assert sum(map(len, partners)) == (60 if desk.folder is not None else 0)
        assert not any(same(one, two) for one in desk.elsewhere for two in desk.salesforce)


def test_some_are_known_by_their_name_alone_and_some_differ() -> None:
    desk = population().desks[0]
    assert desk.folder
    pairs = [(one, two) for one in desk.salesforce for two in desk.folder if same(one, two)]

    assert any("Email" not in two for _, two in pairs)
    assert any(one == two for one, two in pairs)
    assert any(one.get("Title", two.get("Title")) != two.get("Title") for one, two in pairs)
    assert any(one.keys() - two.keys() and two.keys() - one.keys() for one, two in pairs)


@pytest.mark.parametrize("seed", SEEDS)
def test_companies_are_accounts(seed: int) -> None:
    everybody = population(seed)
    named = {card["Company"] for desk in everybody.desks for card in cards(desk) if "Company" in card}

    assert named <= set(everybody.accounts)
    assert len({compared(name) for name in everybody.accounts}) == len(everybody.accounts)


def test_salesforce_gets_nobody_without_a_last_name_and_mailboxes_do() -> None:
    desks = population().desks

    assert all("LastName" in card for desk in desks for card in desk.salesforce)
    assert any("LastName" not in card for desk in desks for card in desk.folder or ())


def test_hard_cases_are_among_them() -> None:
    texts = [value for desk in population().desks for card in cards(desk) for value in card.values()]

    for part in ("\u202e", "👩‍👩‍👧‍👦", "\r\n", "\x07", "\u0301", "\u00a0", "'); --"):
        assert any(part in text for text in texts), part
    assert max(map(len, texts)) > 20_000
    assert any("FirstName" not in card for desk in population().desks for card in desk.salesforce)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_calendar_has_a_bit_of_everything_and_nothing_twice(seed: int) -> None:
    desks = population(seed).desks
    events = [event for desk in desks for event in desk.calendar]
    days = [datetime.combine(event.start, time()).date() - TODAY for event in events]

    for desk in desks:
        assert len({(event.subject, str(event.start)) for event in desk.calendar}) == len(desk.calendar)
        assert {event.zone for event in desk.calendar} > {desk.rep.place.windows}
    assert sum(day < timedelta() for day in days) < sum(day > timedelta() for day in days)
    assert all(type(event.start) is type(event.end) and event.start < event.end for event in events)
    assert {event.private for event in events} == {True, False}
    assert {event.shown_as for event in events} == {"Busy", "Free", "Tentative", "OOF", "WorkingElsewhere"}
    assert {None, 0, 15} <= {event.reminder for event in events}
    assert any(not isinstance(event.start, datetime) for event in events)
    assert any(event.attendees for event in events)
    assert any(event.organizer for event in events)
    assert max(len(event.body) for event in events) > 5_000


@pytest.mark.parametrize(
    ("name", "part"), [("Łódź Straße", "lodz-strasse"), ("Ζουκής", "instead"), ("O'Hara, Inc.", "o-hara-inc")]
)
def test_names_are_spelled_in_letters_of_addresses(name: str, part: str) -> None:
    assert address_part(name, "instead") == part
