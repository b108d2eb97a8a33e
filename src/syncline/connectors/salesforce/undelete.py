"""Out of the recycle bin: up to 200 records in one call. Only the SOAP API has it.

Source: https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_undelete.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.salesforce.api import WRITE_BATCH
from syncline.connectors.salesforce.reading import batched
from syncline.connectors.salesforce.soap import PARTNER, Element

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.salesforce.client import Client

NOT_IN_BIN = frozenset({"UNDELETE_FAILED", "INVALID_ID_FIELD", "ENTITY_IS_DELETED"})
"""Codes of what is in the recycle bin no longer, or was never there."""


def undelete(client: Client, record_ids: Sequence[str]) -> list[list[dict[str, Any]]]:
    """Bring records back; answers the errors of each, none for what is back."""
    told: list[list[dict[str, Any]]] = []
    for some in batched(record_ids, WRITE_BATCH):
        call = f"<p:undelete>{''.join(f'<p:ids>{one}</p:ids>' for one in some)}</p:undelete>"
        results = client.soap("undelete", call).findall(f"{PARTNER}result")
        if len(results) != len(some):
            raise BadAnswerError("The org's answer to undelete does not answer every record.")
        told += map(_errors, results)
    return told


def _errors(result: Element) -> list[dict[str, Any]]:
    if result.findtext(f"{PARTNER}success") == "true":
        return []
    errors: list[dict[str, Any]] = [
        {"statusCode": error.findtext(f"{PARTNER}statusCode")} for error in result.iter(f"{PARTNER}errors")
    ]
    return errors or [{}]
