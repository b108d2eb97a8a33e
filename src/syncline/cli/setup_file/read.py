"""Read a set-up file from the first character to the last cross-check."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from syncline.cli.setup_file.addresses import origin
from syncline.cli.setup_file.alerts import ALERTS
from syncline.cli.setup_file.configurations import configuration
from syncline.cli.setup_file.connections import connections
from syncline.cli.setup_file.crosscheck import check
from syncline.cli.setup_file.document import KEPT, Document
from syncline.cli.setup_file.nodes import keys_of, parse
from syncline.cli.setup_file.problems import WHOLE_FILE, Findings, Problem, SetupError
from syncline.cli.setup_file.values import Section, WrongValueError, listing, named, number
from syncline.planner.policy import MOST_CONTACTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from syncline.cli.setup_file.nodes import Tree
    from syncline.cli.setup_file.secrets import Surroundings

NOBODY: Mapping[str, str] = MappingProxyType({})

_DELETES = Section("the guard of deletes", {}, {"at_least": number(1, 1_000_000), "percent": number(1, 100),
                                                "count": number(1, 1_000_000)})  # fmt: skip
_GUARDS = Section("guards", {}, {"deletes": _DELETES, "contacts": number(1, MOST_CONTACTS)})
_ADD_IN = Section("add_in", {}, {"origins": listing(origin)})
_JOURNAL = Section("journal", {}, {"retention_days": number(1, 36_500)})


def load(path: Path, around: Surroundings, mailboxes: Mapping[str, str] = NOBODY) -> Document:
    """Read and check a file. Raises `SetupError` with everything that is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise _whole(path, "there is no such file", "Check the path.") from None
    except UnicodeDecodeError:
        raise _whole(path, "this file is not text in UTF-8", "Save it as UTF-8.") from None
    except OSError as error:
        raise _whole(path, f"this file cannot be read: {error.strerror}", "Check that it is a readable file.") from None
    return read(text, str(path), around, mailboxes)


def read(text: str, file: str, around: Surroundings, mailboxes: Mapping[str, str] = NOBODY) -> Document:
    """Read and check the text of a set-up file; `mailboxes` as `crosscheck.check` wants them."""
    tree = parse(text, file)
    findings = Findings()
    values = _sections(tree, around, findings)
    configurations = tuple(values.get("configurations", ()))
    check(configurations, _kinds(tree, values), mailboxes, findings)
    if findings.problems:
        raise SetupError(file, findings.problems, findings.warnings)
    return Document(
        file,
        tuple(values["connections"]),
        configurations,
        {name: values.get(name, {}) for name in KEPT},
        tuple(sorted(findings.warnings)),
    )


def _sections(tree: Tree, around: Surroundings, findings: Findings) -> dict[str, Any]:
    if tree.is_empty:
        findings.wrong(tree.spot, "this file is empty", "Describe connections and configurations in it.")
        return {}
    section = Section(
        "a set-up file",
        {"connections": connections(around)},
        {
            "configurations": named("configurations", configuration),
            "guards": _GUARDS,
            "journal": _JOURNAL,
            "alerts": ALERTS,
            "add_in": _ADD_IN,
        },
    )
    try:
        return section(tree, findings)
    except WrongValueError as wrong:
        wrong.note(findings)
        return {}


def _kinds(tree: Tree, values: Mapping[str, Any]) -> dict[str, str | None]:
    """Answer the kinds of all connections by name; one with an error of its own has none, and is still known."""
    kinds: dict[str, str | None] = {}
    written = keys_of(tree.entries(Findings())).get("connections") if tree.is_section else None
    if written is not None and written.value.is_section:
        kinds = dict.fromkeys(entry.key for entry in written.value.entries(Findings()))
    return kinds | {part.name: part.kind for part in values.get("connections", ())}


def _whole(path: Path, message: str, remedy: str) -> SetupError:
    return SetupError(str(path), [Problem(WHOLE_FILE, message, remedy)])
