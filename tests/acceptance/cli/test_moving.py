"""A mailbox moves from the company's Exchange to Microsoft 365: the admin names the other connection."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.support.cli_world import LiveWorld
from tests.support.guard import GUARD

if TYPE_CHECKING:
    from pathlib import Path

SERVERS = "salesforce,exchange,microsoft365"


def written(report: dict[str, Any]) -> dict[str, int]:
    """Sum up what was done in all directions, by word."""
    sums: dict[str, int] = {}
    for collections in report["reps"].values():
        for ways in collections.values():
            for counts in ways.values():
                for word in ("created", "updated", "deleted", "failed"):
                    sums[word] = sums.get(word, 0) + counts[word]
    return sums


def test_who_moves_to_microsoft_365_keeps_every_link(tmp_path: Path) -> None:
    world = LiveWorld(tmp_path, reps=())
    told = ("sandbox", "--only", SERVERS, "--reps", "2", "--contacts", "10", "--events", "5")
    with world.running(*told) as process:
        assert process.stdout is not None
        setup = json.loads(process.stdout.readline())["setup"]
        moving = setup["configurations"]["Field sales"]
        setup["configurations"] = {"Field sales": moving | {"contacts": {"direction": "to_salesforce"}}}
        assert world.apply(setup).code == 0
        first = world.run("sync", "--once", "--json").json
        setup["configurations"]["Field sales"]["mail"] = "acme-m365"
        changed = world.apply(setup)
        moved = world.run("sync", "--once", "--json")
        again = world.run("sync", "--once", "--json").json
        journal = world.run("journal", "--json").json
        process.terminate()
        process.wait(GUARD)
    world.run("stop")

    assert (first["in_step"], first["errors"]) == (True, 0)
    assert written(first)["created"] > 0
    assert changed.code == 0, changed.err
    assert moved.code == 0, moved.err
    assert (moved.json["in_step"], moved.json["errors"]) == (True, 0)
    assert written(moved.json) == {"created": 0, "updated": 0, "deleted": 0, "failed": 0}
    assert written(again) == {"created": 0, "updated": 0, "deleted": 0, "failed": 0}
    rows = [row for row in journal["journal"] if row["action"] == "paired_again"]
    assert {(row["collection"], row["reason"]) for row in rows} == {
        ("contacts", "other_mail_system"), ("events", "other_mail_system"),
    }  # fmt: skip
