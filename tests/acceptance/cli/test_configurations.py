"""An admin prepares a configuration with the program itself: checked against the org, tried, then made active."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support.cli_world import LiveWorld


def setup(world: LiveWorld, *, active: bool, mapping: dict[str, str]) -> dict[str, Any]:
    made = world.setup()
    configuration = made["configurations"]["Sales"]
    configuration |= {"active": active, "profiles": ["Sales User"], "reps": []}
    configuration["contacts"] = {"direction": "both", "mapping": mapping}
    return made


def test_a_configuration_is_checked_tried_and_then_made_active(world: LiveWorld) -> None:
    world.org.setup.add_field("Contact", "Region__c")
    refused = world.apply(setup(world, active=False, mapping={"JobTitle": "Regoin__c"}))
    assert refused.code == 2
    (problem,) = refused.json["error"]["problems"]
    assert "Did you mean 'Region__c'?" in problem["remedy"]
    assert problem["line"] == 1
    assert not (world.base / "data").exists(), "a file that cannot be applied leaves nothing behind"

    made = setup(world, active=False, mapping={"JobTitle": "Region__c"})
    assert world.apply(made).json["warnings"] == []
    before = world.counts("Contact"), {name: len(box.items) for name, box in world.exchange.mailboxes.items()}
    told = world.run("preview", "sales", "--json")
    assert told.code == 0, told.err
    totals = told.json["totals"]
    assert (told.json["active"], told.json["problems"], totals["failed"]) == (False, [], 0)
    assert totals["create"] == 3 * 3 * len(world.reps), "contacts both ways and events one way, for each rep"
    assert sorted(told.json["reps"]) == sorted(world.reps)
    after = world.counts("Contact"), {name: len(box.items) for name, box in world.exchange.mailboxes.items()}
    assert after == before

    assert world.apply(setup(world, active=True, mapping={"JobTitle": "Region__c"})).code == 0
    assert world.run("pause", "--org", "acme").code == 0
    assert world.run("sync", "--once", "--json").json["reps"] == {}
    assert world.run("resume", "--org", "acme").code == 0
    done = world.run("sync", "--once", "--json").json
    assert done["in_step"]
    counts = [way for rep in done["reps"].values() for one in rep.values() for way in one.values()]
    assert sum(one["created"] for one in counts) == totals["create"]
    assert world.run("preview", "Sales", "--json").json["totals"]["create"] == 0
    assert "Region__c" in world.run("export").out
