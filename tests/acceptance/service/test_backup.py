"""What docs/operator.md says about backups: what is restored goes on where it was, and doubles and deletes nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from syncline.store.embedded import EmbeddedServer
from syncline.store.embedded.programs import program
from tests.support.cli_world import LiveWorld

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.cli_machine import Outcome


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveWorld]:
    with LiveWorld(tmp_path_factory.mktemp("world")).serving() as world:
        assert world.apply().code == 0
        assert world.run("sync", "--once").code == 0
        yield world
        world.run("stop")


def done(outcome: Outcome) -> dict[str, int]:
    """Answer what a cycle did, summed up, once it ended well and in step."""
    assert (outcome.code, outcome.json["in_step"]) == (0, True), outcome.err
    sums: dict[str, int] = {}
    ways: list[dict[str, Any]] = [
        way for rep in outcome.json["reps"].values() for one in rep.values() for way in one.values()
    ]
    for way in ways:
        for what, count in way.items():
            sums[what] = sums.get(what, 0) + count
    return sums


def holdings(world: LiveWorld) -> list[int]:
    """Answer how much there is on both sides."""
    mailboxes = [len(mailbox.items) for mailbox in world.exchange.mailboxes.values()]
    return [world.counts("Contact"), world.counts("Event"), *mailboxes]


def goes_on(world: LiveWorld, folder: Path) -> None:
    """On the restored folder nothing is made anew, and what comes after the backup syncs."""
    data = {"SYNCLINE_DATA": str(folder)}
    before = holdings(world)
    links = world.run("status", "--json", **data).json
    assert links["in_step"]
    sums = done(world.run("sync", "--once", "--json", **data))
    assert (sums["created"], sums["deleted"], holdings(world)) == (0, 0, before)
    world.add_contact(world.reps[0])
    assert done(world.run("sync", "--once", "--json", **data))["created"] == 1
    assert world.run("stop", **data).code == 0


def test_a_copy_of_the_folder_goes_on(synced: LiveWorld) -> None:
    assert synced.run("stop").code == 0
    copy = synced.base / "copy"
    subprocess.run(["cp", "-a", str(synced.base / "data"), str(copy)], check=True)  # noqa: S603, S607 - as documented
    goes_on(synced, copy)


def test_a_dump_restored_into_a_new_folder_goes_on(synced: LiveWorld) -> None:
    """The dump is of before what happened meanwhile: what was synced since is found again, not doubled."""
    data, new = synced.base / "data", synced.base / "new"
    server = EmbeddedServer(data)
    dump = synced.base / "dump"
    pg("pg_dump", data, "--format=custom", f"--file={dump}", server.start())
    server.release()
    synced.add_contact(synced.reps[1])
    before = synced.counts("Contact")
    done(synced.run("sync", "--once", "--json"))
    assert synced.counts("Contact") > before
    assert synced.run("stop").code == 0

    new.mkdir(mode=0o700)
    for name in ("secret.key", "installation"):
        shutil.copy2(data / name, new / name)
    restored = EmbeddedServer(new)
    pg("pg_restore", new, "--no-owner", f"--dbname={restored.start()}", str(dump))
    restored.release()
    goes_on(synced, new)


def pg(name: str, folder: Path, *arguments: str) -> None:
    """Run one of the programs that come with the embedded database."""
    environment = {"PATH": os.environ["PATH"]}
    subprocess.run([str(program(name, folder)), *arguments], check=True, env=environment)  # noqa: S603 - our own
