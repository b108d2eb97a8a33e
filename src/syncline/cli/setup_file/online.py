"""A file held against the orgs that it names: whether fields, filters and profiles are there and fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.cli.setup_file import compare
from syncline.cli.setup_file.nodes import keys_of
from syncline.cli.setup_file.problems import Findings
from syncline.connectors.errors import ConnectorError
from syncline.planner.from_settings import contact_policy, event_policy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.cli.setup_file.document import ConfigurationPart, Document
    from syncline.cli.setup_file.nodes import Tree
    from syncline.cli.setup_file.problems import Spot
    from syncline.jobs.connections import Connector, OrgConnection


def check_online(document: Document, connector: Connector) -> Findings:
    """Ask each org about the configurations whose settings name something of it; nothing is written.

    An org that cannot be asked is a warning: the file can be applied before the org is ready.
    """
    findings = Findings()
    rows = {part.name: compare.connection_row(part, None) for part in document.connections}
    for name in sorted({part.org for part in document.configurations if _asks(part)}):
        parts = [part for part in document.configurations if part.org == name and _asks(part)]
        try:
            org = connector.org(rows[name])
            try:
                for part in parts:
                    _check(part, org, findings)
            finally:
                org.close()
        except ConnectorError as error:
            message = f"fields, filters and profiles could not be checked: {error.detail}"
            findings.warn(parts[0].org_spot, message, error.remedy)
    return findings


def _asks(part: ConfigurationPart) -> bool:
    """Whether anything is named that only the org knows."""
    contacts, events = contact_policy(part.settings), event_policy(part.settings)
    return bool(part.profiles or contacts.mapping or contacts.where or events.mapping)


def _check(part: ConfigurationPart, org: OrgConnection, findings: Findings) -> None:
    contacts, events = contact_policy(part.settings), event_policy(part.settings)
    for complaint in org.check(contacts, events, [profile.name for profile in part.profiles]):
        note = findings.wrong if complaint.grave else findings.warn
        note(spot_of(part.tree, complaint.path) if part.tree else part.spot, complaint.message, complaint.remedy)


def spot_of(tree: Tree, path: Iterable[str | int]) -> Spot:
    """Answer where something stands that a path leads to; as far as the path can be followed."""
    for step in path:
        if isinstance(step, int):
            items = tree.items or []
            if step >= len(items):
                break
            tree = items[step]
        else:
            entry = keys_of(tree.entries(Findings())).get(step) if tree.is_section else None
            if entry is None:
                break
            tree = entry.value
    return tree.spot
