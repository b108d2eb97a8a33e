"""Writes of many contacts in one request; where one spoils it, the request is halved until that one stands alone.

People refuses a whole batch for one bad contact before anything is done
(https://developers.google.com/people/api/rest/v1/people/batchCreateContacts: "if not successful"). Writes for one user
go one after another, as the page asks for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from syncline.connectors.google.account import people_call
from syncline.connectors.google.refusals import BAD_REQUEST, CONFLICT, NOT_FOUND, PRECONDITION_FAILED, refusal_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from syncline.connectors.google.account import Account
    from syncline.connectors.google.refusals import Refusal

Thing = TypeVar("Thing")
Body: TypeAlias = "Mapping[str, Any]"
_TAKES = frozenset({BAD_REQUEST, NOT_FOUND, CONFLICT, PRECONDITION_FAILED})
_OK = 300


def write_all(
    account: Account, operation: str, things: Sequence[Thing], body_of: Callable[[Sequence[Thing]], Body]
) -> list[Body | Refusal]:
    """Write things, `people_batch` in a request, and answer for each the body of the request it went through with."""
    size = account.settings.people_batch
    results: list[Body | Refusal] = []
    for start in range(0, len(things), size):
        results += _write(account, operation, things[start : start + size], body_of)
    return results


def _write(
    account: Account, operation: str, things: Sequence[Thing], body_of: Callable[[Sequence[Thing]], Body]
) -> list[Body | Refusal]:
    call = people_call(f"people.{operation}", "POST", f"/people:{operation}", body=body_of(things))
    answer = account.people(call, takes=_TAKES)
    if answer.status < _OK:
        return [answer.body] * len(things)
    if len(things) == 1:
        return [refusal_of(answer)]
    half = len(things) // 2
    first = _write(account, operation, things[:half], body_of)
    return first + _write(account, operation, things[half:], body_of)
