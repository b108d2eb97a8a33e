"""What the org says about its fields, asked once per object and process.

Source: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.salesforce.api import DATA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.connectors.salesforce.client import Client


@dataclass(frozen=True, slots=True)
class FieldFact:
    """One field: its API type, and how many characters it holds (0: no text, or no limit)."""

    name: str
    type: str
    length: int
    createable: bool = False
    """Whether whoever asked may give it to a new record."""


class Describes:
    """Facts about fields, by object; the integration user asks, because types are the same for everybody.

    What a rep may see is not decided here: every request of a rep is judged by the org.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._known: dict[str, Mapping[str, FieldFact]] = {}

    def fields(self, sobject: str) -> Mapping[str, FieldFact]:
        """Answer the fields of an object by their names in lower case."""
        with self._lock:
            if sobject not in self._known:
                body = self._client.call("describe", "GET", f"{DATA}/sobjects/{sobject}/describe")
                self._known[sobject] = _facts(body)
            return self._known[sobject]


def _facts(body: Any) -> dict[str, FieldFact]:
    try:
        facts = [
            FieldFact(str(told["name"]), str(told["type"]), int(told["length"]), told.get("createable") is True)
            for told in body["fields"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise BadAnswerError("The org's description of an object lists no fields.") from error
    return {fact.name.lower(): fact for fact in facts}
