"""Names that the directory is asked for, and what it refuses them with."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from syncline.connectors.errors import StopRepError, ThrottledError
from syncline.connectors.exchange.answer import Answer, Message
from syncline.connectors.exchange.resolve_names import resolve
from syncline.connectors.exchange.soap import Element, m, t

if TYPE_CHECKING:
    from syncline.connectors.errors import ConnectorError
    from syncline.connectors.exchange.account import Account

NAME = "/o=Acme/ou=Exchange Administrative Group/cn=Recipients/cn=ann"


class Answering:
    """An account that is answered one message, with these addresses."""

    def __init__(self, code: str, *addresses: str) -> None:
        boxes = [t("Mailbox", t("EmailAddress", text=one)) for one in addresses]
        self._message = Message(code, "", m("ResolveNamesResponseMessage", *boxes))

    def call(self, _payload: Element) -> Answer:
        return Answer([self._message], None, 0)


@pytest.mark.parametrize(
    ("code", "addresses", "expected"),
    [
        ("NoError", ("ann@acme.example",), "ann@acme.example"),
        ("ErrorNameResolutionMultipleResults", ("ann@acme.example", "ann@acme.example"), "ann@acme.example"),
        ("ErrorNameResolutionMultipleResults", ("ann@acme.example", "bo@acme.example"), None),
        ("ErrorNameResolutionNoResults", (), None),
        ("ErrorNameResolutionNoMailbox", (), None),
        ("ErrorInvalidArgument", (), None),
    ],
)
def test_a_name_that_cannot_be_told_stops_no_other_contact(
    code: str, addresses: tuple[str, ...], expected: str | None
) -> None:
    assert resolve(cast("Account", Answering(code, *addresses)), NAME) == expected


@pytest.mark.parametrize(
    ("code", "error"), [("ErrorServerBusy", ThrottledError), ("ErrorNonExistentMailbox", StopRepError)]
)
def test_a_server_that_cannot_answer_is_asked_again(code: str, error: type[ConnectorError]) -> None:
    with pytest.raises(error):
        resolve(cast("Account", Answering(code)), NAME)
