"""Everything that the rep can read of a record, for the journal.

Source: https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_fields.htm
(`FIELDS(ALL)` takes at most 200 rows).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from syncline.connectors.port import ItemError, Missing
from syncline.connectors.salesforce import soql
from syncline.connectors.salesforce.api import WRITE_BATCH
from syncline.connectors.salesforce.reading import batched
from syncline.connectors.salesforce.rows import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.salesforce.desk import Desk
    from syncline.connectors.salesforce.shape import Shape


def whole(desk: Desk, shape: Shape, record_ids: Sequence[str]) -> list[str | Missing | ItemError]:
    """Answer the records as JSON text, in the order of the ids; 1,000 in one request."""
    wanted = list(dict.fromkeys(record_id for record_id in record_ids if soql.is_id(record_id)))
    statements = [
        soql.select(("FIELDS(ALL)",), shape.sobject, [soql.ids(chunk)], f"LIMIT {WRITE_BATCH}")
        for chunk in batched(wanted, WRITE_BATCH)
    ]
    found: dict[str, str] = {}
    for rows in queries(desk.client, "whole", statements):
        found.update({str(row.get("Id")): json.dumps(row, ensure_ascii=False) for row in rows})
    return [found.get(record_id) or Missing(record_id) for record_id in record_ids]
