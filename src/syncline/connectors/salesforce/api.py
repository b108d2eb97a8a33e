"""Where the API lives and how much it takes at once.

Limits: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite_post.htm
and https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections.htm
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

API_VERSION: Final = "62.0"
DATA: Final = f"/services/data/v{API_VERSION}"
TOKEN: Final = "/services/oauth2/token"  # noqa: S105 - a path

WRITE_BATCH: Final = 200
"""Records in one call of sObject Collections."""
QUERIES: Final = 5
"""Queries and collections in one Composite request."""
PAGE: Final = 2_000
"""Rows in one page of a query."""
STATEMENT: Final = 15_000
"""Characters of an encoded query. A URL may hold 16,384, its own path included."""
IDS_PER_QUERY: Final = 400

Row: TypeAlias = dict[str, Any]
"""A record as the API writes it: field name to JSON value."""
