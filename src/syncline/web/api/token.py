"""Who may call: the holder of a token, as far as the person it belongs to may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ninja.security import HttpBearer

from syncline.jobs.tokens import holder_of
from syncline.web.access.visitor import Visit, Visitor, let_in, operator, visitor_of_person
from syncline.web.asked import store_of
from syncline.web.people.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest

    from syncline.jobs.tokens import Holder
    from syncline.web.access.needs import Need


class MissingPermissionError(Exception):
    """The token is good, but its person may not do this."""


class Bearer(HttpBearer):
    """Lets in whoever shows a token that was not taken back, and meets the need of the call."""

    def __init__(self, need: Need) -> None:
        super().__init__()
        self.need = need

    def authenticate(self, request: HttpRequest, token: str) -> Visitor | None:
        """Answer who calls, None for an unknown token. Raises `MissingPermissionError`."""
        holder = holder_of(store_of(request), token)
        visitor = _visitor(holder) if holder else None
        if visitor is None:
            return None
        if not self.need.met_by(visitor):
            raise MissingPermissionError
        let_in(request, Visit(visitor, self.need.sees(visitor)))
        return visitor


def _visitor(holder: Holder) -> Visitor | None:
    if not holder.person:
        return operator(holder.name)
    person = Person.objects.filter(username=holder.person, is_active=True).first()
    return visitor_of_person(person) if person else None
