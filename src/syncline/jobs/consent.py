"""An admin of Microsoft 365 grants the app what it needs: the link to Microsoft's page, and what comes back from there.

https://learn.microsoft.com/entra/identity-platform/v2-admin-consent

Who grants is often not who runs Syncline, so that the link is good without a sign-in here: the state in it is what
tells an answer of ours from one that somebody made up. It is kept as a hash, good for a week and for one answer.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import TYPE_CHECKING

from syncline.connectors.microsoft365.consent import Consent, consent_link, read_return
from syncline.connectors.microsoft365.settings import PUBLIC, Microsoft365Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.store.port import SetUp
    from syncline.store.rows import ConnectionRow

GOOD_FOR = timedelta(days=7)
MICROSOFT365 = "microsoft365"


class UnknownStateError(Exception):
    """What came back answers no question of ours, or one that was answered or asked too long ago."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a connection's consent: who asked last, and what Microsoft answered last. Instants are ISO."""

    state: str = ""
    """Hash of what the answer has to bring; empty when none is waited for."""
    at: str = ""
    by: str = ""
    answered: str = ""
    granted: bool = False
    tenant: str = ""
    """As the answer named it; anybody could have written it, so that a connection test has the last word."""
    code: str = ""
    """Why it was not granted, out of the catalogue."""

    def waits(self, now: datetime) -> bool:
        """Whether an answer would still be taken in."""
        return bool(self.state) and now < datetime.fromisoformat(self.at) + GOOD_FOR


def asked_for(store: SetUp, connection: str) -> Asked:
    """Answer what is known of a connection's consent."""
    kept = store.setting(_setting(connection))
    return Asked(**json.loads(kept)) if kept else Asked()


def ask(store: SetUp, row: ConnectionRow, back: str, state: str, now: datetime, by: str) -> str:
    """Answer the link for the admin; links given out before are not good any more.

    `back` is the address of the return page, as it stands in the app's registration; `state` cannot be guessed.
    """
    before = asked_for(store, row.name)
    _keep(store, row.name, replace(before, state=_hash(state), at=now.isoformat(), by=by))
    return consent_link(_settings(row), back, state)


def take_answer(store: SetUp, query: Mapping[str, str], now: datetime) -> tuple[str, Consent]:
    """Take in what came back, and answer which connection it is about. Raises `UnknownStateError`."""
    state = _hash(query.get("state", ""))
    for row in store.connections(secrets=False):
        known = asked_for(store, row.name)
        if row.kind == MICROSOFT365 and known.waits(now) and compare_digest(known.state, state):
            found = read_return(query, _settings(row))
            known = replace(known, state="", answered=now.isoformat())
            told = replace(known, granted=found.granted, tenant=found.tenant, code=found.code)
            _keep(store, row.name, told)
            return row.name, found
    raise UnknownStateError


def _settings(row: ConnectionRow) -> Microsoft365Settings:
    said = row.settings
    return Microsoft365Settings(
        tenant=said["tenant"],
        client_id=said["client_id"],
        authority=said.get("authority", PUBLIC),
        graph_url=said.get("graph_url", ""),
    )


def _keep(store: SetUp, connection: str, asked: Asked) -> None:
    store.save_setup(settings={_setting(connection): json.dumps(asdict(asked))})


def _setting(connection: str) -> str:
    return f"consent:{connection}"


def _hash(state: str) -> str:
    return hashlib.sha256(state.encode("utf-8", "surrogatepass")).hexdigest()
