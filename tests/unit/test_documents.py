"""What the documents name is there: files, tests, commands, make targets. No file knows the machine it came from."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from syncline.cli.main import COMMANDS
from syncline.cli.setup_file.read import read
from syncline.cli.setup_file.secrets import Surroundings
from syncline.sandbox.salesforce import make_app_key

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/.-]+?)(?:::(\w+))?`")
COMMAND = re.compile(r"(?:`|bin/|^\s*)syncline (?:--\S+ \S+ )?([a-z][a-z-]*)", re.MULTILINE)
TARGET = re.compile(r"(?<!token )(?<!certificate )\bmake ([a-z]+)\b")
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/\w|/opt/(?!syncline)")
"""Paths of somebody's own machine; `/opt/syncline` is where the operator's guide installs."""


def written_code(text: str) -> str:
    """What a document shows as code: fenced blocks and inline."""
    blocks = "\n".join(body for _, body in FENCED.findall(text))
    return blocks + "\n" + "\n".join(re.findall(r"`[^`\n]+`", FENCED.sub("", text)))


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_links_lead_somewhere(path: Path) -> None:
    targets = [link.partition("#")[0] for link in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in link]
    assert [one for one in targets if one and not (path.parent / one).exists()] == []


def anchors(path: Path) -> set[str]:
    """The anchors that headings get where documents are shown: in small letters, blanks as hyphens, no punctuation."""
    headings = HEADING.findall(FENCED.sub("", path.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_anchors_are_headings(path: Path) -> None:
    links = [link.partition("#") for link in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in link]
    pointed = [((path.parent / file) if file else path, anchor) for file, _, anchor in links if anchor]
    assert [f"{file.name}#{anchor}" for file, anchor in pointed if anchor not in anchors(file)] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_named_tests_exist(path: Path) -> None:
    missing = [
        f"{file}::{test}"
        for file, test in TEST.findall(path.read_text(encoding="utf-8"))
        if not (ROOT / file).exists() or (test and f"def {test}(" not in (ROOT / file).read_text(encoding="utf-8"))
    ]
    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_named_commands_exist(path: Path) -> None:
    named = set(COMMAND.findall(written_code(path.read_text(encoding="utf-8"))))
    assert named - set(COMMANDS) == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_named_make_targets_exist(path: Path) -> None:
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(TARGET.findall(written_code(path.read_text(encoding="utf-8")))) - known == set()


def test_every_command_is_in_the_operators_guide() -> None:
    named = set(COMMAND.findall(written_code((ROOT / "docs" / "operator.md").read_text(encoding="utf-8"))))
    assert set(COMMANDS) - named == set()


def test_every_decision_is_listed() -> None:
    listed = set(LINK.findall((ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in (ROOT / "docs" / "adr").glob("0*.md")}


def test_every_dependency_says_what_it_saves() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    sections = re.findall(r"^(?:dependencies|dev) = \[\n(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    needed = {name.lower() for name in re.findall(r'^    "([\w.-]+)', "".join(sections), re.MULTILINE)}
    rows = re.findall(r"^\| ([^|]+) \|", (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"), re.MULTILINE)
    told = {name.strip().lower() for row in rows for name in row.split(",")} - {"package", "---"}
    assert needed == told


def test_the_readmes_set_up_file_is_one(tmp_path: Path) -> None:
    blocks = dict(FENCED.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    (tmp_path / "salesforce.key").write_text(make_app_key().private_key)
    document = read(blocks["yaml"], "README.md", Surroundings(tmp_path, {"EXCHANGE_PASSWORD": "made up"}))
    assert document.warnings == ()
    assert [part.kind for part in document.connections] == ["salesforce", "exchange"]


def committed() -> Iterator[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S607 - git as the shell finds it
    yield from (path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def test_no_file_knows_the_machine_it_was_made_on() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a clone")
    texts = ((path, path.read_bytes().decode("utf-8", "replace")) for path in committed() if path != Path(__file__))
    assert [str(path.relative_to(ROOT)) for path, text in texts if MACHINE.search(text)] == []


def test_locks_name_no_registry() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").partition("-o requirements.lock")[2]
    assert "--hash=sha256:" in lock
    assert [word for word in ("://", "--index", "--extra-index", "--find-links") if word in lock] == []
    assert '"resolved"' not in (ROOT / "tests" / "interop" / "package-lock.json").read_text(encoding="utf-8")
