"""The whole way with real processes: a sandbox, its set-up applied, cycles until in step, and a clean end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support.guard import GUARD

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = (sys.executable, "-m", "syncline.cli.main")
SMALL = ("--reps", "3", "--contacts", "20", "--events", "10")


def run(data: Path, *arguments: str) -> Any:
    """Run the program to its end and answer its JSON."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SYNCLINE_KEY"}}
    done = subprocess.run(  # noqa: S603 - our own program
        [*PROGRAM, *arguments, "--json"],
        capture_output=True, text=True, check=False, env=kept | {"SYNCLINE_DATA": str(data)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@contextmanager
def synced(folder: Path, setup: dict[str, Any]) -> Iterator[Path]:
    """Answer a data folder that holds the set-up; its database ends with the block."""
    (folder / "setup.json").write_text(json.dumps(setup))
    data = folder / "data"
    run(data, "apply", str(folder / "setup.json"))
    try:
        yield data
    finally:
        run(data, "stop")


def written(report: dict[str, Any]) -> int:
    return sum(
        counts[word]
        for collections in report["reps"].values()
        for ways in collections.values()
        for counts in ways.values()
        for word in ("created", "updated", "deleted", "failed")
    )


def test_the_command_serves_what_can_be_synced_until_it_is_told_to_stop(tmp_path: Path) -> None:
    with subprocess.Popen(  # noqa: S603 - our own program
        [*PROGRAM, "sandbox", *SMALL], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            described = json.loads(process.stdout.readline())
            with synced(tmp_path, described["setup"]) as data:
                first, second = run(data, "sync", "--once"), run(data, "sync", "--once")
            process.terminate()
            code = process.wait(GUARD)
        finally:
            process.kill()
        rest = process.stdout.read() + process.stderr.read()

    assert set(first["reps"]) == {user["email"] for user in described["servers"]["salesforce"]["users"]}
    assert (first["in_step"], first["errors"], first["unresolved"], first["held"]) == (True, 0, 0, [])
    assert written(first) > 3 * 20
    assert (second["in_step"], written(second)) == (True, 0)
    assert (code, rest) == (0, "")
    assert not Path(described["servers"]["salesforce"]["private_key"]).exists()


def test_a_server_that_is_not_there_is_refused_in_words() -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [*PROGRAM, "sandbox", "--only", "sharepoint"], capture_output=True, text=True, check=False
    )

    assert done.returncode != 0
    assert "sharepoint" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
