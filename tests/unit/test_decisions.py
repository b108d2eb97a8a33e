"""The page about decisions says what the reviewed table says."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_made_from_the_table() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "decisions.py"))
    table = (ROOT / "tests" / "simulation" / "truth_table.txt").read_text(encoding="utf-8")
    written = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    assert written == tool["page"](table), "run: .venv/bin/python tools/decisions.py"
