"""The present set-up as a file again. Secrets are never written: a placeholder says where each is to come from."""

from __future__ import annotations

import io
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from syncline.cli.setup_file.document import KEPT

if TYPE_CHECKING:
    from syncline.store.port import SetUp
    from syncline.store.rows import ConfigurationRow, ConnectionRow, RepRow

_CONNECTIONS, _CONFIGURATIONS = "connections", "configurations"
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")


def exported(store: SetUp) -> dict[str, Any]:
    """Answer the set-up as an object, ready for `apply`."""
    sections = {name: section(store, name) for name in (_CONNECTIONS, _CONFIGURATIONS, *KEPT)}
    return {name: found for name, found in sections.items() if found is not None}


def section(store: SetUp, name: str) -> dict[str, Any] | None:
    """Answer one section of it, None where there is none. Only configurations name reps, who may be many."""
    if name == _CONNECTIONS:
        return {row.name: _connection(row) for row in store.connections()}
    if name == _CONFIGURATIONS:
        named = _named(store)
        return {row.name: _configuration(row, named.get(row.name, [])) for row in store.configurations()}
    found: dict[str, Any] | None = json.loads(store.setting(name) or "null") if name in KEPT else None
    return found


def as_yaml(setup: Mapping[str, Any]) -> str:
    """Write the set-up as YAML; names that other readers could take for something else stand in quotes."""
    yaml = YAML(typ="rt", pure=True)
    yaml.width = 4096
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(_quoted(setup), stream)
    return stream.getvalue()


def placeholder(connection: str, key: str) -> str:
    """Name the environment variable for a secret."""
    return _UNSAFE.sub("_", f"{connection}_{key}").strip("_").upper()


def _connection(row: ConnectionRow) -> dict[str, Any]:
    secrets = {key: {"env": placeholder(row.name, key)} for key in sorted(row.secrets)}
    return {"kind": row.kind} | dict(row.settings) | secrets


def _named(store: SetUp) -> Mapping[str, list[str | dict[str, str]]]:
    """Answer whom people named, by configuration; those whom a profile brought are not named."""
    named: defaultdict[str, list[str | dict[str, str]]] = defaultdict(list)
    for rep in store.named_reps():
        named[rep.configuration].append(_rep(rep))
    return named


def _configuration(row: ConfigurationRow, named: list[str | dict[str, str]]) -> dict[str, Any]:
    return {"active": row.active, "org": row.org, "mail": row.mail, "reps": named} | dict(row.settings)


def _rep(rep: RepRow) -> str | dict[str, str]:
    return {"user": rep.username, "mailbox": rep.mailbox} if rep.overridden else rep.username


def _quoted(value: Any) -> Any:
    """Quote every text that is more than a plain word, keys included."""
    if isinstance(value, Mapping):
        return {_quoted(key): _quoted(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_quoted(inner) for inner in value]
    if isinstance(value, str) and not re.fullmatch(r"[a-z]+(_[a-z]+)*|[A-Za-z0-9.+-]+@[A-Za-z0-9.-]+", value):
        return DoubleQuotedScalarString(value)
    return value
