"""The check itself is alive: a deliberately wrong message per schema is found."""

from __future__ import annotations

import pytest

from tests.support.ews_raw import envelope
from tests.support.ews_schema import SCHEMAS, problems

pytestmark = pytest.mark.skipif(not SCHEMAS.exists(), reason="the referees' schemas are not downloaded (make setup)")

SHAPE = "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
GOOD = f'<m:GetItem>{SHAPE}<m:ItemIds><t:ItemId Id="x"/></m:ItemIds></m:GetItem>'


def test_a_right_message_passes() -> None:
    assert problems(envelope(GOOD)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(envelope(GOOD.replace("m:ItemIds", "m:ItemIdentifiers")), id="messages.xsd, request"),
        pytest.param(envelope(GOOD.replace("IdOnly", "Everything")), id="types.xsd, request"),
        pytest.param(envelope(GOOD, version="Exchange1997"), id="types.xsd, header"),
        pytest.param(
            envelope('<m:GetItemResponse><m:ResponseMessages><m:GetItemResponseMessage ResponseClass="Success"/>'
                     "</m:ResponseMessages></m:GetItemResponse>"),
            id="messages.xsd, answer",
        ),
    ],
)  # fmt: skip
def test_a_wrong_message_is_found(wrong: bytes) -> None:
    assert problems(wrong) != []
