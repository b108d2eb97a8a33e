"""Batches that are too large for a slow server get smaller; a write that was not answered in time is not repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from requests.adapters import BaseAdapter
from requests.exceptions import ReadTimeout

from syncline.connectors.errors import TimedOutError
from syncline.connectors.exchange import ExchangeConnection, ExchangeSettings
from syncline.connectors.port import Draft
from syncline.sandbox.inprocess import InProcessAdapter
from tests.contract.mailbox_stage import ANN, CONTACTS
from tests.support.exchange_stage import PASSWORD, REP, URL

if TYPE_CHECKING:
    import requests

    from syncline.connectors.exchange.mailbox import ExchangeMailbox
    from tests.support.exchange_stage import ExchangeStage


class Slow(BaseAdapter):
    """A server that takes too long over requests for more than `most` items; it carries them out all the same."""

    def __init__(self, stage: ExchangeStage, operation: bytes, most: int) -> None:
        super().__init__()
        self._inner = InProcessAdapter(stage.faults)
        self._operation = b"<m:" + operation
        self._most = most
        self.asked: list[int] = []

    def send(self, request: requests.PreparedRequest, *more: Any, **sending: Any) -> requests.Response:
        body = bytes(request.body or b"")  # type: ignore[arg-type]
        answer = self._inner.send(request, *more, **sending)
        if self._operation in body:
            things = body.count(b"<t:ItemId ") + body.count(b"<t:Contact>")
            self.asked.append(things)
            if things > self._most:
                raise ReadTimeout
        return answer

    def close(self) -> None:
        pass


def through(stage: ExchangeStage, slow: Slow) -> ExchangeMailbox:
    settings = ExchangeSettings(URL, "svc@acme.example", PASSWORD, read_batch=20)
    connection = ExchangeConnection(settings, clock=stage.now, adapter=lambda: slow)
    return connection.open(REP, {}, installation="here", org_id="00D1")


def test_reading_gets_smaller_until_it_fits(stage: ExchangeStage) -> None:
    ids = [stage.put(CONTACTS, {**ANN, "JobTitle": str(number)}) for number in range(24)]
    slow = Slow(stage, b"GetItem", 6)
    records = through(stage, slow).read(CONTACTS, ids)
    assert [record.values["JobTitle"] for record in records] == [str(number) for number in range(24)]  # type: ignore[union-attr]
    assert slow.asked == [20, 5, 5, 5, 5, 4]


def test_one_that_never_comes_is_told(stage: ExchangeStage) -> None:
    ids = [stage.put(CONTACTS, ANN) for _ in range(2)]
    with pytest.raises(TimedOutError):
        through(stage, Slow(stage, b"GetItem", 0)).read(CONTACTS, ids)


def test_a_write_is_not_repeated(stage: ExchangeStage) -> None:
    before = len(stage.folder.items)
    slow = Slow(stage, b"CreateItem", 0)
    with pytest.raises(TimedOutError):
        through(stage, slow).create(CONTACTS, [Draft(f"key{number}", ANN) for number in range(3)])
    assert slow.asked == [3]
    assert len(stage.folder.items) == before + 3
