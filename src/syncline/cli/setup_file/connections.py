"""The `connections` of the file: address and credentials of each org and each mail system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.cli.setup_file.document import ConnectionPart
from syncline.cli.setup_file.kinds import KINDS, SECRETS, sections
from syncline.cli.setup_file.nodes import keys_of
from syncline.cli.setup_file.values import Reader, WrongValueError, named, word

if TYPE_CHECKING:
    from syncline.cli.setup_file.nodes import Tree
    from syncline.cli.setup_file.problems import Findings, Spot
    from syncline.cli.setup_file.secrets import Surroundings


def connections(around: Surroundings) -> Reader:
    """Answer the reader of the whole section."""
    kinds = sections(around)

    def one(name: str, spot: Spot, tree: Tree, findings: Findings) -> ConnectionPart:
        kind = _kind(name, tree, findings)
        values = kinds[kind](tree, findings)
        secrets = {key: values.pop(key) for key in SECRETS[kind] if key in values}
        del values["kind"]
        return ConnectionPart(name, spot, kind, values, secrets)

    return named("connections", one)


def _kind(name: str, tree: Tree, findings: Findings) -> str:
    if not tree.is_section:
        raise WrongValueError(
            tree.spot, f"connection {name!r} has keys and values, but {tree.described} stands here", "Begin with kind:."
        )
    # Only looked at here: the section itself is read, and a repeated key noted, by its own reader.
    entry = keys_of(tree.entries(type(findings)())).get("kind")
    if entry is None:
        raise WrongValueError(
            tree.spot, f"connection {name!r} lacks 'kind'", f"Write kind: and one of {', '.join(KINDS)}."
        )
    kind: str = word(*KINDS)(entry.value, findings)
    return kind
