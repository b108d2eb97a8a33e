"""What a write says to the org's duplicate rules, as the configuration has it.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_duplicaterules.htm: without the header
a rule that alerts refuses the record; with `allowSave=true` it is saved, unless the rule blocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.planner.policy import DuplicatePolicy
from syncline.records.words import Collection

if TYPE_CHECKING:
    from syncline.connectors.salesforce.desk import Desk
    from syncline.connectors.salesforce.shape import Shape


def headers(desk: Desk, shape: Shape) -> dict[str, str]:
    """Answer the header of a write. Events have no duplicate rules."""
    insists = shape.collection is Collection.CONTACTS and desk.contacts.duplicates is DuplicatePolicy.ALLOW
    return {"Sforce-Duplicate-Rule-Header": "allowSave=true"} if insists else {}
