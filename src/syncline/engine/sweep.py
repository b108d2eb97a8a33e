"""Once a day, everything in a rep's scope is looked at as if it had changed (SPEC 1.1, 3.4).

Sharing, and the fields of an account that a filter asks for, change without a contact being touched: the feed tells
nothing of it. What has come into scope is listed again; what is linked is read again, as the rep.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from syncline.connectors.port import Missing
from syncline.engine.sight import sighting_of
from syncline.records.record import Record
from syncline.records.words import Collection, Gone, Side
from syncline.store.changes import Changes
from syncline.store.paging import live_pages
from syncline.store.rows import Sighting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.engine.run import CollectionRun
    from syncline.records.link import Link

LONGEST = timedelta(hours=24)
SPREAD = timedelta(hours=4)
"""Sweeps of different reps are this far apart at most, or everybody's would fall into the hour of the first sync."""
_PAGE = 2000
"""As many records as one Salesforce request reads."""


def sweep(run: CollectionRun) -> None:
    """Sweep the contacts if that is due. The first listing is a sweep: nothing is done before it is complete."""
    rows = [row for row in run.store.cursors(run.rep.id) if row.collection is Collection.CONTACTS]
    listed = next((row for row in rows if row.side is Side.SALESFORCE), None)
    if listed is None or not listed.complete or not _due(run):
        return
    for links in live_pages(run.store, run.rep.id, run.collection, _PAGE):
        run.store.commit(_looked_at(run, links))
    run.store.commit(Changes(cursors=[replace(listed, cursor="", complete=False)]))
    run.store.save_setup(settings={_setting(run): run.now.isoformat()})


def _due(run: CollectionRun) -> bool:
    last = run.store.setting(_setting(run))
    if not last:
        run.store.save_setup(settings={_setting(run): run.now.isoformat()})
        return False
    share = int(hashlib.sha256(run.rep.id.encode()).hexdigest()[:4], 16) / 0x10000
    return datetime.fromisoformat(last) + LONGEST - SPREAD * share <= run.now


def _setting(run: CollectionRun) -> str:
    return f"sweep:{run.rep.id}"


def _looked_at(run: CollectionRun, links: Sequence[Link]) -> Changes:
    answers = run.org.read(run.collection, [link.salesforce_id for link in links])
    changes = Changes()
    missing: list[str] = []
    for link, answer in zip(links, answers, strict=True):
        if isinstance(answer, Missing):
            missing.append(answer.id)
        elif isinstance(answer, Record) and _tells(run, link, answer):
            changes.sightings.append(sighting_of(run, Side.SALESFORCE, answer))
    # What the integration user does not see either was deleted, as far as anybody knows: that, the feed tells.
    for record_id in sorted(run.org.existing(run.collection, missing) if missing else ()):
        seen = Sighting(*run.spot(Side.SALESFORCE, record_id), gone=Gone.HIDDEN, due=run.now)
        changes.sightings.append(seen)
    return changes


def _tells(run: CollectionRun, link: Link, record: Record) -> bool:
    changed = link.salesforce_version not in {"", record.version}
    return changed or run.belonging.left_scope(link, record, record.owner)
