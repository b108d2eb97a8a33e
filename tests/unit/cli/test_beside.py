"""Of two things in one process neither outlives the other, and what broke one is said."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from syncline.cli.beside import beside
from syncline.cli.machine import RealMachine
from syncline.store.memory import MemoryStore
from tests.support.guard import GUARD

if TYPE_CHECKING:
    from pathlib import Path


class BrokeError(Exception):
    """Nobody foresaw this."""


def breaks() -> None:
    raise BrokeError


def test_what_runs_beside_is_told_to_end_with_the_block() -> None:
    told, ended = Event(), Event()

    def run() -> None:
        told.wait(GUARD)
        ended.set()

    with beside(run, told, "beside", GUARD):
        assert not told.is_set()
    assert ended.is_set()


def test_what_breaks_beside_ends_the_block_and_is_raised() -> None:
    told = Event()
    with pytest.raises(BrokeError), beside(breaks, told, "beside", GUARD):
        assert told.wait(GUARD)


def test_what_breaks_the_block_is_what_is_raised() -> None:
    with pytest.raises(KeyError), beside(breaks, Event(), "beside", GUARD):
        raise KeyError


class Refusing(MemoryStore):
    """A store of which one method does what nobody foresaw."""

    refused = ""

    def __getattribute__(self, name: str) -> Any:
        if name == object.__getattribute__(self, "refused"):
            raise BrokeError
        return super().__getattribute__(name)


@pytest.mark.parametrize("refused", ["turns", "configurations"], ids=["following", "listening"])
def test_who_listens_ends_whole_where_one_half_breaks(
    refused: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RealMachine, "_connector", lambda *_: None)
    store = Refusing()
    store.refused = refused
    with pytest.raises(BrokeError):
        RealMachine().listen(tmp_path, store, Event())
