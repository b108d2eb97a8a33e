"""Subscriptions of mail systems to our web hook: made, renewed before they end, made anew, ended with the rep.

Nothing rests on them: what they do not tell is found by the polled cycles. Those become rarer only for a rep whose
collections are all told of (a lease, `Whose.PUSH`), and only until somebody looks after the subscriptions again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from syncline.connectors.errors import ConnectorError, RetryLaterError
from syncline.connectors.notices import Subscription, WebHook
from syncline.jobs.hooks import PUBLIC_URL, Hooks
from syncline.jobs.org_turn import in_force
from syncline.planner.from_settings import contact_policy, event_policy
from syncline.records.words import Collection, Direction, Side
from syncline.store.schedule import Turn, Whose
from syncline.store.subscriptions import SubscriptionRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from syncline.connectors.notices import Notifier
    from syncline.jobs.connections import Connections
    from syncline.store.port import Store
    from syncline.store.rows import ConfigurationRow, RepRow

DAY = 86_400.0
"""Seconds at most from one look at a rep's subscriptions to the next, which renews them: they live for a week."""
_SOONER = 0.5
"""Looks come up to this share of a day early, so that those who came together do not stay together."""
_EMPTY = 120.0
"""Seconds until somebody is looked at again in whose mailbox there is nothing to watch yet."""
_FIRST, _LONGEST = 60.0, 6 * 3600.0
"""Seconds between tries at a server that refuses: the pause doubles from one to the other."""
_GRACE = timedelta(minutes=10)


def told_of(row: ConfigurationRow) -> frozenset[Collection]:
    """Answer the collections that a configuration syncs."""
    directions = {
        Collection.CONTACTS: contact_policy(row.settings).direction,
        Collection.EVENTS: event_policy(row.settings).direction,
    }
    return frozenset(one for one, direction in directions.items() if direction is not Direction.NONE)


def what_decides(store: Store, configurations: Iterable[ConfigurationRow]) -> str:
    """Answer all that decides about subscriptions besides the reps, as a text that changes with it."""
    told = sorted((row.name, row.active, row.mail, *sorted(told_of(row))) for row in configurations)
    return hashlib.sha256(json.dumps([store.setting(PUBLIC_URL), told]).encode()).hexdigest()


def tellers(store: Store, connections: Connections, reps: Iterable[RepRow]) -> frozenset[str]:
    """Answer which of the reps' mail connections post to our web hook; none where it has no address."""
    if not store.setting(PUBLIC_URL):
        return frozenset()
    return frozenset(mail for mail in {rep.mail for rep in reps} if connections.mail(mail).notifier() is not None)


@dataclass(slots=True)
class Tending:
    """Looks after the subscriptions of reps, one after another. Everything it does may be done twice."""

    store: Store
    connections: Connections
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    configurations: Mapping[str, ConfigurationRow]

    def tend(self, rep_id: str) -> None:
        """Bring one rep's subscriptions in line with the set-up, and say when to look again."""
        with self.store.holding(Whose.SUBSCRIPTION, rep_id) as mine:
            if not mine:
                return
            before = next(iter(self.store.turns(Whose.SUBSCRIPTION, [rep_id])), None)
            if before is None:
                return
            try:
                wait = self._tend(rep_id)
            except ConnectorError as error:
                structlog.get_logger().warning("not subscribed", code=error.code)
                self.store.drop_turns(Whose.PUSH, [rep_id])
                pace = min(max(before.pace * 2, _FIRST), _LONGEST)
                asked = error.after or 0.0 if isinstance(error, RetryLaterError) else 0.0
                self._again(before, max(pace, asked), pace)
                return
        if wait is None:
            self.store.drop_turns(Whose.PUSH, [rep_id])
            self.store.drop_turns(Whose.SUBSCRIPTION, [rep_id])
        else:
            self._again(before, wait, 0.0)

    def _tend(self, rep_id: str) -> float | None:
        """Answer the seconds until the next look; None when there is nothing to look after any more."""
        rep = next(iter(self.store.reps([rep_id])), None)
        public = self.store.setting(PUBLIC_URL)
        may = rep is not None and rep.linked and in_force(rep, self.configurations)
        notifier = self._notifier(rep.mail) if rep is not None and public and may else None
        rows = {row.collection: row for row in self.store.subscriptions([rep_id])}
        if rep is None or notifier is None:
            self._end(rows.values())
            return None
        wanted = told_of(self.configurations[rep.configuration])
        hook = Hooks(self.store).of(rep.id)
        web_hook = WebHook(f"{public}hooks/{notifier.place}/{hook.place}", hook.secret)
        self._end(row for row in rows.values() if not _fits(row, rep, web_hook) or row.collection not in wanted)
        kept = [self._keep(notifier, rep, one, web_hook, rows.get(one)) for one in sorted(wanted & notifier.tells)]
        if not all(kept):
            return _EMPTY
        wait = DAY * (1.0 - _SOONER * self.chance())
        if wanted <= notifier.tells:
            self.store.save_turns([Turn(Whose.PUSH, rep.id, self.clock() + timedelta(seconds=wait) + _GRACE, 0.0)])
        return wait

    def _keep(
        self, notifier: Notifier, rep: RepRow, collection: Collection, hook: WebHook, row: SubscriptionRow | None
    ) -> bool:
        """Renew or make one; answers whether there is one now."""
        cursors = {one.collection: one.cursor for one in self.store.cursors(rep.id) if one.side is Side.MAILBOX}
        cursor = cursors.get(collection) or None
        alive: Subscription | None = None
        if row is not None and _fits(row, rep, hook):
            alive = notifier.renew(row.address, _subscription(row), cursor, hook)
            if alive is None:
                self._end([row])
        made = alive or notifier.subscribe(rep.mailbox, collection, cursor, hook)
        if made is None:
            return False
        # At once: what is not written down is made again, and both would tell.
        self.store.save_subscriptions(
            [SubscriptionRow(rep.id, collection, rep.mail, rep.mailbox, made.id, made.resource, hook.url, made.expires)]
        )
        return True

    def _end(self, rows: Iterable[SubscriptionRow]) -> None:
        """Unsubscribe; a server that does not answer is left to forget by itself."""
        for row in rows:
            notifier = self._notifier(row.mail) if row.expires > self.clock() else None
            try:
                if notifier is not None:
                    notifier.unsubscribe(row.address, _subscription(row))
            except ConnectorError as error:
                structlog.get_logger().info("not unsubscribed", code=error.code)
            self.store.drop_subscription(row.rep, row.collection)

    def _notifier(self, mail: str) -> Notifier | None:
        """None where the kind of server posts nothing, or the connection is gone."""
        known = {row.name for row in self.store.connections(secrets=False)}
        return self.connections.mail(mail).notifier() if mail in known else None

    def _again(self, before: Turn, wait: float, pace: float) -> None:
        due = self.clock() + timedelta(seconds=wait)
        self.store.next_turn(replace(before, due=due, pace=pace), before.due)


def _fits(row: SubscriptionRow, rep: RepRow, hook: WebHook) -> bool:
    """Whether a subscription is to the mailbox and the address that are wanted now."""
    return (row.mail, row.address, row.hook) == (rep.mail, rep.mailbox, hook.url)


def _subscription(row: SubscriptionRow) -> Subscription:
    return Subscription(row.collection, row.id, row.resource, row.expires)
