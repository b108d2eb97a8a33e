"""Channels to our web hook: opened, heard, replaced before they end, stopped; strangers are not believed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.google.channels import open_channel, renew_channel, stop_channel
from syncline.connectors.google.notices import Notice, read_notice
from tests.contract.mailbox_stage import EVENTS, LUNCH
from tests.support.google_stage import REP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.support.google_stage import GoogleStage

HOOK = "https://syncline.acme.example/hooks/google"
SECRET = "a secret of our own"


def heard(stage: GoogleStage, secret: str = SECRET) -> list[Notice | None]:
    """Deliver what waits to the web hook, and answer what it made of it."""
    found: list[Notice | None] = []

    def post(address: str, headers: Mapping[str, str]) -> int:
        assert address == HOOK
        found.append(read_notice(headers, secret))
        return 200

    stage.server.channels.deliver(post)
    return found


def test_a_change_is_heard_and_nothing_of_it_is_told(stage: GoogleStage) -> None:
    channel = open_channel(stage.connection.account(REP), "channel-1", SECRET, HOOK)
    assert channel.expires - stage.clock() == pytest.approx(timedelta(days=7), abs=timedelta(minutes=1))
    assert heard(stage) == [Notice("channel-1", news=False)]
    stage.put(EVENTS, LUNCH)
    assert heard(stage) == [Notice("channel-1", news=True)]


@pytest.mark.parametrize("secret", ["", "another"])
def test_a_message_without_the_secret_of_its_channel_is_nobodys(stage: GoogleStage, secret: str) -> None:
    open_channel(stage.connection.account(REP), "channel-1", SECRET, HOOK)
    stage.put(EVENTS, LUNCH)
    assert set(heard(stage, secret)) == {None}


def test_the_names_of_headers_may_have_any_case() -> None:
    headers = {"x-goog-channel-id": "c", "X-GOOG-CHANNEL-TOKEN": SECRET, "X-Goog-Resource-State": "exists"}
    assert read_notice(headers, SECRET) == Notice("c", news=True)
    assert read_notice(headers | {"X-Goog-Resource-State": "odd"}, SECRET) is None
    assert read_notice({}, SECRET) is None


def test_a_channel_is_replaced_before_it_ends(stage: GoogleStage) -> None:
    account = stage.connection.account(REP)
    first = open_channel(account, "channel-1", SECRET, HOOK)
    assert not first.due(stage.clock())
    stage.clock.advance(timedelta(days=5, hours=1))
    assert first.due(stage.clock())
    second = renew_channel(account, first, "channel-2", "another secret", HOOK)
    assert second.expires > first.expires
    heard(stage)
    stage.put(EVENTS, LUNCH)
    assert heard(stage, "another secret") == [Notice("channel-2", news=True)]


@pytest.mark.parametrize("status", [403, 503])
def test_an_old_channel_that_cannot_be_stopped_hinders_no_new_one(stage: GoogleStage, status: int) -> None:
    account = stage.connection.account(REP)
    first = open_channel(account, "channel-1", SECRET, HOOK)
    with stage.answering("/channels/stop", status, {"error": {"code": status, "errors": [{"reason": "forbidden"}]}}):
        second = renew_channel(account, first, "channel-2", SECRET, HOOK)
    assert second.id == "channel-2"
    heard(stage)
    stage.put(EVENTS, LUNCH)
    assert Notice("channel-2", news=True) in heard(stage)


def test_a_channel_that_is_gone_can_be_stopped(stage: GoogleStage) -> None:
    account = stage.connection.account(REP)
    channel = open_channel(account, "channel-1", SECRET, HOOK)
    stop_channel(account, channel)
    stop_channel(account, channel)
    assert len(stage.server.channels) == 0


def test_the_secret_is_not_shown(stage: GoogleStage) -> None:
    assert SECRET not in repr(open_channel(stage.connection.account(REP), "channel-1", SECRET, HOOK))


def test_an_answer_without_an_end_is_none(stage: GoogleStage) -> None:
    with stage.answering("/watch", 200, {"id": "channel-1"}), pytest.raises(BadAnswerError):
        open_channel(stage.connection.account(REP), "channel-1", SECRET, HOOK)
