"""Keys that were made here, on their way into a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.web.set_up.connection_form import variable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from syncline.jobs.key_drawer import KeyDrawer

TAKES = {"salesforce": "private_key", "microsoft365": "certificate"}
"""Which secret of a kind holds a key with its certificate."""
_INSTEAD = {"microsoft365": "client_secret"}
"""What an app that signs in by a certificate has no more."""
CHOSEN = "made_key"
"""The field of the form that names a key that was made here."""


def chosen_key(form: QueryDict, kind: str, name: str, drawer: KeyDrawer) -> dict[tuple[str, str], str]:
    """Answer the secret that the chosen key is for a connection; nothing where none is chosen.

    Raises `UnknownKeyError`.
    """
    chosen = form.get(CHOSEN, "")
    return {(name, TAKES[kind]): drawer.pem(chosen)} if chosen and kind in TAKES else {}


def with_key(part: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Answer the part of the set-up of a connection that takes a key."""
    kind = str(part["kind"])
    rest = {key: value for key, value in part.items() if key != _INSTEAD.get(kind)}
    return {**rest, TAKES[kind]: {"env": variable(name, TAKES[kind])}}
