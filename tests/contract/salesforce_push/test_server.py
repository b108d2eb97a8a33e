"""The sandbox's Pub/Sub API, asked by gRPC's own client: topics, schemas in Avro, replay, flow control."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from fastavro import parse_schema, schemaless_reader

from syncline.sandbox.salesforce.pubsub.messages import MESSAGES, SERVICE
from tests.contract.salesforce_push.conftest import CONTACTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.contract.salesforce_push.conftest import Stand


class Client:
    """Whoever knows the proto file and nothing else."""

    def __init__(self, stand: Stand) -> None:
        org = stand.house.org
        self.channel = grpc.insecure_channel(stand.server.address)
        token = org.sessions.start(org.user_id("sync@acme.example"))
        self.sign = (("accesstoken", token), ("instanceurl", "http://x"), ("tenantid", org.id))

    def ask(self, method: str, request: str, answer: str, **fields: Any) -> Any:
        call = self.channel.unary_unary(
            f"/{SERVICE}/{method}", lambda message: message.SerializeToString(), MESSAGES[answer].FromString
        )
        return call(MESSAGES[request](**fields), metadata=self.sign)

    def fetch(self, *numbers: int, **fields: Any) -> Any:
        requests = [MESSAGES["FetchRequest"](topic_name=CONTACTS, num_requested=one, **fields) for one in numbers]
        call = self.channel.stream_stream(
            f"/{SERVICE}/Subscribe", lambda message: message.SerializeToString(), MESSAGES["FetchResponse"].FromString
        )
        return call(iter(requests), metadata=self.sign)


@pytest.fixture
def client(stand: Stand) -> Iterator[Client]:
    made = Client(stand)
    yield made
    made.channel.close()


def test_events_are_avro_by_the_schema_that_they_name(stand: Stand, client: Client) -> None:
    made = stand.add()
    stand.house.org.admin.update(made, {"Title": "CEO"})
    stand.house.org.admin.delete(made)
    told = [event for answer in first(client.fetch(100, replay_preset=1), 3) for event in answer.events]
    topic = client.ask("GetTopic", "TopicRequest", "TopicInfo", topic_name=CONTACTS)
    assert topic.can_subscribe
    schema = client.ask("GetSchema", "SchemaRequest", "SchemaInfo", schema_id=told[0].event.schema_id)
    assert schema.schema_id == topic.schema_id
    parsed: Any = parse_schema(json.loads(schema.schema_json))
    read: list[Any] = [schemaless_reader(io.BytesIO(one.event.payload), parsed, None) for one in told]
    headers = [one["ChangeEventHeader"] for one in read]
    assert [(one["changeType"], one["recordIds"]) for one in headers] == [
        ("CREATE", [made]), ("UPDATE", [made]), ("DELETE", [made])
    ]  # fmt: skip
    assert "Title" in headers[1]["changedFields"]


def first(answers: Any, events: int) -> list[Any]:
    """Answers until there were so many events."""
    found: list[Any] = []
    for answer in answers:
        found.append(answer)
        if sum(len(one.events) for one in found) >= events:
            break
    return found


def test_no_more_comes_than_was_asked_for(stand: Stand, client: Client) -> None:
    for number in range(5):
        stand.add(f"Vogel {number}")
    answers = client.fetch(2, replay_preset=1)
    (answer,) = first(answers, 2)
    assert (len(answer.events), answer.pending_num_requested) == (2, 0)
    assert not next(answers).events
    assert sum(len(one.events) for one in first(client.fetch(2, 2, replay_preset=1), 4)) == 4


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"topic_name": "/data/NoSuchChangeEvent"}, "NOT_FOUND", "topic.not.found"),
        ({"num_requested": 101}, "INVALID_ARGUMENT", "subscription.fetch.requested.events.limit.exceeded"),
        (
            {"replay_preset": 2, "replay_id": b"x" * 8},
            "INVALID_ARGUMENT",
            "subscription.fetch.replayid.validation.failed",
        ),
    ],
)
def test_refusals_name_their_code(client: Client, changed: dict[str, Any], status: str, code: str) -> None:
    call = client.channel.stream_stream(
        f"/{SERVICE}/Subscribe", lambda message: message.SerializeToString(), MESSAGES["FetchResponse"].FromString
    )
    request = MESSAGES["FetchRequest"](**{"topic_name": CONTACTS, "num_requested": 1} | changed)
    with pytest.raises(grpc.RpcError) as caught:
        next(call(iter([request]), metadata=client.sign))
    error: Any = caught.value
    assert error.code().name == status
    assert dict(error.trailing_metadata())["error-code"] == f"sfdc.platform.eventbus.grpc.{code}"


def test_nobody_comes_in_without_a_session(stand: Stand, client: Client) -> None:
    stand.house.org.sessions.revoke_all()
    with pytest.raises(grpc.RpcError) as caught:
        client.ask("GetTopic", "TopicRequest", "TopicInfo", topic_name=CONTACTS)
    error: Any = caught.value
    assert error.code() is grpc.StatusCode.UNAUTHENTICATED
