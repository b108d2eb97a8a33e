"""Accounts by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from syncline.store.database.text import safe
from syncline.web.lists.reps import PIECE
from syncline.web.people.models import Person

if TYPE_CHECKING:
    from django.db.models import QuerySet

_MAY_HOLD = "store_pieces(lower(username || ' ' || name || ' ' || email)) @> store_pieces(lower(%s))"
"""What the index leaves: accounts that may hold a text."""


def found(text: str) -> QuerySet[Person]:
    """Answer the accounts whose user name, name or address holds a text, by user name; all of them for none."""
    people = Person.objects.order_by("username")
    text = safe(text)
    if len(text) >= PIECE:
        people = people.filter(RawSQL(_MAY_HOLD, [text], BooleanField()))  # noqa: S611 - our own constant
    if text:
        people = people.filter(Q(username__icontains=text) | Q(name__icontains=text) | Q(email__icontains=text))
    return people
