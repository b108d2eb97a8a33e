"""Hostile data goes in and comes out unchanged, through a client and through seeding; nothing that XML cannot carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from faker import Faker
from lxml import etree

from syncline.sandbox.exchange.xmltext import escape
from tests.support.ews_items import IN_CONTACTS, contact, create, get, reference, value
from tests.support.ews_raw import codes, envelope

if TYPE_CHECKING:
    from syncline.sandbox.exchange import OpenMailbox
    from tests.support.ews_raw import Caller

LOCALES = ["ar_SA", "cs_CZ", "de_DE", "el_GR", "he_IL", "hi_IN", "ja_JP", "pt_BR", "ru_RU", "zh_CN"]
HOSTILE = [
    "</t:GivenName><t:Surname>",
    "]]>",
    "&amp;amp;&#x41;",
    "<!-- -->",
    "\u202eright to left\u202c",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "e\u0301 and é",
    "\ufeffbom",
    "\U0010fffd",
    "tab\tinside",
    "'; DROP TABLE contacts; --",
    "{0} %s ${x}",
    "x" * 4000,
]


@pytest.mark.parametrize("locale", LOCALES)
def test_people_of_every_script(owner: Caller, locale: str) -> None:
    fake = Faker(locale)
    fake.seed_instance(7)
    for _ in range(3):
        given, last, company, street = fake.first_name(), fake.last_name(), fake.company(), fake.address()
        inside = f"<t:GivenName>{escape(given)}</t:GivenName><t:CompanyName>{escape(company)}</t:CompanyName>"
        place = f'<t:Entry Key="Home"><t:Street>{escape(street)}</t:Street></t:Entry>'
        inside += f"<t:PhysicalAddresses>{place}</t:PhysicalAddresses><t:Surname>{escape(last)}</t:Surname>"
        seen = get(owner, reference(create(owner, contact(inside), folder=IN_CONTACTS)))
        expected = (given, company, street, last, f"{given} {last}")
        assert (
            tuple(value(seen, name) for name in ("GivenName", "CompanyName", "Street", "Surname", "DisplayName"))
            == expected
        )


@pytest.mark.parametrize("text", HOSTILE)
def test_text_comes_back_as_it_was(owner: Caller, ann: OpenMailbox, text: str) -> None:
    sent = get(owner, reference(create(owner, contact(f"<t:JobTitle>{escape(text)}</t:JobTitle>"))))
    seeded = ann.create_contact({"JobTitle": text})
    kept = get(owner, f'<t:ItemId Id="{seeded.id}"/>')
    assert value(sent, "JobTitle") == value(kept, "JobTitle") == text


@pytest.mark.parametrize("newline", ["\n", "\r\n", "&#xD;&#xA;"])
def test_notes_of_32_thousand_characters(owner: Caller, newline: str) -> None:
    lines = ["Ä line of notes <b>&</b> 😀 " * 4] * 300
    body = newline.join(escape(line) for line in lines)
    seen = get(owner, reference(create(owner, contact(f'<t:Body BodyType="Text">{body}</t:Body>'))))
    assert value(seen, "Body") == "\r\n".join(lines)
    assert len(value(seen, "Body") or "") > 32_000


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x0b", "\x1f", "\ufffe"])
def test_what_xml_cannot_carry_is_refused_from_clients(owner: Caller, ann: OpenMailbox, character: str) -> None:
    data = envelope(
        f"<m:CreateItem><m:Items>{contact(f'<t:JobTitle>a{character}b</t:JobTitle>')}</m:Items></m:CreateItem>"
    )
    answer = owner.post(data)
    assert (answer.status_code, codes(etree.fromstring(answer.data))) == (500, ["ErrorSchemaValidation"])
    assert ann.items == {}


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x0b", "\x1f", "\ufffe", "\ud800"])
def test_what_xml_cannot_carry_never_leaves(owner: Caller, ann: OpenMailbox, character: str) -> None:
    item = ann.create_contact({"JobTitle": f"a{character}b", "Body": f"c{character}d"})
    seen = get(owner, f'<t:ItemId Id="{item.id}"/>')
    assert (value(seen, "JobTitle"), value(seen, "Body")) == ("ab", "cd")


def test_contacts_without_anything(owner: Caller, ann: OpenMailbox) -> None:
    ann.create_contact({})
    nothing = get(owner, f'<t:ItemId Id="{next(iter(ann.items))}"/>')
    assert codes(nothing) == ["NoError"]
    assert value(nothing, "DisplayName") is None


def test_three_addresses_of_one_person(owner: Caller, ann: OpenMailbox) -> None:
    emails = {f"EmailAddress{number}": f"a+{number}'@exämple.example" for number in (3, 1, 2)}
    item = ann.create_contact({"EmailAddresses": emails})
    root = get(owner, f'<t:ItemId Id="{item.id}"/>')
    found = root.findall(".//{*}EmailAddresses/{*}Entry")
    assert {entry.get("Key"): entry.text for entry in found} == emails
