"""The Pub/Sub API: https://developer.salesforce.com/docs/platform/pub-sub-api/guide/intro.html."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

import grpc

from syncline.sandbox.salesforce.errors import RefusedError
from syncline.sandbox.salesforce.pubsub.avro import schema_id, schema_json
from syncline.sandbox.salesforce.pubsub.bus import ENTITIES, Bus, Happened, replay_id
from syncline.sandbox.salesforce.pubsub.messages import MESSAGES, SERVICE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syncline.sandbox.salesforce.org import SalesforceOrg

_MOST: Final = 100
"""Events that may be asked for in one request."""
_STREAMS: Final = 32
_KEEPALIVE: Final = 60.0
"""Seconds until a subscriber is told that there is nothing; the real service takes up to 270."""
_ERROR: Final = "sfdc.platform.eventbus.grpc."


class PubSubServer:
    """Serves one org on a port of its own, without TLS, until `stop`. `subscriptions` counts calls of Subscribe."""

    def __init__(self, org: SalesforceOrg, *, keepalive: float = _KEEPALIVE) -> None:
        self.bus = Bus(org.clock)
        self.subscriptions = 0
        self._org = org
        self._keepalive = keepalive
        self._stopped = threading.Event()
        org.capture(self.bus.commit)
        self._server = grpc.server(ThreadPoolExecutor(_STREAMS, "pubsub"), options=(("grpc.so_reuseport", 0),))
        self._server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, self._handlers()),))
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        self._server.start()

    def stop(self) -> None:
        """End all calls and close the port."""
        self._stopped.set()
        self._wake()
        self._server.stop(grace=0).wait()

    def _wake(self) -> None:
        with self.bus.news:
            self.bus.news.notify_all()

    def _handlers(self) -> dict[str, Any]:
        unary = {"GetTopic": ("TopicRequest", self._topic), "GetSchema": ("SchemaRequest", self._schema)}
        handlers = {
            name: grpc.unary_unary_rpc_method_handler(
                method, MESSAGES[kind].FromString, lambda message: message.SerializeToString()
            )
            for name, (kind, method) in unary.items()
        }
        handlers["Subscribe"] = grpc.stream_stream_rpc_method_handler(
            self._subscribe, MESSAGES["FetchRequest"].FromString, lambda message: message.SerializeToString()
        )
        return handlers

    def _topic(self, request: Any, context: Any) -> Any:
        self._authenticate(context)
        entity = self._entity(request.topic_name, context)
        return MESSAGES["TopicInfo"](
            topic_name=request.topic_name, tenant_guid=self._org.id, can_subscribe=True, schema_id=schema_id(entity)
        )

    def _schema(self, request: Any, context: Any) -> Any:
        self._authenticate(context)
        for entity in ENTITIES:
            if schema_id(entity) == request.schema_id:
                return MESSAGES["SchemaInfo"](schema_json=schema_json(entity), schema_id=request.schema_id)
        return _refuse(context, grpc.StatusCode.NOT_FOUND, "schema.not.found")

    def _subscribe(self, requests: Iterator[Any], context: Any) -> Iterator[Any]:
        self._authenticate(context)
        self.subscriptions += 1
        first = next(requests)
        entity = self._entity(first.topic_name, context)
        place = self._start(first, context)
        wanted = [self._number(first, context)]
        context.add_callback(self._wake)
        threading.Thread(target=self._more, args=(requests, wanted), daemon=True).start()
        while context.is_active() and not self._stopped.is_set():
            with self.bus.news:
                found, place = self._wait(entity, place, wanted, context)
                wanted[0] -= len(found)
            yield self._answer(found, place, wanted[0])
        if self._stopped.is_set():
            _refuse(context, grpc.StatusCode.UNAVAILABLE, "service.unavailable")

    def _wait(self, entity: str, place: int, wanted: list[int], context: Any) -> tuple[Sequence[Happened], int]:
        """Answer what comes after a place, and the place after it; after a while nothing, and the newest place."""

        def over() -> bool:
            return self._stopped.is_set() or not context.is_active()

        def news() -> bool:
            return over() or bool(wanted[0] and self.bus.after(place, entity, 1))

        quiet = not self.bus.news.wait_for(news, timeout=self._keepalive)
        found = self.bus.after(place, entity, wanted[0])
        if found:
            return found, found[-1].number
        return [], max(place, self.bus.latest) if quiet and wanted[0] else place

    def _answer(self, found: Sequence[Happened], place: int, pending: int) -> Any:
        event, producer = MESSAGES["ConsumerEvent"], MESSAGES["ProducerEvent"]
        events = [
            event(
                replay_id=one.replay_id,
                event=producer(id=str(one.number), schema_id=schema_id(one.entity), payload=one.payload),
            )
            for one in found
        ]
        return MESSAGES["FetchResponse"](
            events=events, latest_replay_id=replay_id(place), pending_num_requested=pending
        )

    def _more(self, requests: Iterator[Any], wanted: list[int]) -> None:
        """Take what is asked for later: it is added to what is open."""
        try:
            for request in requests:
                with self.bus.news:
                    wanted[0] += request.num_requested
                    self.bus.news.notify_all()
        except grpc.RpcError:
            return
        finally:
            self._wake()

    def _start(self, request: Any, context: Any) -> int:
        if request.replay_preset == 1:
            return self.bus.first - 1
        if request.replay_preset == 0:
            return self.bus.latest
        place = int.from_bytes(request.replay_id, "big")
        if not self.bus.first - 1 <= place <= self.bus.latest:
            _refuse(context, grpc.StatusCode.INVALID_ARGUMENT, "subscription.fetch.replayid.validation.failed")
        return place

    def _number(self, request: Any, context: Any) -> int:
        if not 0 < request.num_requested <= _MOST:
            _refuse(context, grpc.StatusCode.INVALID_ARGUMENT, "subscription.fetch.requested.events.limit.exceeded")
        return int(request.num_requested)

    def _entity(self, topic: str, context: Any) -> str:
        found = next((one for one in self.bus.selected if topic == f"/data/{one}ChangeEvent"), "")
        return found or str(_refuse(context, grpc.StatusCode.NOT_FOUND, "topic.not.found"))

    def _authenticate(self, context: Any) -> None:
        given = dict(context.invocation_metadata())
        try:
            self._org.sessions.user(given.get("accesstoken", ""))
        except RefusedError:
            _refuse(context, grpc.StatusCode.UNAUTHENTICATED, "service.auth.error")
        if given.get("tenantid", "")[:15] != self._org.id[:15] or not given.get("instanceurl"):
            _refuse(context, grpc.StatusCode.UNAUTHENTICATED, "service.auth.error")


def _refuse(context: Any, status: Any, code: str) -> Any:
    context.set_trailing_metadata((("error-code", f"{_ERROR}{code}"),))
    return context.abort(status, f"{_ERROR}{code}. rpcId: sandbox")
