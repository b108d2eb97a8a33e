"""What Django needs to know of a database, out of a PostgreSQL URL."""

from __future__ import annotations

import getpass
from typing import Any

from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import ProgrammingError

from syncline.store.errors import DatabaseAddressError

_IDLE_SECONDS = 600
"""How long a web server's connection may be used again; workers close theirs after each job."""
_PREPARED = 5
"""After how many times a connection keeps a statement prepared: cycles ask the same few dozen for ever, and half of
what each cost the database was to read and plan it anew. Django leaves it out for the sake of poolers between
transactions, which cannot be used here anyway: locks live as long as their session.
"""
_SILENT = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 60_000}
"""A server that fell silent, as one does whose machine lost its power, is given up after a minute (seconds; the last in
milliseconds). The operating system would let everybody wait for a quarter of an hour, or for two hours.
"""


def database_settings(url: str) -> dict[str, Any]:
    """Answer an entry of Django's DATABASES.

    Everything that PostgreSQL's own tools accept is accepted, because their own parser reads it
    (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING): socket folders as `host`, several
    hosts, `sslmode` and all other parameters, percent-encoding, and `key=value` text. Raises `DatabaseAddressError`,
    which never quotes the URL: it may hold a password.
    """
    try:
        words: dict[str, Any] = conninfo_to_dict(url)
    except ProgrammingError:
        raise DatabaseAddressError from None
    user = words.pop("user", "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": words.pop("dbname", "") or user or getpass.getuser(),
        "USER": user,
        "PASSWORD": words.pop("password", ""),
        "HOST": words.pop("host", ""),
        "PORT": words.pop("port", ""),
        "OPTIONS": {
            "application_name": "syncline",
            "connect_timeout": 10,
            "prepare_threshold": _PREPARED,
            **_SILENT,
            **words,
        },
        "CONN_MAX_AGE": _IDLE_SECONDS,
        "CONN_HEALTH_CHECKS": True,
    }
