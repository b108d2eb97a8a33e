"""What somebody does with a meeting: cancel it, or answer an invitation.

https://learn.microsoft.com/graph/api/event-cancel
https://learn.microsoft.com/graph/api/event-accept
"""

from __future__ import annotations

from typing import Any, Final

from syncline.sandbox.microsoft365 import mail
from syncline.sandbox.microsoft365.call import Call, Reply
from syncline.sandbox.microsoft365.errors import bad_request
from syncline.sandbox.microsoft365.moments import stamp
from syncline.sandbox.microsoft365.shapes.event_json import is_organizer

from . import editing
from .event_rows import event_of

ANSWERS: Final = {"accept": "accepted", "tentativelyAccept": "tentativelyAccepted", "decline": "declined"}


def cancel(call: Call) -> Reply:
    """Cancel a meeting: only its organizer can."""
    event, instance = event_of(call)
    if not is_organizer(event):
        raise bad_request("You need to be an organizer to cancel a meeting.", "ErrorInvalidRequest")
    mail.cancel(call, event, instance)
    editing.remove(event, instance)
    return Reply(202)


def respond(call: Call) -> Reply:
    """Answer an invitation; the organizer is told unless `sendResponse` is false."""
    event, instance = event_of(call)
    if is_organizer(event):
        text = (
            "Your request can't be completed. You can't respond to this meeting because you're the meeting organizer."
        )
        raise bad_request(text, "ErrorInvalidRequest")
    given: dict[str, Any] = call.json() if call.body else {}
    answer = next(said for name, said in ANSWERS.items() if name.lower() == call.segments[-1].lower())
    wishes = {name.lower(): value for name, value in given.items()}
    if wishes.get("sendresponse", True):
        mail.respond(call, event)
    if answer == "declined":
        editing.remove(event, instance)
    else:
        event.values = event.values | {"responseStatus": {"response": answer, "time": stamp(call.tenant.clock())}}
        call.mailbox().changed(event)
    return Reply(202)
