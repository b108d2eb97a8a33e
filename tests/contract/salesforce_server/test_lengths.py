"""Every text field of every object that clients write: what fits is kept, one character more is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.sandbox.salesforce.schema import SIZED, Schema

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest, World

NEEDED: dict[str, dict[str, object]] = {
    "Contact": {"LastName": "x"},
    "Account": {"Name": "x"},
    "Lead": {"LastName": "x", "Company": "x"},
    "Event": {"StartDateTime": "2026-03-10T10:00:00Z", "DurationInMinutes": 30},
}
WRITABLE = [
    (name, field.name, field.type, field.length)
    for name in NEEDED
    for field in Schema().objects[name].fields.values()
    if field.type in SIZED and field.has("c") and field.has("u") and not field.has("r")
]
EMOJI = "🙂"


def _filled(kind: str, length: int) -> str:
    return f"{'a' * (length - len('@b.example'))}@b.example" if kind == "email" else "ä" * length


@pytest.mark.parametrize(("sobject", "name", "kind", "length"), WRITABLE)
def test_a_text_of_full_length_fits_and_a_longer_one_does_not(
    rest: Rest, sobject: str, name: str, kind: str, length: int
) -> None:
    made = rest.create(sobject, **{**NEEDED[sobject], name: _filled(kind, length)})
    assert rest.get(f"/sobjects/{sobject}/{made}")[name] == _filled(kind, length)

    status, error = rest.refusal("PATCH", f"/sobjects/{sobject}/{made}", {name: _filled(kind, length + 1)})

    assert (status, error["errorCode"], error["fields"]) == (400, "STRING_TOO_LONG", [name])
    assert f"(max length={length})" in error["message"]


def test_characters_outside_the_basic_plane_count_twice(rest: Rest) -> None:
    rest.create("Contact", LastName=EMOJI * 40)

    assert rest.refusal("POST", "/sobjects/Contact", {"LastName": EMOJI * 41})[1]["errorCode"] == "STRING_TOO_LONG"


@pytest.mark.parametrize("address", ["ute@brandt.example", "o'neil+x@a-b.co.uk", "1@2.de", "A_b.C@X.y.z.example"])
def test_good_addresses_are_taken_and_kept_in_lower_case(world: World, rest: Rest, address: str) -> None:
    made = rest.create("Contact", LastName="x", Email=address)

    assert rest.get(f"/sobjects/Contact/{made}")["Email"] == address.lower()


@pytest.mark.parametrize(
    "address",
    ["ute", "ute@", "@b.example", "a b@c.example", "a@b", "a..b@c.example", "ü@b.example", "a@b.example,", "a@-b.de"],
)
def test_bad_addresses_are_refused(rest: Rest, address: str) -> None:
    assert rest.refusal("POST", "/sobjects/Contact", {"LastName": "x", "Email": address})[1] == {
        "message": f"Email: invalid email address: {address}",
        "errorCode": "INVALID_EMAIL_ADDRESS",
        "fields": ["Email"],
    }
