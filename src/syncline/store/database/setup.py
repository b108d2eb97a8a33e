"""Connections, configurations, reps and settings in the database."""

# ruff: noqa: D102, S608 - the port says what each method means; statements are put together from our own constants

from __future__ import annotations

from typing import TYPE_CHECKING, Any, LiteralString

from syncline.store.codec import decode
from syncline.store.database.session import LISTED, Part, Session
from syncline.store.database.table import Table, texts
from syncline.store.rows import ConfigurationRow, ConnectionRow, RepRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from syncline.store.secrets import SecretBox

_CONNECTION = Table("store_connection", ("name",), texts("name", "kind", "secrets", "org_id") | {"settings": "json"})
_CONFIGURATION = Table(
    "store_configuration",
    ("name",),
    texts("name", "org", "mail") | {"settings": "json", "active": "boolean", "activated_at": "timestamptz"},
)
_REP = Table(
    "store_rep",
    ("id",),
    texts("id", "org", "mail", "username", "configuration", "mailbox", "user_id", "zone", "reset", "problem", "profile")
    | {"overridden": "boolean", "paused": "boolean"},
)
_REPS: LiteralString = (
    "SELECT id, org, mail, username, configuration, mailbox, overridden, user_id, zone, paused, reset, "
    "problem, profile FROM store_rep"
)
_SETTING = Table("store_setting", ("name",), texts("name", "value"))


def _closed(_name: str, _sealed: str) -> Mapping[str, str]:
    return {}


class SetUpTables(Part):
    """What the set-up file says. Secrets are sealed before they are written, opened when they are read."""

    def __init__(self, session: Session, box: SecretBox) -> None:
        Part.__init__(self, session)
        self._box = box

    def connections(self, *, secrets: bool = True) -> list[ConnectionRow]:
        """Raise `SecretsUnreadableError` if one was sealed with another key."""
        opened = self._box.open if secrets else _closed
        found = self._session.rows("SELECT name, kind, settings, secrets, org_id FROM store_connection ORDER BY name")
        return [ConnectionRow(row[0], row[1], decode(row[2]), opened(row[0], row[3]), row[4]) for row in found]

    def configurations(self) -> list[ConfigurationRow]:
        found = self._session.rows(
            "SELECT name, org, mail, active, settings, activated_at FROM store_configuration ORDER BY name"
        )
        return [ConfigurationRow(row[0], row[1], row[2], row[3], decode(row[4]), row[5]) for row in found]

    def reps(self, ids: Sequence[str] | None = None) -> list[RepRow]:
        if ids is None:
            found = self._session.rows(_REPS + " ORDER BY id")
        else:
            found = self._session.rows(_REPS + " WHERE id = ANY(" + LISTED + ") ORDER BY id", list(ids))
        return [RepRow(*row) for row in found]

    def named_reps(self) -> list[RepRow]:
        found = self._session.rows(_REPS + " WHERE configuration <> '' AND profile = '' ORDER BY id")
        return [RepRow(*row) for row in found]

    def setting(self, name: str) -> str:
        found = self._session.rows_of("SELECT value FROM store_setting WHERE name = %s", name)
        return found[0][0] if found else ""

    def save_setup(
        self,
        *,
        connections: Iterable[ConnectionRow] = (),
        configurations: Iterable[ConfigurationRow] = (),
        reps: Iterable[RepRow] = (),
        settings: Mapping[str, str] | None = None,
        gone_connections: Iterable[str] = (),
        gone_configurations: Iterable[str] = (),
    ) -> None:
        sealed = [self._sealed(row) for row in {row.name: row for row in connections}.values()]
        named = [{"name": name, "value": value} for name, value in (settings or {}).items()]
        with self._session.transaction("saving the set-up"):
            self._session.execute(
                "DELETE FROM store_connection WHERE name = ANY(" + LISTED + ")",
                list(gone_connections),
            )
            self._session.execute(
                "DELETE FROM store_configuration WHERE name = ANY(" + LISTED + ")",
                list(gone_configurations),
            )
            self._session.upsert(_CONNECTION, sealed)
            latest = {row.name: row for row in configurations}
            self._session.upsert(_CONFIGURATION, [_configuration(row) for row in latest.values()])
            self._write_reps(reps)
            self._session.upsert(_SETTING, named)

    def _write_reps(self, reps: Iterable[RepRow]) -> None:
        """Write inside a transaction."""
        latest = {row.id: row for row in reps}
        self._session.upsert(_REP, [_rep(latest[one]) for one in sorted(latest)])

    def _sealed(self, row: ConnectionRow) -> dict[str, Any]:
        return {
            "name": row.name,
            "kind": row.kind,
            "settings": row.settings,
            "secrets": self._box.seal(row.secrets),
            "org_id": row.org_id,
        }


def _configuration(row: ConfigurationRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "org": row.org,
        "mail": row.mail,
        "active": row.active,
        "settings": row.settings,
        "activated_at": row.activated_at,
    }


def _rep(row: RepRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "org": row.org,
        "mail": row.mail,
        "username": row.username,
        "configuration": row.configuration,
        "mailbox": row.mailbox,
        "overridden": row.overridden,
        "user_id": row.user_id,
        "zone": row.zone,
        "paused": row.paused,
        "reset": row.reset,
        "problem": row.problem,
        "profile": row.profile,
    }
