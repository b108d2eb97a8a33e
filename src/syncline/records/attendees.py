"""Who takes part in an event, in the words both sides share, and who is the same person under another address.

EWS tells a response and whether somebody is required, optional or a room; Salesforce an EventRelation's status, and
nothing of the rest: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_eventrelation.htm
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from syncline.records.fields import ATTENDEES
from syncline.records.normal import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_IN_SALESFORCE = 50
"""How many attendees of an event are written to Salesforce; the others are in the mailbox alone, and reported."""
_NOBODY: Mapping[str, str] = MappingProxyType({})
_MAILTO = "mailto:"


class Role(StrEnum):
    """In what capacity somebody takes part. Salesforce knows no difference: there, everybody is required."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    RESOURCE = "resource"


class Response(StrEnum):
    """What somebody answered to the invitation. It is the mailbox that knows."""

    NONE = "none"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who takes part. `address` is as `Directory.address_of` writes it: one person has one."""

    address: str
    role: Role = Role.REQUIRED
    response: Response = Response.NONE


@dataclass(frozen=True, slots=True)
class Directory:
    """Which addresses are the same person's: proxy addresses and aliases, each with the one that stands for it.

    Without it a user whose Salesforce record holds an alias looks like somebody else, and is taken out of the meeting:
    https://help.salesforce.com/s/articleView?id=005103359
    """

    aliases: Mapping[str, str] = field(default_factory=lambda: _NOBODY)
    """Address, as `normal_address` writes it, to the one that stands for the person."""

    @classmethod
    def of(cls, people: Iterable[Iterable[str]]) -> Directory:
        """Make a directory: the addresses of each person, the one that stands for them first."""
        aliases: dict[str, str] = {}
        for addresses in people:
            first, *others = dict.fromkeys(map(normal_address, addresses))
            aliases |= {other: first for other in others if other not in aliases}
        return cls(MappingProxyType(aliases))

    def address_of(self, address: str) -> str:
        """Answer the address that stands for whoever has this one."""
        found = normal_address(address)
        return self.aliases.get(found, found)


def normal_address(address: str) -> str:
    """Write an address as it is compared: without `mailto:`, blanks and capitals."""
    text = key_of(address)
    return text.removeprefix(_MAILTO).strip()


def people(told: Iterable[Attendee], owner: str = "") -> tuple[Attendee, ...]:
    """Put attendees in order, each person once, without the owner of the calendar and without rooms.

    Who is named twice counts as required rather than optional, and has the answer that was given.
    """
    found: dict[str, Attendee] = {}
    for one in told:
        if one.role is Role.RESOURCE or one.address == owner or "@" not in one.address:
            continue
        found[one.address] = _joined(found.get(one.address, one), one)
    return tuple(found[address] for address in sorted(found))


def invited(told: Iterable[Attendee], owner: str) -> dict[str, str]:
    """Answer the value of a meeting that `owner` organizes: who takes part besides, rooms left out; none for nobody."""
    text = attendees_text(people(told, normal_address(owner)))
    return {ATTENDEES: text} if text else {}


def _joined(one: Attendee, two: Attendee) -> Attendee:
    role = Role.REQUIRED if Role.REQUIRED in {one.role, two.role} else one.role
    return Attendee(one.address, role, one.response if one.response is not Response.NONE else two.response)


def attendees_text(attendees: Iterable[Attendee]) -> str:
    """Write attendees for a link's base; equal sets have equal texts, and nobody is an empty text."""
    rows = sorted((one.address, one.role.value, one.response.value) for one in attendees)
    return msgspec.json.encode(rows).decode() if rows else ""


@lru_cache(maxsize=1024)
def read_attendees(text: str) -> tuple[Attendee, ...]:
    """Read what `attendees_text` wrote."""
    rows = msgspec.json.decode(text, type=list[tuple[str, Role, Response]]) if text else []
    return tuple(Attendee(*row) for row in rows)
