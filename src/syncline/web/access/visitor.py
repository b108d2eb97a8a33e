"""Whoever asks, as the pages and the API know them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.web.access.permissions import ALL, Permission

if TYPE_CHECKING:
    from django.http import HttpRequest

    from syncline.web.people.models import Person

_VISIT = "_syncline_visit"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person, or a program that holds a token."""

    name: str
    permissions: frozenset[Permission]
    rep: str = ""
    """Id of the rep that this person is, if any."""
    person: int | None = None
    """Their account; None for the holder of a token that was made on the command line for nobody."""


OPERATOR = "operator"


def operator(name: str) -> Visitor:
    """Whoever holds a token that the command line made: it had the data folder, and with it everything."""
    return Visitor(name, ALL)


def visitor_of_person(person: Person) -> Visitor:
    """Answer what an account may do; what a later version took away is left out."""
    known = {one.value for one in Permission}
    held = frozenset(Permission(word) for word in person.permissions if word in known)
    return Visitor(person.username, held, person.rep, person.pk)


@dataclass(frozen=True, slots=True)
class Visit:
    """Who came in, and whose data they may see: None is everybody's, else the id of one rep."""

    visitor: Visitor
    only: str | None


def let_in(request: HttpRequest, visit: Visit) -> None:
    """Note on the request that the gate let somebody in."""
    setattr(request, _VISIT, visit)


def visit_of(request: HttpRequest) -> Visit:
    """Answer who came in. Only for what lies behind the gate."""
    found: Visit = getattr(request, _VISIT)
    return found


def visit_if_any(request: HttpRequest) -> Visit | None:
    """Answer who came in, None on a page that is open to everybody."""
    return getattr(request, _VISIT, None)
