"""Data that has broken somebody's sync, and that both sides can nevertheless hold.

Each way answers the fields that are different; an empty text takes one away. Names stay different from each other.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.sandbox.population.words import Card


def twisted(card: Card, number: int, *, mailbox_only: bool) -> Card:
    """Twist a card in one of many ways. Salesforce cannot hold people without a last name: only a mailbox does."""
    ways = (*_ANYWHERE, *_MAILBOX) if mailbox_only else _ANYWHERE
    changes = ways[number % len(ways)](card)
    return {name: value for name, value in {**card, **changes}.items() if value}


def _right_to_left(card: Card) -> Mapping[str, str]:
    return {
        "FirstName": f"{card['FirstName']} דוד",
        "LastName": f"\u202e{card['LastName']}\u202c",
        "MailingCity": "القاهرة",
    }


def _pictures(card: Card) -> Mapping[str, str]:
    return {"LastName": f"{card['LastName']} 👩‍👩‍👧‍👦", "FirstName": f"🇨🇭🇯🇵 {card['FirstName']}", "Title": "𝒬" * 60}


def _decomposed(card: Card) -> Mapping[str, str]:
    return {"LastName": unicodedata.normalize("NFD", f"{card['LastName']}-Légère"), "Title": "E\u0301tudes"}


def _quotes(card: Card) -> Mapping[str, str]:
    return {
        "LastName": f"O'{card['LastName']}\"\\",
        "FirstName": f"{card['FirstName']}'); --",
        "Title": "<b>R&amp;D</b> ]]>",
    }


def _line_ends(card: Card) -> Mapping[str, str]:
    street = card.get("MailingStreet", "Main Street 1")
    return {"MailingStreet": f"{street}\r\n2nd floor\rback yard", "Description": "one\r\n\r\ntwo  \rthree\n\tfour"}


def _long_notes(_card: Card) -> Mapping[str, str]:
    return {"Description": "\n".join(f"{number}. Größe, ζωή, 生活, 🙂" for number in range(1200))}


def _controls(_card: Card) -> Mapping[str, str]:
    return {"Title": "bell\x07 and\x00 feed\x0b", "Description": "form\x0cfeed \ufffe end"}


def _spaces(card: Card) -> Mapping[str, str]:
    return {"LastName": f"{card['LastName']}\u00a0\u3000 van  Dijk", "FirstName": f" {card['FirstName']}\tMay "}


def _references(_card: Card) -> Mapping[str, str]:
    return {"Title": "%s {0} ${HOME}", "Description": "see &lt;tag&gt; and <b>bold</b>, 100 % & more"}


def _lengths(_card: Card) -> Mapping[str, str]:
    return {"Title": "x" * 128, "Department": "ß" * 80, "Phone": "+49 (0) 30 / 123 456 - 0 ext. 47 or 48"}


def _no_first_name(card: Card) -> Mapping[str, str]:
    return {"FirstName": "", "LastName": f"{card['FirstName']} {card['LastName']}"}


def _no_last_name(card: Card) -> Mapping[str, str]:
    return {"FirstName": f"{card['FirstName']} {card['LastName']}", "LastName": ""}


def _no_name(_card: Card) -> Mapping[str, str]:
    return {"FirstName": "", "LastName": "", "Title": ""}


def _three_addresses(card: Card) -> Mapping[str, str]:
    return {"Email2": f"second.{card['Email']}", "Email3": f"third.{card['Email']}"}


_ANYWHERE: Final = (
    _no_first_name, _right_to_left, _pictures, _line_ends, _quotes, _decomposed, _long_notes, _controls, _spaces,
    _references, _lengths,
)  # fmt: skip
_MAILBOX: Final = (_no_last_name, _three_addresses, _no_name)
