"""Which records exist at all, whoever may see them: asked as the integration user, ids alone."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from syncline.connectors.salesforce import soql
from syncline.connectors.salesforce.api import IDS_PER_QUERY
from syncline.connectors.salesforce.reading import batched
from syncline.connectors.salesforce.rows import queries, text_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.salesforce.client import Client


def existing(integration: Client, sobject: str, record_ids: Sequence[str]) -> set[str]:
    """Answer the ids of those that exist and do not lie in the recycle bin. One request for 2,000 ids."""
    wanted = [record_id for record_id in record_ids if soql.is_id(record_id)]
    statements = [soql.select(("Id",), sobject, [soql.ids(some)]) for some in batched(wanted, IDS_PER_QUERY)]
    rows = chain.from_iterable(queries(integration, "existing", statements))
    return {found for row in rows if (found := text_in(row, "Id"))}
