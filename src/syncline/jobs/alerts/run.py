"""Tell admins once of what begins, and once of what is over."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog

from syncline.jobs.alerts.conditions import PATIENCE, Condition, Kind, conditions
from syncline.jobs.alerts.recent import TEST, deliver, remember
from syncline.jobs.alerts.ways import way_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from syncline.jobs.alerts.recent import Delivery
    from syncline.jobs.alerts.ways import Way
    from syncline.jobs.history import Hand
    from syncline.store.port import SetUp, Store

SETTING = "alerts"
_STATE = "alerts:state"


@dataclass(frozen=True, slots=True)
class _Known:
    since: str
    told: bool = False
    what: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """What is told. `over` says that it has passed."""

    kind: str
    subject: str
    what: str
    remedy: str
    since: str
    over: bool = False

    def as_json(self) -> dict[str, Any]:
        """Answer it as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Alerts:
    """`environment` holds what the set-up only names: passwords and addresses that are secrets."""

    store: Store
    clock: Callable[[], datetime]
    environment: Mapping[str, str]
    way_to: Callable[[Mapping[str, Any], Mapping[str, str]], Sequence[Way]] = way_of

    def run(self) -> list[Alert]:
        """Look at everything, and tell what has to be told. What could not be told is told the next time."""
        said = settings_said(self.store)
        if not said:
            return []
        about = set(said.get("about", [one.value for one in Kind]))
        now = self.clock()
        known = {key: _Known(**one) for key, one in json.loads(self.store.setting(_STATE) or "{}").items()}
        known = {key: one for key, one in known.items() if key.partition(":")[0] in about}
        here = {one.key: one for one in conditions(self.store, now) if one.kind.value in about}
        state = {key: known.get(key, _Known(now.isoformat())) for key in here}
        fresh = [one for key, one in here.items() if self._is_due(one, state[key], now)]
        alerts = [_alert(one, state[one.key]) for one in fresh]
        alerts += [_over(key, one) for key, one in known.items() if key not in here and one.told]
        if alerts and not self._tell(said, alerts):
            alerts = []
            state |= {key: one for key, one in known.items() if one.told}
        else:
            state |= {one.key: _Known(state[one.key].since, told=True, what=one.what) for one in fresh}
        self._keep(state)
        return alerts

    def _is_due(self, condition: Condition, known: _Known, now: datetime) -> bool:
        return not known.told and datetime.fromisoformat(known.since) + PATIENCE[condition.kind] <= now

    def _tell(self, said: Mapping[str, Any], alerts: Sequence[Alert]) -> bool:
        """Tell by every way; one that works is enough."""
        deliveries = deliver(self.way_to(said, self.environment), alerts)
        for one in deliveries:
            if one.reason:
                structlog.get_logger().warning("alert not delivered", way=one.way, reason=one.reason)
        remember(self.store, alerts, deliveries, self.clock())
        return any(not one.reason for one in deliveries)

    def test(self, hand: Hand) -> list[Delivery]:
        """Tell by every way that this is a test, and note who asked; answers how each way went, nothing without any."""
        said = settings_said(self.store)
        what = "This is a test: alerts of Syncline arrive here."
        alerts = [Alert(TEST, "", what, "Nothing has to be done.", self.clock().isoformat(timespec="seconds"))]
        deliveries = deliver(self.way_to(said, self.environment), alerts)
        if deliveries:
            remember(self.store, alerts, deliveries, self.clock())
            went = {one.way: ("", one.reason or "delivered") for one in deliveries}
            hand.told(self.store, SETTING, TEST, went)
        return deliveries

    def _keep(self, state: Mapping[str, _Known]) -> None:
        text = json.dumps({key: asdict(one) for key, one in sorted(state.items())})
        if text != self.store.setting(_STATE):
            self.store.save_setup(settings={_STATE: text})


def settings_said(store: SetUp) -> dict[str, Any]:
    """Answer who is told of what, and how, in the words of the set-up file; empty where nobody is."""
    said: dict[str, Any] = json.loads(store.setting(SETTING) or "{}")
    return said


def _alert(condition: Condition, known: _Known) -> Alert:
    return Alert(condition.kind.value, condition.subject, condition.what, condition.remedy, known.since)


def _over(key: str, known: _Known) -> Alert:
    kind, _, subject = key.partition(":")
    return Alert(Kind(kind).value, subject, known.what, "Nothing: it has passed.", known.since, over=True)
