"""What a path or a mask of the People API means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.google.errors import not_found
from syncline.sandbox.google.people import masks

if TYPE_CHECKING:
    from syncline.sandbox.google.call import Call
    from syncline.sandbox.google.people.state import Entry


def read_mask(call: Call, *, optional: bool = False) -> frozenset[str]:
    """Answer the fields that the answer shall have; the deprecated mask spells them `person.names`."""
    text = call.one("personFields") or call.one("requestMask.includeField").replace("person.", "")
    return masks.read(text, "personFields", optional=optional)


def person_of(call: Call, name: str) -> Entry:
    """Answer a contact by resource name."""
    found = call.account.book.people.living(name)
    if found is None:
        raise not_found("Requested entity was not found.")
    return found


def group_of(call: Call) -> Entry:
    """Answer the group that the path names."""
    found = call.account.book.groups.living(f"contactGroups/{call.parts['group']}")
    if found is None:
        raise not_found("Requested entity was not found.")
    return found
