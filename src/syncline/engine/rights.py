"""Whether a rep still has what the configuration needs in Salesforce is known in every cycle (SPEC 7.7).

The feed tells, for the whole org and in the request that is made anyway, whether anything was changed in Setup. Only
then is each rep asked for again, and once a day, because a permission that was given for a time ends without an entry.
What the feed does not tell (the integration user may not look at Setup) is asked of each rep in every cycle.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from syncline.connectors.port import SETUP
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syncline.connectors.port import FeedPage, FeedRow
    from syncline.engine.run import CollectionRun
    from syncline.store.port import SetUp
    from syncline.store.rows import RepRow

LONGEST: Final = timedelta(hours=24)
UNTOLD: Final = "untold"
"""Stands in the place of the newest change where the feed tells of none."""


def note_setup(store: SetUp, org: str, reps: Iterable[RepRow], page: FeedPage, fresh: Sequence[FeedRow]) -> None:
    """Note that Setup, or the user record of a rep, was changed, before the feed's cursor passes that."""
    users = {row.id for row in fresh if row.name == "User"}
    settings: dict[str, str] = {}
    for rep in (one for one in reps if one.user_id in users):
        settings |= ask_again(rep.id, Collection.CONTACTS) | ask_again(rep.id, Collection.EVENTS)
    changed = [f"{row.stamp}/{row.id}" for row in fresh if row.name == SETUP]
    before = store.setting(_org(org))
    now = changed[-1] if changed else "" if before == UNTOLD else before
    now = now if page.tells_setup else UNTOLD
    if now != before:
        settings[_org(org)] = now
    if settings:
        store.save_setup(settings=settings)


def check(run: CollectionRun) -> None:
    """Ask for the rep's permissions unless they are known. Raises `StopCollectionError`, which names what is missing.

    While something is missing they are asked for in every cycle: the one after it was given goes on.
    """
    setup = run.store.setting(_org(run.rep.org))
    name = _rep(run.rep.id, run.collection)
    before, _, at = run.store.setting(name).rpartition(" at ")
    known = f"setup {setup} relate {run.rules.relate}"
    if setup != UNTOLD and before == known and run.now < datetime.fromisoformat(at) + LONGEST:
        return
    if before:
        run.store.save_setup(settings=ask_again(run.rep.id, run.collection))
    run.org.check(run.collection)
    run.store.save_setup(settings={name: f"{known} at {run.now.isoformat()}"})


def ask_again(rep: str, collection: Collection) -> dict[str, str]:
    """Answer the settings by which a rep's permissions for a collection count as not known."""
    return {_rep(rep, collection): ""}


def _org(org: str) -> str:
    return f"setup:{org}"


def _rep(rep: str, collection: Collection) -> str:
    return f"rights:{rep}:{collection}"
