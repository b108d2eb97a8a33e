"""What a set-up file says, checked, as values that still know their places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.cli.setup_file.nodes import Tree
    from syncline.cli.setup_file.problems import Problem, Spot


@dataclass(frozen=True, slots=True)
class ConnectionPart:
    """One connection. `settings` are the words of the file, `secrets` what was looked up."""

    name: str
    spot: Spot
    kind: str
    settings: Mapping[str, Any]
    secrets: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class RepPart:
    """One rep of a configuration; `mailbox` is empty unless the file names one."""

    username: str
    spot: Spot
    mailbox: str = ""


@dataclass(frozen=True, slots=True)
class ProfilePart:
    """One Salesforce profile whose users a configuration takes."""

    name: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class ConfigurationPart:
    """One configuration. `settings` holds `profiles`, `contacts` and `events` as far as the file gives them."""

    name: str
    spot: Spot
    active: bool
    org: str
    org_spot: Spot
    mail: str
    mail_spot: Spot
    reps: tuple[RepPart, ...]
    settings: Mapping[str, Any]
    profiles: tuple[ProfilePart, ...] = ()
    tree: Tree | None = field(default=None, compare=False, repr=False)
    """What was read, to find the place of a setting."""


KEPT = ("guards", "journal", "alerts", "add_in")
"""Sections that the store keeps as they are, each as a setting of its name."""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole set-up file that can be applied, with the warnings that it gave."""

    file: str
    connections: tuple[ConnectionPart, ...]
    configurations: tuple[ConfigurationPart, ...]
    kept: Mapping[str, Mapping[str, Any]]
    """By name, what the file says in the sections of `KEPT`."""
    warnings: tuple[Problem, ...] = ()
