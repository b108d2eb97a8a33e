"""A made-up company in the tables: reps, pairs, errors, a journal, as much for every rep however many there are.

The database makes the rows itself (`seed.sql`): seven million in a few minutes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from syncline.store.rows import ConfigurationRow, ConnectionRow

if TYPE_CHECKING:
    from syncline.store.port import Store

ORG = "acme"
_ROWS = Path(__file__).with_name("seed.sql")
_MAILS = {"Field": "north", "Inside": "north", "Partners": "north", "Trial": "north", "Service": "south"}
"""Mail system by configuration."""
_WAYS = {"contacts": {"direction": "both"}, "events": {"direction": "both"}, "profiles": ["Sales User"]}
_EXCHANGE = {"service_account": "svc@acme.example", "ews_url": "https://mail.acme.example/EWS/Exchange.asmx"}
_SALESFORCE = {
    "login_url": "https://login.salesforce.com",
    "client_id": "3MVG",
    "username": "sync@acme.example",
    "private_key": {"env": "NOWHERE"},
}


@dataclass(frozen=True, slots=True)
class Size:
    """How many reps there are, and how many pairs, errors and journal rows for each of them."""

    reps: int
    links: int = 20
    errors: int = 2
    journal: int = 100


def seed(url: str, store: Store, size: Size) -> None:
    """Fill an empty, migrated database."""
    store.save_setup(
        connections=[
            ConnectionRow(ORG, "salesforce", _SALESFORCE, {}),
            *(ConnectionRow(name, "exchange", _EXCHANGE, {}) for name in sorted(set(_MAILS.values()))),
        ],
        configurations=[
            ConfigurationRow(name, ORG, mail, active=name != "Trial", settings=_WAYS, activated_at=None)
            for name, mail in _MAILS.items()
        ],
        settings={f"usage:{ORG}": '{"used":90000,"limit":5000000}'},
    )
    with psycopg.connect(url, autocommit=True) as connection:
        for name, number in asdict(size).items():
            connection.execute("SELECT set_config(%s, %s, false)", (f"seed.{name}", str(number)))
        connection.execute(_ROWS.read_bytes())
        connection.execute("VACUUM ANALYZE")
