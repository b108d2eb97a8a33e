"""What `create` would have noted, had its answer arrived: companies and people that the org does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.port import Written
from syncline.connectors.salesforce import companies, soql
from syncline.connectors.salesforce.people import NOT_RELATED
from syncline.connectors.salesforce.rows import queries, text_in
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.connectors.port import Draft
    from syncline.connectors.salesforce.desk import Desk
    from syncline.connectors.salesforce.shape import Shape


def questions(desk: Desk, shape: Shape, made: Mapping[str, Draft]) -> list[Written]:
    """Answer the notes, by record; nothing where the org knows everybody."""
    if shape.collection is Collection.CONTACTS:
        return _companies(desk, shape, made)
    return _people(desk, {record_id: draft for record_id, draft in made.items() if draft.people})


def _companies(desk: Desk, shape: Shape, made: Mapping[str, Draft]) -> list[Written]:
    companies.learn(desk, shape, [draft.values for draft in made.values()])
    noted = {record_id: companies.apply(desk, shape, draft.values, {}) for record_id, draft in made.items()}
    return [
        Written(record_id, "", notes=notes, candidates=candidates)
        for record_id, (notes, candidates) in noted.items()
        if notes
    ]


def _people(desk: Desk, made: Mapping[str, Draft]) -> list[Written]:
    if not made:
        return []
    statement = soql.select(("Id", "WhoId"), "Event", [soql.ids(made)])
    (rows,) = queries(desk.client, "related", [statement], asked=("WhoId",))
    related = {str(row.get("Id")) for row in rows if text_in(row, "WhoId")}
    desk.people.learn([address for draft in made.values() for address in draft.people])
    return [
        Written(record_id, "", notes=(NOT_RELATED,))
        for record_id, draft in made.items()
        if record_id not in related and desk.people.outsiders(draft.people)
    ]
