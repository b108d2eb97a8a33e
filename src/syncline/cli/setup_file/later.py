"""What the file's format knows and this version does not do yet: refused, never silently left out.

Whoever builds one of these takes its line out of here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.cli.setup_file.values import Reader, WrongValueError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.cli.setup_file.nodes import Tree
    from syncline.cli.setup_file.problems import Findings


def only(reader: Reader, refused: Mapping[Any, str]) -> Reader:
    """Refuse some of the values that a reader takes; `refused` says what to write instead."""

    def read(tree: Tree, findings: Findings) -> Any:
        value = reader(tree, findings)
        if isinstance(value, str | bool) and value in refused:
            shown = str(value).lower() if isinstance(value, bool) else value
            raise WrongValueError(tree.spot, f"{shown} is not supported here by this version yet", refused[value])
        return value

    return read
