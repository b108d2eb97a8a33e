"""One connection or configuration changed by itself: the rest of the set-up stays as it is, and so do its secrets."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import typer
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from syncline.cli.changing import carry_out, held_against_orgs, tell_changes
from syncline.cli.failures import WRONG_USE, CommandError
from syncline.cli.session import session_of
from syncline.cli.setup_file.crosscheck import linked
from syncline.cli.setup_file.export import as_yaml, exported, placeholder
from syncline.cli.setup_file.problems import did_you_mean
from syncline.cli.setup_file.read import read
from syncline.cli.setup_file.secrets import Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.cli.session import Session
    from syncline.store.port import SetUp, Store

Section: TypeAlias = Literal["connections", "configurations"]
_ONE = {"connections": "connection", "configurations": "configuration"}
STANDARD_INPUT = "-"


def _text_of(file: Path) -> str:
    """Read a file, or standard input for -. Raises `CommandError`."""
    if str(file) == STANDARD_INPUT:
        return typer.get_text_stream("stdin").read()
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{file} cannot be read as text"
        raise CommandError(
            "usage", message, "Name a file of YAML or JSON, or - for standard input.", WRONG_USE
        ) from error


def _part_of_text(text: str) -> dict[str, Any]:
    """Read one part in the words of the set-up file. Raises `CommandError`."""
    try:
        found = YAML(typ="safe", pure=True).load(text)
    except YAMLError:
        found = None
    if not isinstance(found, dict):
        remedy = "syncline export shows how it is written: what stands under its name."
        raise CommandError("usage", "this is not one part of a set-up file", remedy, WRONG_USE)
    return found


def _present(store: SetUp, section: Section, named: str) -> tuple[str, dict[str, Any]]:
    """Find a part by name, case ignored; answers its name and what the file says of it. Raises `CommandError`."""
    parts: dict[str, dict[str, Any]] = exported(store)[section]
    for name, part in parts.items():
        if name.casefold() == named.casefold():
            return name, part
    one = _ONE[section]
    remedy = did_you_mean(named, list(parts), f"{section.capitalize()} are") if parts else "Apply a set-up file first."
    raise CommandError(f"unknown_{one}", f"no {one} is called {named}", remedy, WRONG_USE)


def show_part(context: typer.Context, section: Section, named: str) -> None:
    """Show one part as the set-up file says it. Raises `CommandError`."""
    session = session_of(context)
    with session.store() as store:
        name, part = _present(store, section, named)
    session.output.answer({"name": name, _ONE[section]: part})
    if not session.options.machine:
        session.output.out.write(as_yaml(part))


def put_file(context: typer.Context, section: Section, name: str, file: Path, *, dry_run: bool, offline: bool) -> None:
    """Make or replace one part by what a file, or standard input, says. Raises `CommandError` and `SetupError`."""
    part = _part_of_text(_text_of(file))
    put(context, section, name, lambda _store: part, dry_run=dry_run, offline=offline)


def remove_part(context: typer.Context, section: Section, named: str, *, dry_run: bool) -> None:
    """Take one part out. Raises `CommandError` and `SetupError`."""
    put(context, section, known(context, section, named), lambda _store: None, dry_run=dry_run, offline=True)


def known(context: typer.Context, section: Section, named: str) -> str:
    """Answer the name of a part that is there, as it is written. Raises `CommandError`."""
    with session_of(context).store() as store:
        return _present(store, section, named)[0]


def put(
    context: typer.Context,
    section: Section,
    name: str,
    change: Callable[[Store], dict[str, Any] | None],
    *,
    dry_run: bool = False,
    offline: bool = False,
) -> None:
    """Bring one part to what `change` answers (None: out), and tell what that changed. Raises `SetupError`."""
    session = session_of(context)
    with session.store() as store:
        part = change(store)
        setup = exported(store)
        parts = {**setup[section], name: part}
        if part is None:
            del parts[name]
        around = Surroundings(Path.cwd(), _environment(session, store, name if section == "connections" else ""))
        document = read(json.dumps({**setup, section: parts}), "the set-up", around, linked(store))
        warnings = held_against_orgs(session, document, offline=offline)
        document = replace(document, warnings=(*document.warnings, *warnings))
        made = carry_out(session, store, document, dry_run=dry_run)
    tell_changes(session, document, made, dry_run=dry_run)
    changes = [difference.as_json() for difference in made.differences]
    session.output.answer({_ONE[section]: name, "changed": bool(changes), "changes": changes, "dry_run": dry_run})


def _environment(session: Session, store: Store, changing: str) -> dict[str, str]:
    """Answer where secrets come from: kept ones from the store; of the connection that changes, new ones first."""
    rows = store.connections()
    kept = {
        name: {placeholder(row.name, key): value for key, value in row.secrets.items()}
        for name, row in ((row.name, row) for row in rows)
    }
    mine = kept.pop(changing, {})
    others = {key: value for one in kept.values() for key, value in one.items()}
    return {**mine, **session.machine.environment, **others}
