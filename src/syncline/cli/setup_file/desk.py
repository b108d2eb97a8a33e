"""Set-ups edited from the pages: the same reader, the same checks, the same plan as `syncline apply`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.cli.setup_file.crosscheck import linked
from syncline.cli.setup_file.export import as_yaml, exported, placeholder, section
from syncline.cli.setup_file.kinds import KINDS, SECRETS, keys_of_kind
from syncline.cli.setup_file.online import check_online
from syncline.cli.setup_file.plan import plan
from syncline.cli.setup_file.problems import SetupError
from syncline.cli.setup_file.read import read
from syncline.cli.setup_file.secrets import Surroundings
from syncline.web.set_up.desk import Change, Checked, Fault, KindKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from syncline.cli.setup_file.document import ConnectionPart, Document
    from syncline.cli.setup_file.problems import Problem
    from syncline.jobs.connections import Connector
    from syncline.store.port import Store
    from syncline.store.rows import ConnectionRow

_FILE = "the set-up"
_HARMLESS = frozenset({"additional_domains", "person_accounts", "daily_share", "auth", "ca_bundle"})
"""Settings that do not say where a secret is sent, or as whom."""


@dataclass(frozen=True, slots=True)
class SetUpDesk:
    """Implements `web.set_up.desk.Desk`. `looking` makes connections that only look."""

    store: Store
    folder: Path
    clock: Callable[[], datetime]
    looking: Callable[[], Connector]

    def exported(self) -> dict[str, Any]:
        """As the protocol says."""
        return exported(self.store)

    def part(self, *path: str) -> Any:
        """As the protocol says."""
        if not path:
            return self.exported()
        found: Any = section(self.store, path[0])
        for step in path[1:]:
            found = found.get(step) if isinstance(found, dict) else None
        return found

    def as_text(self, setup: Mapping[str, Any]) -> str:
        """As the protocol says."""
        return as_yaml(setup)

    def kinds(self) -> Mapping[str, Sequence[KindKey]]:
        """As the protocol says."""
        return {
            kind: [KindKey(name, required, name in SECRETS[kind]) for name, required in keys_of_kind(kind).items()]
            for kind in KINDS
        }

    def check(
        self, setup: Mapping[str, Any] | str, secrets: Mapping[tuple[str, str], str], *, online: bool = True
    ) -> Checked:
        """As the protocol says."""
        known = self.store.connections()
        text = setup if isinstance(setup, str) else json.dumps(setup, ensure_ascii=False)
        environment = {placeholder(row.name, key): value for row in known for key, value in row.secrets.items()}
        environment |= {placeholder(name, key): value for (name, key), value in secrets.items()}
        try:
            document = read(text, _FILE, Surroundings(self.folder, environment, reads_files=False), linked(self.store))
        except SetupError as error:
            return Checked(_faults(error.problems), _faults(error.warnings))
        if strayed := _strayed(document.connections, known, set(secrets.values())):
            return Checked(strayed)
        return self._planned(document, online=online)

    def _planned(self, document: Document, *, online: bool) -> Checked:
        warnings = list(document.warnings)
        if online:
            findings = check_online(document, self.looking())
            warnings += findings.warnings
            if findings.problems:
                return Checked(_faults(findings.problems), _faults(warnings))
        made = plan(document, self.store, self.clock())
        changes = [Change(one.what, one.name, one.action, one.details) for one in made.differences]
        return Checked((), _faults(warnings), changes, document)

    def write(self, checked: Checked) -> Sequence[Change]:
        """As the protocol says."""
        made = plan(checked.plan, self.store, self.clock())
        made.write(self.store)
        return [Change(one.what, one.name, one.action, one.details) for one in made.differences]


def _faults(problems: Iterable[Problem]) -> list[Fault]:
    return [Fault(one.message, one.remedy, one.spot.line) for one in problems]


def _strayed(parts: Iterable[ConnectionPart], known: Sequence[ConnectionRow], typed: set[str]) -> list[Fault]:
    """Secrets that would go elsewhere than they went: whoever may edit an address must not read passwords by it."""
    rows = {row.name: row for row in known}
    held = {value for row in known for value in row.secrets.values()} - typed
    faults = []
    for part in parts:
        for key, value in part.secrets.items():
            before = rows.get(part.name)
            if value in held and not (before and before.secrets.get(key) == value and _same_way(before, part)):
                message = f"{part.name}: {key} would be sent to another address, or in another name, than before"
                faults.append(Fault(message, "Enter it anew: what is kept is never shown, and goes nowhere else."))
    return faults


def _same_way(before: ConnectionRow, after: ConnectionPart) -> bool:
    one, two = (
        {key: value for key, value in settings.items() if key not in _HARMLESS}
        for settings in (before.settings, after.settings)
    )
    return before.kind == after.kind and one == two
