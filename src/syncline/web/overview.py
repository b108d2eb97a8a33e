"""The state of everything, put together from the store for the status page and the command line alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from syncline.engine.asking import NOT_REPRESENTABLE, open_questions
from syncline.jobs.orgs import org_state
from syncline.planner.from_settings import contact_policy, event_policy
from syncline.records.words import Collection, Direction
from syncline.store.rows import Hold
from syncline.store.schedule import Whose
from syncline.web.lists.state_words import TONES, summed
from syncline.web.lists.ways import INITIAL, NOT_STARTED, Reading, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from syncline.store.port import Store
    from syncline.store.rows import ConfigurationRow, CursorRow, CycleRow, ErrorRow, RepRow, UnresolvedRow
    from syncline.web.lists.summary import Summary

_Row = TypeVar("_Row")
_Key = TypeVar("_Key")
GREEN = {"in step"}


@dataclass(frozen=True, slots=True)
class _Facts:
    """Everything read once, so that a page costs a handful of queries however many reps there are."""

    configurations: Mapping[str, ConfigurationRow]
    paused: frozenset[str]
    """Orgs whose main switch is off."""
    errors: Mapping[str, Sequence[ErrorRow]]
    """By rep, as all the rest is."""
    held: Mapping[tuple[str, Collection], int]
    unresolved: Mapping[tuple[str, Collection], Sequence[UnresolvedRow]]
    links: Mapping[tuple[str, Collection], int]
    cursors: Mapping[tuple[str, Collection], Sequence[CursorRow]]
    cycles: Mapping[str, CycleRow]
    running: frozenset[str]
    """Reps whose cycle runs at this moment."""


def overview(store: Store, reps: Sequence[RepRow] | None = None) -> dict[str, Any]:
    """Answer connections and reps with their states, ready for JSON; `reps` limits it to some."""
    asked = store.reps() if reps is None else reps
    facts = _facts(store, asked)
    shown = [_rep(rep, facts) for rep in asked]
    return {
        "connections": [_connection(row.name, row.kind, shown) for row in store.connections(secrets=False)],
        "reps": shown,
        "totals": _totals(shown),
        "in_step": all(rep["state"] in GREEN or not rep["expected"] for rep in shown),
    }


def everybody(store: Store, counted: Summary) -> dict[str, Any]:
    """Answer connections and totals over all reps, out of what was counted."""
    reps = summed(counted.states)
    connections = [
        _connected(
            row.name, row.kind, Counter(summed(one for one in counted.states if row.name in {one.org, one.mail}))
        )
        for row in store.connections(secrets=False)
    ]
    expected = sum(count for word, count in reps.items() if TONES[word])
    in_step = sum(count for word, count in reps.items() if word in GREEN)
    return {
        "connections": connections,
        "totals": {"reps": sum(reps.values()), "in_step": in_step, **counted.totals},
        "in_step": expected == in_step,
        "counted": counted.at.isoformat(timespec="seconds"),
    }


def _facts(store: Store, reps: Sequence[RepRow]) -> _Facts:
    ids = [rep.id for rep in reps]
    return _Facts(
        {row.name: row for row in store.configurations()},
        frozenset(org for org in {rep.org for rep in reps} if org_state(store, org).paused),
        _by(store.errors(reps=ids), lambda row: row.rep),
        Counter((row.rep, row.collection) for row in store.held(reps=ids) if row.state is Hold.HELD),
        _by(open_questions(store.unresolved(reps=ids)), _place),
        store.live_links_of(ids),
        _by(store.cursors_of(ids), _place),
        store.last_cycles(ids),
        store.held_now(Whose.REP, ids),
    )


def _by(rows: Iterable[_Row], key: Callable[[_Row], _Key]) -> Mapping[_Key, Sequence[_Row]]:
    found: defaultdict[_Key, list[_Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _place(row: UnresolvedRow | CursorRow) -> tuple[str, Collection]:
    return row.rep, row.collection


def _connection(name: str, kind: str, reps: Iterable[dict[str, Any]]) -> dict[str, Any]:
    mine = (rep for rep in reps if rep["expected"] and name in {rep["org"], rep["mail"]})
    return _connected(name, kind, Counter(rep["state"] for rep in mine))


def _connected(name: str, kind: str, found: Counter[str]) -> dict[str, Any]:
    states = Counter({word: count for word, count in found.items() if TONES.get(word)})
    state = next((word for word in ("failing", "held") if states[word]), "in step" if states["in step"] else "idle")
    return {"name": name, "kind": kind, "state": state, "reps": states.total(), "states": dict(sorted(states.items()))}


def _rep(rep: RepRow, facts: _Facts) -> dict[str, Any]:
    configuration = facts.configurations.get(rep.configuration)
    errors = facts.errors.get(rep.id, ())
    collections = {each.value: _collection(rep, each, configuration, facts) for each in Collection}
    state = _state(rep, configuration, errors, list(collections.values()), facts.cycles.get(rep.id))
    off = rep.org in facts.paused
    cycle = facts.cycles.get(rep.id)
    return {
        "id": rep.id,
        "user": rep.username,
        "mailbox": rep.mailbox,
        "org": rep.org,
        "mail": rep.mail,
        "configuration": rep.configuration,
        "expected": configuration is not None and configuration.active and not rep.paused and not off,
        "state": "org paused" if off and configuration is not None else state,
        "errors": len(errors),
        "reasons": _reasons(errors),
        "last_cycle": cycle.finished.isoformat(timespec="seconds") if cycle else None,
        "cycle": cycle.name if cycle else "",
        "collections": collections,
    }


def _collection(
    rep: RepRow, collection: Collection, configuration: ConfigurationRow | None, facts: _Facts
) -> dict[str, Any]:
    place = (rep.id, collection)
    cursors = [row for row in facts.cursors.get(place, ()) if row.complete or row.cursor]
    direction = _direction(collection, configuration)
    begun = {(row.collection, row.side): row.complete for row in cursors}
    reading = Reading(begun, facts.cycles.get(rep.id), running=rep.id in facts.running, resetting=bool(rep.reset))
    active = configuration is not None and configuration.active
    ways = dict(words(reading, collection, direction if active else Direction.NONE))
    unresolved = facts.unresolved.get(place, ())
    unrepresentable = sum(row.kind.startswith(NOT_REPRESENTABLE) for row in unresolved)
    return {
        "direction": direction.value,
        "ways": ways,
        "started": bool(cursors),
        "complete": bool(cursors) and not {NOT_STARTED, INITIAL} & set(ways.values()),
        "links": facts.links.get(place, 0),
        "errors": sum(row.collection is collection for row in facts.errors.get(rep.id, ())),
        "held": facts.held.get(place, 0),
        "unresolved": len(unresolved) - unrepresentable,
        "unrepresentable": unrepresentable,
    }


def _direction(collection: Collection, configuration: ConfigurationRow | None) -> Direction:
    if configuration is None:
        return Direction.NONE
    policy = contact_policy if collection is Collection.CONTACTS else event_policy
    return policy(configuration.settings).direction


def _state(
    rep: RepRow,
    configuration: ConfigurationRow | None,
    errors: Sequence[ErrorRow],
    collections: Sequence[Mapping[str, Any]],
    cycle: CycleRow | None,
) -> str:
    """Answer one word for a rep; the first that holds, gravest last among what keeps a rep from syncing at all."""
    syncing = [each for each in collections if each["direction"] != Direction.NONE]
    words = [
        ("not in a configuration", configuration is None),
        ("configuration not active", configuration is not None and not configuration.active),
        ("paused", rep.paused),
        ("reset in progress" if rep.reset == "in_progress" else "marked for reset", bool(rep.reset)),
        ("failing", bool(rep.problem or errors)),
        ("held", any(each["held"] for each in collections)),
        ("not started", cycle is None),
        ("initial sync in progress", not all(each["complete"] for each in syncing)),
    ]
    return next((word for word, holds in words if holds), "in step")


def _reasons(errors: Iterable[ErrorRow]) -> list[dict[str, Any]]:
    """Answer each sort of error once, with how many records it concerns; what stops the rep as a whole first."""
    ordered = sorted(errors, key=lambda row: (row.collection is not None, bool(row.record_id), row.code))
    counts = Counter((row.code, row.message, row.remedy) for row in ordered)
    return [
        {"code": code, "message": message, "remedy": remedy, "count": count}
        for (code, message, remedy), count in counts.items()
    ]


def _totals(reps: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    totals: Counter[str] = Counter(reps=len(reps))
    for rep in reps:
        for each in rep["collections"].values():
            totals.update({key: each[key] for key in ("links", "held", "unresolved", "unrepresentable")})
        totals["errors"] += rep["errors"]
        totals["in_step"] += rep["state"] in GREEN
    return dict(totals)
