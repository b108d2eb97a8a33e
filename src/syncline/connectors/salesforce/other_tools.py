"""Who is synced by Einstein Activity Capture, Salesforce's own tool, as far as the API shows it (SPEC 7.10).

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_useremailcalendarsync.htm

Of Lightning Sync and Salesforce for Outlook the API shows nothing: no object tells of their configurations.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from syncline.connectors.salesforce import soql
from syncline.connectors.salesforce.composite import Part
from syncline.connectors.salesforce.refusals import refused_code
from syncline.connectors.salesforce.rows import all_rows, queries, text_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.salesforce.client import Client

_KIND = "activity capture"
_ASSIGNED = "SELECT AssignedId FROM UserEmailCalendarSync WHERE ConfigurationId != null"
_PROFILE = "00e"


def captured(client: Client) -> list[str] | None:
    """Answer the user names of whom a configuration of Einstein Activity Capture syncs, by user or by profile.

    None where its object is not there: the feature is not enabled in the org, or hidden from the integration user.
    Two requests, one where nobody is assigned.
    """
    answer = client.separately(_KIND, [Part("assigned", "GET", soql.query_path(_ASSIGNED))])["assigned"]
    if not answer.ok and refused_code(answer.body) == "INVALID_TYPE":
        return None
    ids = [text_in(row, "AssignedId") or "" for row in all_rows(client, _KIND, answer)]
    return _names(client, [one for one in ids if soql.is_id(one)])


def _names(client: Client, ids: Sequence[str]) -> list[str]:
    by_column = {
        "ProfileId": [one for one in ids if one.startswith(_PROFILE)],
        "Id": [one for one in ids if not one.startswith(_PROFILE)],
    }
    statements = [
        soql.select(("Username",), "User", [soql.within(column, group), "IsActive = true"])
        for column, some in by_column.items()
        for group in soql.packed(soql.text(one) for one in some)
    ]
    rows = chain.from_iterable(queries(client, _KIND, statements, asked=("Username",))) if statements else ()
    return sorted({name for row in rows if (name := text_in(row, "Username"))}, key=str.casefold)
