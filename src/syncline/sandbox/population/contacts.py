"""Who is where: some contacts only in Salesforce, some only in the mailbox's folder, some on both sides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from syncline.sandbox.population.twists import twisted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.sandbox.population.crowd import Crowd
    from syncline.sandbox.population.words import Card

_TWISTED: Final = 8
"""Every so many-th contact is a hard one."""
_IDENTITY: Final = frozenset({"FirstName", "LastName", "Company", "Email"})
_CONTESTED: Final = ("Title", "Phone", "MobilePhone", "MailingStreet", "Description")


@dataclass(slots=True)
class Sides:
    """One rep's contacts, by where they are."""

    salesforce: list[Card] = field(default_factory=list)
    folder: list[Card] = field(default_factory=list)


def contacts(crowd: Crowd, count: int, offset: int, *, folder: bool) -> Sides:
    """Make `count` different people: 2 of 5 only in Salesforce, 3 of 10 on both sides, the others in the folder only.

    Without a `folder` all are only in Salesforce. `offset` decides with which of the hard cases to begin.
    """
    sides = Sides()
    both = count * 3 // 10 if folder else 0
    inside = count * 3 // 10 if folder else 0
    for number in range(both):
        one, two = _two_cards(crowd, number, _hard(number, offset))
        sides.salesforce.append(one)
        sides.folder.append(two)
    sides.folder += _cards(crowd, inside, offset + 3, mailbox_only=True)
    sides.salesforce += _cards(crowd, count - both - inside, offset + 5, mailbox_only=False)
    return sides


def _cards(crowd: Crowd, count: int, offset: int, *, mailbox_only: bool) -> Sequence[Card]:
    made: list[Card] = []
    for number in range(count):
        card, hard = crowd.card(), _hard(number, offset)
        made.append(card if hard is None else twisted(card, hard, mailbox_only=mailbox_only))
    return made


def _hard(number: int, offset: int) -> int | None:
    """Answer which of the hard cases this is, or None."""
    return offset + number // _TWISTED if number % _TWISTED == _TWISTED // 2 else None


def _two_cards(crowd: Crowd, number: int, hard: int | None) -> tuple[Card, Card]:
    """Answer what Salesforce and what the mailbox knows of the same person."""
    card: Card = crowd.card(employed=True)
    way = _WAYS[number % len(_WAYS)]
    # Salesforce compares names letter by letter: with blanks of another kind in it, a name alone is not found there.
    if hard is not None and way is not _by_name:
        card = twisted(card, hard, mailbox_only=False)
    return way(card, crowd)


def _equal(card: Card, _crowd: Crowd) -> tuple[Card, Card]:
    return card, card


def _complementary(card: Card, _crowd: Crowd) -> tuple[Card, Card]:
    """Each side has every other field of those that tell nobody apart."""
    names = [name for name in card if name not in _IDENTITY]
    return _without(card, *names[0::2]), _without(card, *names[1::2])


def _at_odds(card: Card, crowd: Crowd) -> tuple[Card, Card]:
    """Both sides have the same fields filled, some with different values."""
    other = crowd.card()
    return card, {**card, **{name: other[name] for name in _CONTESTED if name in other}}


def _by_name(card: Card, _crowd: Crowd) -> tuple[Card, Card]:
    """Only first, last and company name tell that it is the same person."""
    return card, _without(card, "Email")


def _by_address(card: Card, _crowd: Crowd) -> tuple[Card, Card]:
    """Only the address does."""
    return card, {**_without(card, "Company"), "LastName": card["LastName"].upper()}


def _without(card: Card, *names: str) -> Card:
    return {name: value for name, value in card.items() if name not in names}


_WAYS: Final = (_equal, _complementary, _at_odds, _by_name, _by_address)
