"""What applying a file would change, compared with what the store holds. `SetUpPlan.write` alone writes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from syncline.cli.setup_file import compare
from syncline.cli.setup_file.compare import Difference
from syncline.store.errors import SecretsUnreadableError
from syncline.store.rows import rep_id_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from syncline.cli.setup_file.document import Document
    from syncline.store.port import SetUp
    from syncline.store.rows import ConfigurationRow, ConnectionRow, RepRow


@dataclass(slots=True)
class SetUpPlan:
    """Rows to write, names to drop, and the same told to a person. Empty when the file says what is there."""

    differences: list[Difference] = field(default_factory=list)
    connections: list[ConnectionRow] = field(default_factory=list)
    configurations: list[ConfigurationRow] = field(default_factory=list)
    reps: list[RepRow] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    gone_connections: list[str] = field(default_factory=list)
    gone_configurations: list[str] = field(default_factory=list)

    def write(self, store: SetUp) -> None:
        """Bring the store to what the file says, in one transaction; nothing at all when nothing differs."""
        if self.differences:
            store.save_setup(
                connections=self.connections,
                configurations=self.configurations,
                reps=self.reps,
                settings=self.settings,
                gone_connections=self.gone_connections,
                gone_configurations=self.gone_configurations,
            )


def plan(document: Document, store: SetUp, now: datetime) -> SetUpPlan:
    """Compare. The file is the whole set-up: what it no longer names goes, and what it names keeps what it learned."""
    made = SetUpPlan()
    _plan_connections(document, store, made)
    _plan_configurations(document, store, now, made)
    _plan_reps(document, store, made)
    for name, said in document.kept.items():
        text = setting_text(said)
        difference = compare.setting_difference(name, store.setting(name), text)
        if difference is not None:
            made.differences.append(difference)
            made.settings[name] = text
    return made


def setting_text(said: Mapping[str, Any]) -> str:
    """Write a section as the store keeps it: JSON, empty when the file leaves it at its defaults."""
    return json.dumps(said, sort_keys=True) if said else ""


def _plan_connections(document: Document, store: SetUp, made: SetUpPlan) -> None:
    old = {row.name: row for row in _known(store)}
    for part in document.connections:
        before = old.pop(part.name, None)
        after = compare.connection_row(part, before)
        difference = compare.connection_difference(before, after)
        if difference is not None:
            made.differences.append(difference)
            made.connections.append(after)
    made.differences += [Difference("connection", name, "removed") for name in old]
    made.gone_connections += old


def _known(store: SetUp) -> list[ConnectionRow]:
    """Answer the connections of the store. Secrets whose key was lost count as not set: the file enters them anew."""
    try:
        return store.connections()
    except SecretsUnreadableError:
        return store.connections(secrets=False)


def _plan_configurations(document: Document, store: SetUp, now: datetime, made: SetUpPlan) -> None:
    old = {row.name: row for row in store.configurations()}
    for part in document.configurations:
        before = old.pop(part.name, None)
        after = compare.configuration_row(part, before, now)
        difference = compare.configuration_difference(before, after)
        if difference is not None:
            made.differences.append(difference)
            made.configurations.append(after)
    made.differences += [Difference("configuration", name, "removed") for name in old]
    made.gone_configurations += old


def _plan_reps(document: Document, store: SetUp, made: SetUpPlan) -> None:
    old = {row.id: row for row in store.reps()}
    for configuration in document.configurations:
        for part in configuration.reps:
            before = old.pop(rep_id_of(configuration.org, part.username), None)
            _plan_rep(before, compare.rep_row(part, configuration, before), made)
    by_profile = {
        (group.org, profile.name.casefold()): group for group in document.configurations for profile in group.profiles
    }
    for before in old.values():
        group = by_profile.get((before.org, before.profile.casefold())) if before.profile else None
        after = compare.left(before) if group is None else compare.moved_by_profile(before, group)
        _plan_rep(before, after, made)


def _plan_rep(before: RepRow | None, after: RepRow, made: SetUpPlan) -> None:
    difference = compare.rep_difference(before, after)
    if difference is not None:
        made.differences.append(difference)
        made.reps.append(after)
