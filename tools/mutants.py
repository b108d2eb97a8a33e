"""`make mutants`: take each defence out in a copy of the sources, and see the tests named for it fail.

The mutants stand in `tests/mutants.toml`: a file, a text that occurs in it once, what takes its place, the way of
losing data that this lets in (docs/promises.md), and the tests that must notice. One that survives is a hole in them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tests" / "mutants.toml"
SECONDS = 300
"""A mutant on which the tests hang for so long counts as noticed."""
FAILED = 1
"""What pytest answers when tests ran and some failed; an error in a name answers something else."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One defence taken out."""

    name: str
    loses: str
    file: str
    text: str
    instead: str
    tests: tuple[str, ...]

    def source(self) -> str:
        """Answer the mutated file. Raises `LookupError` when the text is not there exactly once."""
        source = (ROOT / "src" / "syncline" / self.file).read_text(encoding="utf-8")
        if source.count(self.text) != 1:
            raise LookupError(f"{self.name}: {self.file} has the text {source.count(self.text)} times")
        return source.replace(self.text, self.instead)


def mutants() -> list[Mutant]:
    """Read the list."""
    said = tomllib.loads(LIST.read_text(encoding="utf-8"))["mutant"]
    return [Mutant(**{**one, "tests": tuple(one["tests"])}) for one in said]


def main() -> int:
    """Run all mutants, or those whose name or class is given."""
    parser = argparse.ArgumentParser(prog="python tools/mutants.py")
    parser.add_argument("only", nargs="*", help="names of mutants or classes (L4)")
    parser.add_argument("--processes", type=int, default=2)
    said = parser.parse_args()
    chosen = [one for one in mutants() if not said.only or {one.name, *one.loses.split()} & set(said.only)]
    began = time.perf_counter()
    if _run(ROOT / "src", sorted({test for one in chosen for test in one.tests})) != 0:
        print("the tests fail without any mutant: mend them first")
        return 1
    with ThreadPoolExecutor(said.processes) as pool:
        survived = [one.name for one, noticed in zip(chosen, pool.map(_noticed, chosen), strict=True) if not noticed]
    print(f"{len(chosen)} mutants, {len(chosen) - len(survived)} killed, in {time.perf_counter() - began:.0f} s")
    return 1 if survived else 0


def _noticed(mutant: Mutant) -> bool:
    source = mutant.source()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "src"
        shutil.copytree(ROOT / "src", copy, ignore=shutil.ignore_patterns("__pycache__"))
        (copy / "syncline" / mutant.file).write_text(source, encoding="utf-8")
        code = _run(copy, list(mutant.tests))
    noticed = code == FAILED
    print(f"{'killed  ' if noticed else 'SURVIVED'} {mutant.loses:<8} {mutant.name}", flush=True)
    return noticed


def _run(source: Path, tests: list[str]) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-n", "0", *tests]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(source), str(ROOT)]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    try:
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return FAILED
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
