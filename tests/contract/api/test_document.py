"""docs/api.md names calls that are there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.contract.api.conftest import Caller

DOCUMENT = Path(__file__).parents[3] / "docs" / "api.md"
ADDRESS = re.compile(r"(?:\$SYNC|https://[\w.]+|GET |PUT |POST )(/api/[\w/.{}%-]+)")


def test_the_calls_that_the_document_names_are_there(stranger: Caller) -> None:
    described: Any = stranger.get("/api/openapi.json").json
    known = [re.compile(re.sub(r"\{\w+\}", ".+", path) + "$") for path in described["paths"]]
    named = set(ADDRESS.findall(DOCUMENT.read_text(encoding="utf-8")))
    assert len(named) > 5
    assert [one for one in named if not any(path.match(one) for path in known)] == []
