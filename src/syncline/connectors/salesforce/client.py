"""One user's calls to the REST API."""

from __future__ import annotations

import json
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.salesforce.api import DATA
from syncline.connectors.salesforce.composite import Part, PartAnswer, parts_of, request_body
from syncline.connectors.salesforce.refusals import request_error, session_refused
from syncline.connectors.salesforce.soap import SOAP, Element, SoapAnswer, envelope, read_envelope

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime, timedelta

    from syncline.connectors.salesforce.actor import Actor
    from syncline.connectors.salesforce.meter import Meter
    from syncline.connectors.salesforce.sign_in import SignIn, Token
    from syncline.connectors.transport import Answer, Transport


class Client:
    """Calls the API as one user, and as nobody else ever."""

    writes: ClassVar[bool] = True
    """Whether what is to be written is really sent."""

    def __init__(self, actor: Actor, sign_in: SignIn, transport: Transport, meter: Meter) -> None:
        self.actor = actor
        self._sign_in = sign_in
        self._transport = transport
        self._meter = meter

    @property
    def org_id(self) -> str:
        """The id of the org that answered the sign-in; signs in if nobody did yet."""
        return self._sign_in.token(self.actor).org_id

    @property
    def offset(self) -> timedelta:
        """How far the org's clock is ahead of ours, as its last answer showed."""
        return self._meter.offset

    @property
    def now(self) -> datetime:
        """The org's time, by its last answer, to the second."""
        return self._meter.now

    def call(self, kind: str, method: str, path: str, body: Any = None, *, asked: Collection[str] = ()) -> Any:
        """Make one request and answer its JSON. A session that ran out is renewed once.

        `asked` are the names of fields in the request, so that a refusal can say which of them is hidden.
        """
        answer = self._send(kind, method, path, body)
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise request_error(self.actor, answer.status, answer.body, asked=asked)
        if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
            raise BadAnswerError(f"The org answers {answer.status} instead of data.")
        return answer.body

    def composite(self, kind: str, parts: Sequence[Part]) -> dict[str, PartAnswer]:
        """Make one Composite request. A part that failed is an answer, by its name; the others went on."""
        return parts_of(self.call(kind, "POST", f"{DATA}/composite", request_body(parts)), parts)

    def separately(self, kind: str, parts: Sequence[Part]) -> dict[str, PartAnswer]:
        """Make the parts as requests of their own: for values that Composite would take for references."""
        answers: dict[str, PartAnswer] = {}
        for part in parts:
            answer = self._send(kind, part.method, part.url, part.body, part.headers)
            answers[part.name] = PartAnswer(answer.status, answer.body)
        return answers

    def soap(self, kind: str, call: str) -> Element:
        """Make one call of the partner SOAP API (`call` is the XML inside the body) and answer what is in the body.

        For what the REST API does not offer. A session that ran out is renewed once.
        """
        answer, token = self._soap(kind, call)
        if answer.expired:
            self._sign_in.forget(self.actor, token)
            answer, token = self._soap(kind, call)
            if answer.expired:
                self._sign_in.forget(self.actor, token)
                raise session_refused(self.actor)
        if answer.fault:
            raise request_error(self.actor, HTTPStatus.BAD_REQUEST, [{"errorCode": answer.fault}])
        return answer.content

    def _soap(self, kind: str, call: str) -> tuple[SoapAnswer, Token]:
        token = self._sign_in.token(self.actor)
        self._meter.count(kind)
        _status, body = self._transport.post_xml(token.instance + SOAP, envelope(token.secret, call))
        return read_envelope(body), token

    def _send(
        self, kind: str, method: str, path: str, body: Any, headers: Mapping[str, str] = MappingProxyType({})
    ) -> Answer:
        answer, token = self._try(kind, method, path, body, headers)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            self._sign_in.forget(self.actor, token)
            answer, token = self._try(kind, method, path, body, headers)
            if answer.status == HTTPStatus.UNAUTHORIZED:
                self._sign_in.forget(self.actor, token)
                raise session_refused(self.actor)
        return answer

    def _try(self, kind: str, method: str, path: str, body: Any, extra: Mapping[str, str]) -> tuple[Answer, Any]:
        token = self._sign_in.token(self.actor)
        headers = {**extra, "Authorization": f"Bearer {token.secret}", "Accept": "application/json"}
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json; charset=UTF-8"
            data = json.dumps(body).encode()
        self._meter.count(kind)
        answer = self._transport.send(method, token.instance + path, headers=headers, data=data)
        self._meter.note(answer.headers)
        return answer, token
