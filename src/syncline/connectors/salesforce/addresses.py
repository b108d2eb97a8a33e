"""State and country picklists: what a person typed, as the codes of the org's lists.

Where an org has them switched on, a country or state that is not spelled as in its list is refused. A code says the
same without a spelling: https://help.salesforce.com/s/articleView?id=xcloud.admin_state_country_picklists_field_syncing.htm
and https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/compound_fields_address.htm. What is in neither list
goes as it was typed: the org's refusal then names the field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.connectors.salesforce.describe import FieldFact
    from syncline.connectors.salesforce.desk import Desk
    from syncline.connectors.salesforce.shape import Shape
    from syncline.records.record import Value

_PLACES: Final = (("Mailing", "Business"), ("Other", "Other"))
_PARTS: Final = ("Country", "State")


def apply(desk: Desk, shape: Shape, whole: Mapping[str, Value | None], body: dict[str, Any]) -> None:
    """Put codes in the place of countries and states in a body. `whole` is all that the record will hold.

    Asks describe once per process, and only when there is a country or a state to write.
    """
    if shape.collection is not Collection.CONTACTS:
        return
    for stem, label in _PLACES:
        texts = {part: body.get(f"{stem}{part}") for part in _PARTS}
        if any(texts.values()):
            facts = desk.describes.fields(shape.sobject)
            countries, states = (facts.get(f"{stem}{part}Code".lower()) for part in _PARTS)
            if countries is not None and states is not None:
                country = _country(countries, texts["Country"] or whole.get(f"{label}Country"))
                _replace(body, f"{stem}Country", country)
                _replace(body, f"{stem}State", _state(states, countries, texts["State"], country))


def _replace(body: dict[str, Any], name: str, code: str | None) -> None:
    if code is not None and body.get(name):
        del body[name]
        body[f"{name}Code"] = code


def _country(countries: FieldFact, text: Value | None) -> str | None:
    return _only({one.value for one in countries.entries if one.meant_by(text)})


def _state(states: FieldFact, countries: FieldFact, text: Value | None, country: str | None) -> str | None:
    """A state of that country; without a country that is known, one whose name no other country has."""
    places = [place for place, one in enumerate(countries.entries) if one.value == country]
    fitting = [one for one in states.entries if one.meant_by(text)]
    return _only({one.value for one in fitting if not places or one.goes_with(places[0])})


def _only(codes: set[str]) -> str | None:
    return next(iter(codes)) if len(codes) == 1 else None
