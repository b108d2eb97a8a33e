"""The `configurations` of the file: who syncs, between which connections, and how."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from syncline.cli.setup_file.collections import contacts, events
from syncline.cli.setup_file.document import ConfigurationPart, ProfilePart, RepPart
from syncline.cli.setup_file.nodes import keys_of
from syncline.cli.setup_file.problems import WHOLE_FILE
from syncline.cli.setup_file.values import Section, WrongValueError, flag, listing, text

if TYPE_CHECKING:
    from syncline.cli.setup_file.nodes import Tree
    from syncline.cli.setup_file.problems import Findings, Spot

_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")


def configuration(name: str, spot: Spot, tree: Tree, findings: Findings) -> ConfigurationPart:
    """Take one configuration; what is wrong in it is noted."""
    values: dict[str, Any] = _CONFIGURATION(tree, findings)
    spots = {key: entry.value.spot for key, entry in keys_of(tree.entries(type(findings)())).items()}
    profiles = tuple(values.get("profiles", ()))
    _note_nobody(name, tree, findings)
    _warn_of_nothing(name, values, spot, findings)
    settings = {"profiles": [one.name for one in profiles]} if profiles else {}
    return ConfigurationPart(
        name,
        spot,
        values.get("active", True),
        values.get("org", ""),
        spots.get("org", WHOLE_FILE),
        values.get("mail", ""),
        spots.get("mail", WHOLE_FILE),
        tuple(values.get("reps", ())),
        settings | {key: values[key] for key in ("contacts", "events") if key in values},
        profiles,
        tree,
    )


def _note_nobody(name: str, tree: Tree, findings: Findings) -> None:
    """Who syncs is said by name, by profile, or both; a file that forgot it is told so."""
    written = keys_of(tree.entries(type(findings)()))
    if not {"reps", "profiles"} & written.keys():
        remedy = "Add reps: with Salesforce user names, or profiles: with names of Salesforce profiles."
        findings.wrong(tree.spot, f"configuration {name!r} lacks 'reps' or 'profiles'", remedy)


def _warn_of_nothing(name: str, values: dict[str, Any], spot: Spot, findings: Findings) -> None:
    if values.get("reps") == [] and not values.get("profiles"):
        findings.warn(spot, f"configuration {name!r} names no rep", "Add Salesforce user names to reps.")
    directions = {values.get(key, {}).get("direction", "none") for key in ("contacts", "events")}
    if directions == {"none"}:
        message = f"configuration {name!r} syncs nothing: neither contacts nor events have a direction"
        findings.warn(spot, message, "Write a direction for one of them.")


def _rep(tree: Tree, findings: Findings) -> RepPart:
    if tree.text is not None:
        return RepPart(_user(tree, findings), tree.spot)
    if not tree.is_section:
        raise WrongValueError(
            tree.spot, f"a rep is wanted here, not {tree.described}", "Write a user name, or {user: ..., mailbox: ...}."
        )
    values = _REP(tree, findings)
    return RepPart(values.get("user", ""), tree.spot, values.get("mailbox", ""))


def _profile(tree: Tree, findings: Findings) -> ProfilePart:
    """Take the name of a profile, as Setup shows it."""
    return ProfilePart(text(tree, findings), tree.spot)


def _user(tree: Tree, findings: Findings) -> str:
    return _address(tree, findings, "a Salesforce user name, which has the form of a mail address")


def _mailbox(tree: Tree, findings: Findings) -> str:
    return _address(tree, findings, "a mail address")


def _address(tree: Tree, findings: Findings, wanted: str) -> str:
    found = text(tree, findings)
    if not _ADDRESS.fullmatch(found):
        raise WrongValueError(tree.spot, f"{found!r} is not {wanted}", "Write it as in marianne@acme.example.")
    return found


_REP = Section("a rep", {"user": _user}, {"mailbox": _mailbox})

_CONFIGURATION = Section(
    "a configuration",
    {"org": text, "mail": text},
    {
        "active": flag,
        "reps": listing(_rep),
        "profiles": listing(_profile),
        "contacts": contacts,
        "events": events,
    },
)
