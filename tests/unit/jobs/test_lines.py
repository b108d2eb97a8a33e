"""The thread of a line ends without a word about anybody, whatever it meets."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from syncline.connectors.errors import UnavailableError
from syncline.jobs.service.lines import line
from syncline.store.errors import SecretsUnreadableError, StoreUnavailableError
from syncline.store.memory import MemoryStore


@pytest.mark.parametrize(
    ("raised", "level", "said"),
    [
        (UnavailableError("Nobody answers."), "info", {"code"}),
        (StoreUnavailableError("reading"), "warning", {"reason"}),
        (SecretsUnreadableError("acme"), "warning", {"reason"}),
        (KeyError("ann@acme.example"), "error", {"error", "at"}),
    ],
)
def test_what_ends_a_line_is_logged(raised: Exception, level: str, said: set[str]) -> None:
    def fail() -> None:
        raise raised

    with capture_logs() as logged, line(MemoryStore()):
        fail()
    (entry,) = logged
    assert entry["log_level"] == level
    assert said <= set(entry)
    assert "ann@acme.example" not in str(entry)
