"""What Salesforce does where a person changes the rule of an event series, or when it begins: it makes it anew.

The series is deleted and recreated, its occurrences with other ids:
https://developer.salesforce.com/docs/platform/change-data-capture/guide/cdc-standard-objects-task-event-updating-recurring.html
No call of the API does so; people do it in Lightning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.salesforce import write
from syncline.sandbox.salesforce.event_series import TEXT
from syncline.sandbox.salesforce.series_deletion import delete_from

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.schema import SObject

_KEPT: Final = (
    "Subject", "Location", "Description", "IsAllDayEvent", "IsPrivate", "ShowAs", "StartDateTime", "DurationInMinutes",
    "WhoId", "WhatId", TEXT,
)  # fmt: skip


def remake(acting: Acting, sobject: SObject, shown: Mapping[str, Any], changes: Mapping[str, Any]) -> str:
    """Delete a series and make it again, changed; `shown` is its first occurrence. Answers the id of the new first."""
    delete_from(acting, sobject, shown["Id"])
    kept = {name: shown[name] for name in _KEPT if shown.get(name) is not None}
    return write.create(acting, sobject, kept | dict(changes))
