"""events.delete: told to nobody, and only what nobody changed meanwhile.

https://developers.google.com/workspace/calendar/api/v3/reference/events/delete. What is deleted is in the calendar's
trash for 30 days, and can be brought back (https://support.google.com/calendar/answer/37113).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.google.account import calendar_call
from syncline.connectors.google.batch import ask_all
from syncline.connectors.google.get_events import event_path
from syncline.connectors.google.insert_events import SILENT
from syncline.connectors.google.patch_events import judged
from syncline.connectors.port import Written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.google.account import Account
    from syncline.connectors.google.patch_events import Outcome
    from syncline.connectors.port import Mention


def delete_events(account: Account, targets: Sequence[Mention]) -> list[Outcome]:
    """Delete events."""
    calls = [
        calendar_call("calendar.events.delete", "DELETE", event_path(one.id), SILENT, version=one.version)
        for one in targets
    ]
    ids = iter([one.id for one in targets])
    answers = ask_all(account, calls)
    results = judged(account, [one.id for one in targets], answers, lambda _answer: None)
    return [Written(id_, "") if result is None else result for id_, result in zip(ids, results, strict=True)]
