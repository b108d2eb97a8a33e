"""Several calls of one service in one request: multipart/mixed, each part an HTTP request or answer of its own.

https://developers.google.com/workspace/calendar/api/guides/batch. Parts come back in any order, told apart by their
Content-ID. Each counts against the quota as if it had come alone. Where People takes them its description says
(`batchPath` in https://people.googleapis.com/$discovery/rest?version=v1).
"""

from __future__ import annotations

import json
from email.message import Message
from email.parser import BytesParser
from typing import TYPE_CHECKING

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.google.refusals import UNAUTHORIZED, error_of, refusal_of
from syncline.connectors.transport import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.google.account import Account
    from syncline.connectors.google.line import Call
    from syncline.connectors.transport import Raw

_CALENDAR = "/batch/calendar/v3"
_PEOPLE = "/batch"
_OK = 300


def ask_all(account: Account, calls: Sequence[Call]) -> list[Answer]:
    """Make calls of Calendar, `event_batch` at a time, and answer what each was answered, refusals too, in order.

    Each part counts against the user's quota. Where it runs out in the middle, the rest is not sent, and answered as
    what was refused; the mailbox is left alone for a while. Raises what it means if all of a request were refused for
    a reason that is none of theirs (quota, sign-in); then any of them may have been carried out before.
    """
    size = account.settings.event_batch
    answers: list[Answer] = []
    for start in range(0, len(calls), size):
        url = account.settings.calendar_root + _CALENDAR
        some = _ask(account, url, "calendar.batch", calls[start : start + size])
        refused = [refusal_of(one) for one in some if one.status >= _OK]
        if len(refused) == len(some) and all(one.general for one in refused):
            raise account.line.heed(account.address, error_of(refused[0], calls[start].operation))
        answers += some
        full = next((one for one in some if one.status >= _OK and refusal_of(one).throttled), None)
        if full is not None:
            account.line.heed(account.address, error_of(refusal_of(full), calls[start].operation))
            return answers + [full] * (len(calls) - len(answers))
    return answers


def ask_together(account: Account, calls: Sequence[Call]) -> list[Answer]:
    """Make a few calls of People in one request and answer what each was answered, refusals too, in order."""
    url, operation = account.settings.people_root + _PEOPLE, "people.batch"
    answers = _ask(account, url, operation, calls)
    if any(one.status == UNAUTHORIZED for one in answers):
        account.line.sign_in.forget(account.address)
        answers = _ask(account, url, operation, calls)
    return answers


def _ask(account: Account, url: str, operation: str, calls: Sequence[Call]) -> list[Answer]:
    boundary = _boundary(calls)
    headers = {"Content-Type": f"multipart/mixed; boundary={boundary}"}
    data = _write(calls, boundary)
    raw = account.line.raw(account.address, url, operation, headers, data)
    if raw.status == UNAUTHORIZED:
        account.line.sign_in.forget(account.address)
        raw = account.line.raw(account.address, url, operation, headers, data)
    if raw.status >= _OK:
        refused = refusal_of(Answer(raw.status, raw.headers, _json(raw.content)))
        raise account.line.heed(account.address, error_of(refused, operation))
    found = _read(raw)
    if found.keys() != set(range(len(calls))):
        raise BadAnswerError(f"a batch of {len(calls)} calls was answered {len(found)} times")
    return [found[place] for place in range(len(calls))]


def _boundary(calls: Sequence[Call]) -> str:
    """Answer a line that stands in none of the bodies."""
    boundary = "batch_syncline"
    while any(call.content and boundary.encode() in call.content for call in calls):
        boundary += "_"
    return boundary


def _write(calls: Sequence[Call], boundary: str) -> bytes:
    parts: list[bytes] = []
    for place, call in enumerate(calls):
        content = call.content or b""
        inner = [f"{call.method} {call.target} HTTP/1.1", *(f"{name}: {value}" for name, value in call.headers.items())]
        if content:
            inner.append(f"Content-Length: {len(content)}")
        outer = [f"--{boundary}", "Content-Type: application/http", f"Content-ID: <{place}>", ""]
        parts.append("\r\n".join([*outer, *inner, "", ""]).encode() + content + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode()


def _read(raw: Raw) -> dict[int, Answer]:
    kind = raw.headers.get("Content-Type", "")
    message = BytesParser().parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + raw.content)
    if not message.is_multipart():
        raise BadAnswerError("a batch was answered with something that is not several answers")
    found: dict[int, Answer] = {}
    for part in message.get_payload():
        place = _place(part) if isinstance(part, Message) else None
        if place is not None and isinstance(part, Message):
            found[place] = _answer(part)
    return found


def _place(part: Message) -> int | None:
    """Read `<response-7>`."""
    told = str(part.get("Content-ID", "")).strip("<> ").removeprefix("response-")
    return int(told) if told.isdecimal() else None


def _answer(part: Message) -> Answer:
    content = part.get_payload(decode=True)
    head, _, rest = (content if isinstance(content, bytes) else b"").lstrip().partition(b"\n")
    words = head.split()
    if len(words) < 2 or not words[1].isdigit():  # noqa: PLR2004 - the protocol's version, then the status
        raise BadAnswerError("a part of a batch's answer is not an answer")
    inner = BytesParser().parsebytes(rest)
    body = inner.get_payload(decode=True)
    return Answer(int(words[1]), dict(inner.items()), _json(body if isinstance(body, bytes) else b""))


def _json(content: bytes) -> object:
    try:
        return json.loads(content) if content.strip() else None
    except ValueError:
        return None
