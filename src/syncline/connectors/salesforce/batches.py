"""Cutting a list of writes into requests, so that one bad record never stops the others."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.salesforce.api import WRITE_BATCH
from syncline.connectors.salesforce.composite import holds_reference
from syncline.connectors.salesforce.refusals import request_error

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from syncline.connectors.salesforce.api import Row
    from syncline.connectors.salesforce.client import Client
    from syncline.connectors.salesforce.composite import PartAnswer
    from syncline.records.candidate import Candidate

Ask = TypeVar("Ask")


@dataclass(frozen=True, slots=True)
class Job(Generic[Ask]):
    """One write that is ready to be sent, and its place in the list of results."""

    place: int
    ask: Ask
    body: dict[str, Any]
    notes: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()


class WholeRefusedError(Exception):
    """A collection was refused as a whole because of something in one of its records: nothing was written."""

    def __init__(self, answer: PartAnswer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def send(
    jobs: Sequence[Job[Ask]], ship: Callable[[Sequence[Job[Ask]]], None], give_up: Callable[[Job[Ask], Any], None]
) -> None:
    """Ship jobs, 200 in a request. A batch that is refused as a whole is halved until the one at fault stands alone."""
    for start in range(0, len(jobs), WRITE_BATCH):
        _ship(jobs[start : start + WRITE_BATCH], ship, give_up)


def _ship(
    jobs: Sequence[Job[Ask]], ship: Callable[[Sequence[Job[Ask]]], None], give_up: Callable[[Job[Ask], Any], None]
) -> None:
    try:
        ship(jobs)
    except WholeRefusedError as refused:
        if len(jobs) == 1:
            give_up(jobs[0], refused.answer.body)
            return
        middle = len(jobs) // 2
        _ship(jobs[:middle], ship, give_up)
        _ship(jobs[middle:], ship, give_up)


def parted(jobs: Sequence[Job[Ask]]) -> tuple[list[Job[Ask]], list[Job[Ask]]]:
    """Part jobs that may travel in a Composite request from those whose text it would take for references."""
    plain = [job for job in jobs if holds_reference(job.body)]
    apart = {job.place for job in plain}
    return [job for job in jobs if job.place not in apart], plain


_OVER_LIMIT = "System.LimitException"
"""What Apex calls it in the message; the codes are those of any error of an automation."""
_RECORD_AT_FAULT = frozenset(
    {"JSON_PARSER_ERROR", "INVALID_ID_FIELD", "MALFORMED_ID", "INVALID_TYPE_ON_FIELD_IN_RECORD"}
)


def results_of(client: Client, answer: PartAnswer, count: int, *, asked: Collection[str]) -> Iterator[Row]:
    """Answer the results of a collection that can be cut into smaller ones, one for each record.

    Raises `WholeRefusedError` where one record's content is at fault, or where all of them are too many at once for
    the org's own automation; the errors of `errors.py` where neither is.
    """
    results = results_as_told(client, answer, count, asked=asked)
    if count > 1 and all(map(_over_limit, results)):
        raise WholeRefusedError(answer)
    return iter(results)


def results_as_told(client: Client, answer: PartAnswer, count: int, *, asked: Collection[str]) -> list[Row]:
    """Answer the results of a collection, one for each record. Raises as `results_of` does for a record at fault."""
    if not answer.ok:
        body = answer.body[0] if isinstance(answer.body, list) and answer.body else {}
        if (
            answer.status == HTTPStatus.BAD_REQUEST
            and isinstance(body, dict)
            and body.get("errorCode") in _RECORD_AT_FAULT
        ):
            raise WholeRefusedError(answer)
        raise request_error(client.actor, answer.status, answer.body, asked=asked)
    results = answer.body
    if (
        not isinstance(results, list)
        or len(results) != count
        or not all(isinstance(result, dict) for result in results)
    ):
        raise BadAnswerError("The org's answer to a collection does not answer every record.")
    return results


def _over_limit(result: Row) -> bool:
    """Whether a trigger or a flow ran over a limit of its transaction, which undoes what was done for all its records.

    One that asks a query for each record gets through a hundred and no more; fewer records at once may pass.
    https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/apex_gov_limits.htm
    """
    errors = result.get("errors")
    told = [str(one.get("message", "")) for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
    return any(_OVER_LIMIT in one for one in told)
