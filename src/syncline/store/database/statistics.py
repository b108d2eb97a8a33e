"""Keep PostgreSQL's picture of the big tables true while they grow.

A first sync fills tables within seconds, long before autovacuum looks at them, and without statistics the planner
reads all links of a rep where one look into an index would do.
See https://www.postgresql.org/docs/current/populate.html#POPULATE-ANALYZE.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.store.database.session import Part, Session

if TYPE_CHECKING:
    from typing import LiteralString

_FIRST = 500
_ANALYZE: dict[str, LiteralString] = {
    "links": "ANALYZE store_link (rep, collection, salesforce_id, mailbox_id, id, ended, trace, marks)",
    "sightings": "ANALYZE store_sighting (rep, collection, side, record_id, due, marks)",
}


class Statistics(Part):
    """Counts what this process wrote, and has a table analysed each time the count has doubled."""

    def __init__(self, session: Session) -> None:
        Part.__init__(self, session)
        self._written = dict.fromkeys(_ANALYZE, 0)
        self._next = dict.fromkeys(_ANALYZE, _FIRST)

    def _wrote(self, table: str, rows: int) -> None:
        """Take note, outside a transaction of our own."""
        self._written[table] += rows
        if self._written[table] >= self._next[table]:
            self._next[table] = 2 * self._written[table]
            with self._session.explained("analysing"):
                self._session.execute(_ANALYZE[table])
