"""Calls to the API that only look: what would be written is answered as if it had been, and never sent.

For a preview (SPEC 3.8). Companies are looked up and pre-images read for real; what the org's own rules would refuse
(validation, duplicates, automation) only the write itself can tell.
"""

from __future__ import annotations

from http import HTTPStatus
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from syncline.connectors.errors import ConnectorError
from syncline.connectors.salesforce.api import DATA
from syncline.connectors.salesforce.client import Client
from syncline.connectors.salesforce.composite import Part, PartAnswer, parts_of, request_body

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from syncline.connectors.salesforce.actor import Actor
    from syncline.connectors.salesforce.meter import Meter
    from syncline.connectors.salesforce.sign_in import SignIn
    from syncline.connectors.transport import Transport

_READ = "GET"
_NOTHING = PartAnswer(HTTPStatus.OK, {"totalSize": 0, "done": True, "records": []})
"""The image of what was not written: nothing is known of it but what was meant."""


class OnlyLookingError(ConnectorError):
    """Something that is not reading was asked for in a way that cannot be answered as if it had happened."""

    code = "only_looking"


class LookingClient(Client):
    """Reads as `Client` does; writes are answered with made-up ids."""

    writes: ClassVar[bool] = False

    def __init__(self, actor: Actor, sign_in: SignIn, transport: Transport, meter: Meter) -> None:
        super().__init__(actor, sign_in, transport, meter)
        self._ids = count(1)

    def call(self, kind: str, method: str, path: str, body: Any = None, *, asked: Collection[str] = ()) -> Any:
        """See `Client`; anything but reading is refused."""
        if method != _READ:
            raise OnlyLookingError(f"A preview does not {method}.")
        return super().call(kind, method, path, body, asked=asked)

    def composite(self, kind: str, parts: Sequence[Part]) -> dict[str, PartAnswer]:
        """See `Client`."""
        return self._answered(kind, parts, apart=False)

    def separately(self, kind: str, parts: Sequence[Part]) -> dict[str, PartAnswer]:
        """See `Client`."""
        return self._answered(kind, parts, apart=True)

    def soap(self, kind: str, call: str) -> Any:  # noqa: ARG002 - nothing of it is sent
        """See `Client`; what has no REST form writes (undelete), so it is refused."""
        raise OnlyLookingError("A preview does not undelete.")

    def _answered(self, kind: str, parts: Sequence[Part], *, apart: bool) -> dict[str, PartAnswer]:
        writes = [place for place, part in enumerate(parts) if part.method != _READ]
        first = writes[0] if writes else len(parts)
        answers: dict[str, PartAnswer] = {}
        if first and apart:
            answers = super().separately(kind, parts[:first])
        elif first:
            answers = self._really(kind, parts[:first])
        for place, part in enumerate(parts[first:], first):
            answers[part.name] = self._done(part) if place in writes else _NOTHING
        return answers

    def _really(self, kind: str, parts: Sequence[Part]) -> dict[str, PartAnswer]:
        """Make the request of `Client.composite`, which is a POST that only reads."""
        return parts_of(super().call(kind, "POST", f"{DATA}/composite", request_body(parts)), parts)

    def _done(self, part: Part) -> PartAnswer:
        results = [{"id": one, "success": True, "errors": []} for one in self._written(part)]
        many = part.method == "DELETE" or "records" in part.body
        return PartAnswer(HTTPStatus.OK, results if many else results[0])

    def _written(self, part: Part) -> Iterator[str]:
        """The ids of what a part writes: those that it names, and made-up ones for what it would make."""
        if part.method == "DELETE":
            yield from ",".join(parse_qs(urlsplit(part.url).query).get("ids", [""])).split(",")
            return
        for record in part.body.get("records", [part.body]):
            yield str(record.get("id") or f"000Preview{next(self._ids):08d}")
