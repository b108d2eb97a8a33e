"""How many contacts a configuration would take: one query that answers a number and no record.

https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_count.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.salesforce import criteria, soql

if TYPE_CHECKING:
    from syncline.connectors.salesforce.client import Client
    from syncline.connectors.salesforce.describe import Describes
    from syncline.planner.policy import ContactPolicy


def count(client: Client, describes: Describes, contacts: ContactPolicy, owner: str = "") -> int:
    """Count the contacts that `client` may see and that meet the conditions; with an `owner`, that user's alone.

    Raises `ImpossibleCriterionError` for a condition that cannot be asked.
    """
    where = contacts.where
    conditions = [*criteria.conditions(where, [describes.field("Contact", one.field) for one in where])]
    conditions += [f"OwnerId = '{owner}'"] if soql.is_id(owner) else []
    statement = soql.select(("COUNT()",), "Contact", conditions)
    told = client.call("count", "GET", soql.query_path(statement), asked=[one.field for one in where])
    total = told.get("totalSize") if isinstance(told, dict) else None
    if not isinstance(total, int):
        raise BadAnswerError("The org's answer to a count holds no number.")
    return total
