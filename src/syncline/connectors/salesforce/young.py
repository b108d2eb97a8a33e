"""Stamps have whole seconds: what is read in the second of its stamp may change once more and bear the same stamp.

SystemModstamp is shown with milliseconds that are always zero; see "Date and dateTime" in
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/primitive_data_types.htm
"""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.records.record import Record

if TYPE_CHECKING:
    from typing import TypeVar

    from syncline.connectors.salesforce.client import Client

    Answered = TypeVar("Answered")

_MARGIN = timedelta(seconds=3)
"""A second for the stamp, one for the Date header by which the org's time is known, one for the way."""
_MARK = "~"


def young_since(client: Client) -> str:
    """Answer the stamp from which on, as of the last answer, a record may change without its stamp telling."""
    return (client.now - _MARGIN).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")


def aged(client: Client, answer: Answered) -> Answered:
    """Mark the version of a record that was read so soon after its stamp: the feed's next word on it is not known."""
    if isinstance(answer, Record) and answer.version >= young_since(client):
        return structs.replace(answer, version=answer.version + _MARK)
    return answer
