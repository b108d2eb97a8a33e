"""State and country picklists: code fields beside the text fields, and the two kept in step.

https://help.salesforce.com/s/articleView?id=xcloud.admin_state_country_picklists_field_syncing.htm: a code sets the
text (its "integration value") and a text sets the code; at create a code beats a text that contradicts it, at update
the contradiction is refused. Unknown values are refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.salesforce.errors import RefusedError
from syncline.sandbox.salesforce.schema import Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.sandbox.salesforce.schema import SObject
    from syncline.sandbox.salesforce.state import OrgState
    from syncline.sandbox.salesforce.tables import Row

STEMS: Final = {"Contact": ("Mailing", "Other"), "Account": ("Billing", "Shipping"), "Lead": ("",)}
_CODE: Final = 10
_FLAGS: Final = "cunfsgapr"


@dataclass(frozen=True, slots=True)
class Country:
    """A country and its states, names by code."""

    code: str
    name: str
    states: Mapping[str, str]


@cache
def standard() -> tuple[Country, ...]:
    """Answer the countries of the table, states only where Salesforce brings them."""
    text = resources.files("syncline.sandbox.salesforce").joinpath("tables", "countries.txt").read_text("utf-8")
    return tuple(_country(line) for line in text.splitlines())


def _country(line: str) -> Country:
    head, _, states = line.partition(" : ")
    code, _, name = head.partition(" ")
    return Country(code, name, dict(state.split(" ", 1) for state in states.split("|") if state))


def enable(state: OrgState, countries: tuple[Country, ...]) -> None:
    """Add the code fields to every address, beside the text fields."""
    state.countries = countries
    codes = tuple(country.code for country in countries)
    states = tuple(dict.fromkeys(code for country in countries for code in country.states))
    for name, stems in STEMS.items():
        sobject = state.schema.objects[name]
        for stem in stems:
            label = f"{stem} " if stem else ""
            sobject.insert_after(
                f"{stem}Country", _field(f"{stem}StateCode", f"{label}State/Province Code", stem, states)
            )
            sobject.insert_after(f"{stem}StateCode", _field(f"{stem}CountryCode", f"{label}Country Code", stem, codes))


def _field(name: str, label: str, stem: str, values: tuple[str, ...]) -> Field:
    return Field(name, "picklist", _FLAGS, label, _CODE, compound=f"{stem}Address", values=values)


def label_of(countries: tuple[Country, ...], field: Field, value: str) -> str:
    """Answer the name that a code stands for in describe."""
    if field.name.endswith("CountryCode"):
        return next((country.name for country in countries if country.code == value), value)
    return next((country.states[value] for country in countries if value in country.states), value)


def valid_for(countries: tuple[Country, ...], field: Field, value: str) -> bytes | None:
    """Answer the bitmap of countries that a state belongs to, the first country in the highest bit."""
    if not field.name.endswith("StateCode"):
        return None
    bits = [value in country.states for country in countries]
    bits += [False] * (-len(bits) % 8)
    return bytes(
        sum(bit << (7 - at) for at, bit in enumerate(bits[start : start + 8])) for start in range(0, len(bits), 8)
    )


def settle(state: OrgState, sobject: SObject, before: Row | None, given: Mapping[str, Any], row: Row) -> Row:
    """Answer the row with texts and codes in step. Raises RefusedError."""
    if not state.countries:
        return row
    for stem in STEMS.get(sobject.name, ()):
        if any(f"{stem}{part}" in given for part in ("Country", "CountryCode", "State", "StateCode")):
            row = _address(state.countries, sobject, stem, given, row, new=before is None)
    return row


def _address(
    countries: tuple[Country, ...], sobject: SObject, stem: str, given: Mapping[str, Any], row: Row, *, new: bool
) -> Row:
    names = {country.code: country.name for country in countries}
    row = _pair(sobject, f"{stem}Country", names, given, row, new=new)
    country = next((country for country in countries if country.code == row.get(f"{stem}CountryCode")), None)
    if country is None:
        if given.get(f"{stem}State") or given.get(f"{stem}StateCode"):
            label = sobject.fields[f"{stem}State"].label
            message = f"A country/territory must be specified before specifying a state value for field: {label}"
            raise RefusedError("FIELD_INTEGRITY_EXCEPTION", message, fields=(f"{stem}State",))
        return {**row, f"{stem}State": None, f"{stem}StateCode": None}
    return _pair(sobject, f"{stem}State", dict(country.states), given, row, new=new)


def _pair(
    sobject: SObject, name: str, names: Mapping[str, str], given: Mapping[str, Any], row: Row, *, new: bool
) -> Row:
    """Bring one text field and its code field in step."""
    code_name = f"{name}Code"
    text, code = given.get(name), given.get(code_name)
    if text is None and code is None:
        if name in given or code_name in given:
            return {**row, name: None, code_name: None}
        known = row.get(code_name)
        if known is not None and known not in names:
            raise _unknown(sobject, name)
        return row
    by_code = _find(names, code)
    by_text = next((known for known, full in names.items() if full.lower() == str(text).lower()), None)
    chosen = by_text if code is None else by_code
    if chosen is None or (not new and text is not None and code is not None and by_code != by_text):
        raise _unknown(sobject, name)
    return {**row, name: names[chosen], code_name: chosen}


def _find(names: Mapping[str, str], code: object) -> str | None:
    return next((known for known in names if known.lower() == str(code).lower()), None)


def _unknown(sobject: SObject, name: str) -> RefusedError:
    advice = _COUNTRY if name.endswith("Country") else _STATE
    message = f"{advice}: {sobject.fields[name].label}"
    return RefusedError("FIELD_INTEGRITY_EXCEPTION", message, fields=(name,))


_COUNTRY: Final = (
    "There's a problem with this country, even though it may appear correct. Please select a country/territory from the"
    " list of valid countries."
)
_STATE: Final = (
    "There's a problem with this state, even though it may appear correct. Please select a state from the list of valid"
    " states."
)
