"""What one mail system kept of a formatted text, no other one takes for its own: the mailbox may have moved since."""

from __future__ import annotations

import json

import pytest

from syncline.connectors.exchange.kept import html_of
from syncline.connectors.google.restore_events import kept_event
from syncline.connectors.microsoft365.kept import kept_body

TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
BODY = "<t:Body BodyType='HTML'>&lt;b&gt;x&lt;/b&gt;</t:Body>"
EXCHANGE = f"<Kept><t:CalendarItem xmlns:t='{TYPES}'>{BODY}</t:CalendarItem></Kept>"
PLAIN = EXCHANGE.replace("HTML", "Text")
GRAPH = json.dumps({"item": {"body": {"contentType": "html", "content": "<b>x</b>", "@odata.etag": "1"}}})
GOOGLE = json.dumps({"start": {}, "description": "<b>x</b>", "id": "1"})


def test_each_reads_its_own() -> None:
    assert html_of(EXCHANGE) == "<b>x</b>"
    assert kept_body(GRAPH) == {"contentType": "html", "content": "<b>x</b>"}
    assert kept_event(GOOGLE) == {"start": {}, "description": "<b>x</b>"}


@pytest.mark.parametrize("whole", [PLAIN, GRAPH, GOOGLE, "", "{}", "[]", "<a/>"])
def test_exchange_takes_nothing_else(whole: str) -> None:
    assert html_of(whole) is None


@pytest.mark.parametrize("whole", [EXCHANGE, GOOGLE, "", "{}", "[]", "<a/>"])
def test_microsoft_365_and_google_take_nothing_else(whole: str) -> None:
    assert kept_body(whole) is None
    assert whole == GOOGLE or kept_event(whole) is None
