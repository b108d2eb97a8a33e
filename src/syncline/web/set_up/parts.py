"""One connection or configuration by itself: what changes about it is held against the whole that it is a part of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from syncline.web.set_up.connection_form import variable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.web.set_up.desk import Checked, Desk, KindKey

Section: TypeAlias = Literal["connections", "configurations"]


def checked_part(
    desk: Desk,
    section: Section,
    name: str,
    part: Mapping[str, Any] | None,
    secrets: Mapping[tuple[str, str], str],
    *,
    online: bool,
) -> Checked:
    """Check the set-up with this part as it is said, or without it where nothing is said."""
    setup = desk.exported()
    parts = {**setup[section], name: part}
    if part is None:
        del parts[name]
    return desk.check({**setup, section: parts}, secrets, online=online)


def connection_part(
    keys: Sequence[KindKey],
    said: Mapping[str, Any],
    before: Mapping[str, Any],
    name: str,
    typed: Mapping[str, str | None],
) -> tuple[dict[str, Any], dict[tuple[str, str], str]]:
    """Answer a connection in the words of the file, and the secrets that were typed for it.

    `said` is everything but secrets. A secret that is not in `typed` stays as `before` had it, unless another one is
    typed in its place (a kind may take one of several); None takes it out.
    """
    new = {key: value for key, value in typed.items() if value is not None}
    instead = bool(new.keys() & {key.name for key in keys if not key.required})
    kept = {
        key.name
        for key in keys
        if key.secret and key.name in before and key.name not in typed and (key.required or not instead)
    }
    named = {key: {"env": variable(name, key)} for key in (*sorted(kept), *new)}
    return {**said, **named}, {(name, key): value for key, value in new.items()}


def secrets_of(keys: Sequence[KindKey], part: Mapping[str, Any]) -> list[str]:
    """Answer which secrets a connection has; never what they are."""
    return [key.name for key in keys if key.secret and key.name in part]
