"""What templates say besides Django's own words."""

from __future__ import annotations

import re

from django import template

from syncline import catalogue
from syncline.engine.questions import question
from syncline.records.words import Direction
from syncline.web.assets import address

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """Answer the address of an asset; it changes with what is in it, so that browsers may keep it for ever."""
    return address(name)


@register.filter
def person(rep: str) -> str:
    """Answer the user name out of a rep's id, which begins with the connection of the org."""
    return rep.partition("/")[2] or rep


@register.filter
def spelled(label: str) -> str:
    """Write the label of a field with blanks: `JobTitle` is Job Title."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[a-z])(?=[0-9])", " ", label)


@register.filter
def meaning(code: str) -> str:
    """Say what a code of the catalogue means."""
    return catalogue.entry(code).what


@register.filter
def asks(kind: str) -> str:
    """Say what an unresolved item of this kind asks."""
    return question(kind)[0]


@register.filter
def words(text: str) -> list[str]:
    """Take a text apart at its blanks."""
    return text.split()


@register.filter
def said(word: str) -> str:
    """Spell a word of the program as people do: `sign_in` is *Sign in*."""
    return word.replace("_", " ").capitalize()


_WAYS: dict[str, str] = {
    Direction.BOTH: "both ways",
    Direction.TO_SALESFORCE: "to Salesforce",
    Direction.TO_MAILBOX: "to the mailbox",
    Direction.NONE: "do not sync",
}


@register.filter
def way(direction: str) -> str:
    """Spell a direction as people do."""
    return _WAYS.get(direction, direction)
