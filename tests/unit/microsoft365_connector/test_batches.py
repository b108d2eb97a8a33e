"""What single answers of a batch say of the whole mailbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from syncline.connectors.errors import StopRepError
from syncline.connectors.microsoft365.account import Request
from syncline.connectors.microsoft365.batches import in_batches
from syncline.connectors.microsoft365.refusals import Reply, item_error
from syncline.connectors.microsoft365.settings import Microsoft365Settings
from syncline.connectors.port import Duty

if TYPE_CHECKING:
    from syncline.connectors.microsoft365.account import Account

DENIED = {"error": {"code": "ErrorAccessDenied", "message": "Access is denied. Check credentials and try again."}}


class Answering:
    """An account whose batches are answered with these statuses."""

    settings = Microsoft365Settings("tenant", "client", "secret")

    def __init__(self, *statuses: int) -> None:
        self._statuses = statuses

    def url(self, path: str) -> str:
        return self.settings.root + path

    def ask(self, _operation: str, _request: Request) -> Reply:
        def response(place: int, status: int) -> dict[str, Any]:
            return {"id": str(place), "status": status, "body": DENIED if status == 403 else {}}

        return Reply(200, {"responses": [response(*one) for one in enumerate(self._statuses)]})


def sent(*statuses: int) -> list[Reply]:
    requests = [Request("GET", f"/users/rep/events/{place}") for place in range(len(statuses))]
    return in_batches(cast("Account", Answering(*statuses)), "events:read", requests)


@pytest.mark.parametrize("other", [200, 404])
def test_one_item_that_may_not_be_touched_stops_no_rep(other: int) -> None:
    read, refused = sent(other, 403)
    assert read.ok or read.missing
    assert (item_error(refused).code, item_error(refused).duty) == ("ErrorAccessDenied", Duty.MEND)


@pytest.mark.parametrize("statuses", [(403,), (403, 403)])
def test_a_mailbox_of_which_nothing_is_answered_is_outside_the_scope(statuses: tuple[int, ...]) -> None:
    with pytest.raises(StopRepError) as caught:
        sent(*statuses)
    assert caught.value.code == "microsoft365_outside_scope"
