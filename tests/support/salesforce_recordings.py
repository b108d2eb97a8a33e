"""Recordings of a real org, made by others; see tools/referees.py."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2] / ".referees" / "cumulusci" / "cumulusci"


@cache
def load(path: str) -> Any:
    """Read a recording, once in a process; a missing one fails, for `make setup` brings them."""
    return YAML(typ="safe").load((ROOT / path).read_text(encoding="utf-8"))


def describe(sobject: str) -> dict[str, Any]:
    """The body of a recorded describe."""
    recorded = load(f"tests/shared_cassettes/GET_sobjects_{sobject}_describe.yaml")
    body: dict[str, Any] = json.loads(recorded["response"]["body"]["string"])
    return body


def exchanges(path: str) -> list[tuple[dict[str, Any], int, Any]]:
    """The requests of a recording with the status and JSON of each answer; included describes are left out."""
    return [
        (entry["request"], entry["response"]["status"]["code"], json.loads(entry["response"]["body"]["string"]))
        for entry in load(path)["interactions"]
        if "include_file" not in entry and entry["response"]["body"]["string"]
    ]
