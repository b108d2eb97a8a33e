"""Requests that were sent to a real org, sent to ours: the answers have the same shape and say the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.support.salesforce_recordings import exchanges

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest, World

HERE = "/services/data/v60.0"
KNOWN = {"Account", "Contact"}
RECORDINGS = [
    "utils/http/tests/cassettes/TestCompositeParallelSalesforce.test_composite_parallel_salesforce.yaml",
    "utils/http/tests/cassettes/TestCompositeParallelSalesforce.test_errors.yaml",
    "utils/http/tests/cassettes/TestCompositeParallelSalesforce.test_reference_ids.yaml",
    "tasks/bulkdata/tests/cassettes/TestUpsert.test_upsert__rest.yaml",
    "tasks/bulkdata/tests/cassettes/TestUpsert.test_simple_upsert__rest.yaml",
    "tasks/bulkdata/tests/cassettes/TestUpsert.test_upsert_complex_external_id_field__rest.yaml",
    "tasks/bulkdata/tests/cassettes/TestUpsert.test_upsert_complex_external_id_field_rest__duplicate_error.yaml",
]
SETTLED_ELSEWHERE = {"limits", "jobs", "recordCount"}


class Replay:
    """Sends recorded requests and translates the ids of the recording to those of our org."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._ids: dict[str, str] = {}

    def send(self, request: dict[str, Any]) -> tuple[int, Any]:
        """Answer status and JSON of one recorded request."""
        parts = urlsplit(request["uri"])
        path = parts.path.replace("/services/data/vxx.0", HERE)
        body = json.loads(self._ours(request["body"])) if request["body"] else None
        answer = self._rest.send(request["method"], path + (f"?{self._ours(parts.query)}" if parts.query else ""), body)
        return answer.status_code, answer.json()

    def learn(self, recorded: Any, ours: Any) -> None:
        """Remember which of our ids stands for a recorded one."""
        for theirs, mine in zip(recorded, ours, strict=True):
            if theirs.get("success"):
                self._ids[theirs["id"]] = mine["id"]

    def _ours(self, text: str) -> str:
        for theirs, mine in self._ids.items():
            text = text.replace(theirs, mine)
        return text.replace("vxx.0", "v60.0")


def shape(value: Any) -> Any:
    """Answer what does not depend on the org: names, kinds, numbers, words; ids and addresses become their kind.

    The records of a query that asks for no order come in any.
    """
    if isinstance(value, dict):
        made = {name: shape(inner) for name, inner in value.items()}
        return {**made, "records": sorted(made["records"], key=json.dumps)} if "records" in made else made
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    if isinstance(value, str) and (value.startswith("/services/") or (len(value) == 18 and value.isalnum())):
        return "address" if value.startswith("/") else f"id {value[:3]}"
    return value


def _ours_too(request: dict[str, Any]) -> bool:
    """Leave out objects that the org does not have, and resources that other tests hold."""
    text = json.dumps(request)
    return (
        "pportunit" not in text
        and "orp" not in urlsplit(request["uri"]).path
        and not any(part in SETTLED_ELSEWHERE for part in urlsplit(request["uri"]).path.split("/"))
    )


def _prepared(world: World, recording: str) -> None:
    """The recorded orgs had accounts of their own; where a recording asks for some, they are made first."""
    if "composite_parallel" in recording:
        world.org.as_user("marianne@acme.example").create("Account", {"Name": "x"})


@pytest.mark.parametrize("recording", RECORDINGS)
def test_our_answers_are_those_of_the_recording(world: World, rest: Rest, recording: str) -> None:
    replay = Replay(rest)
    compared = 0
    for request, status, recorded in exchanges(recording):
        if not _ours_too(request):
            continue
        ours_status, ours = replay.send(request)
        assert (ours_status, shape(ours)) == (status, shape(recorded)), request
        if isinstance(recorded, list):
            replay.learn(recorded, ours)
        compared += 1
    assert compared
