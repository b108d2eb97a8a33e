"""The guide's tables 4 to 6: how one rep does (SPEC 7.1), in words that a rep understands as well (7.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from syncline import catalogue
from syncline.planner.from_settings import contact_policy, event_policy
from syncline.records.words import Collection, Direction, Side
from syncline.store.database.text import original
from syncline.store.models import Cursor, Error, Held, Link, Rep, Selection, Sighting, Unresolved
from syncline.store.schedule import Whose
from syncline.web.lists.state_words import STATES
from syncline.web.lists.states import with_state
from syncline.web.lists.system import age
from syncline.web.lists.ways import NOT_SET, Reading, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from syncline.store.port import Store
    from syncline.store.rows import ConfigurationRow

_NO_FOLDER = frozenset({"folder_renamed", "folder_moved", "folder_deleted", "no_contacts_folder", "no_calendar"})


@dataclass(frozen=True, slots=True)
class Way:
    """One direction of one collection, in the guide's words, with what stands beside the value as a reason."""

    label: str
    word: str
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """Table 5 or 6."""

    collection: Collection
    folder: str
    folder_found: bool | None
    """None while nobody has looked."""
    linked: bool
    ways: list[Way]
    in_sync: int
    waiting: int
    """Records that were seen and are not settled: the difference to the folder's count."""
    errors: int
    unresolved: int
    held: int


@dataclass(frozen=True, slots=True)
class OneRep:
    """Everything that the page of a rep shows above its lists."""

    rep: Rep
    state: str
    means: str
    own: str
    """What the state means, told to the rep."""
    tone: str
    active: bool
    problem: str
    remedy: str
    recognised: bool | None
    supported: bool | None
    selection: str
    last: datetime | None
    cycle: str
    """The id of the last cycle, as the log has it."""
    tone_of_last: str
    tables: list[Table]


def one_rep(store: Store, rep_id: str, now: datetime) -> OneRep | None:
    """Answer how a rep does; None where there is no such rep."""
    rep: Any = with_state(store, Rep.objects.filter(id=rep_id)).first()
    if rep is None:
        return None
    configuration = next((row for row in store.configurations() if row.name == rep.configuration), None)
    whole = list(Error.objects.filter(rep=rep_id, side="").values_list("collection", "code"))
    code = rep.problem or next((code for collection, code in whole if not collection), "")
    reading = _reading(store, rep)
    last = reading.last.finished if reading.last else None
    state = next(one for one in STATES if one.word == rep.state)
    return OneRep(
        rep=rep,
        state=state.word,
        means=state.means,
        own=state.own,
        tone=state.tone,
        active=configuration is not None and configuration.active,
        problem=catalogue.entry(code).what if code else "",
        remedy=catalogue.remedy(code) if code else "",
        recognised=None if last is None and not code else not code,
        supported=None if last is None and code != "unsupported_version" else code != "unsupported_version",
        selection=_selection(rep_id, configuration),
        last=last,
        cycle=reading.last.name if reading.last else "",
        tone_of_last=age(last, now),
        tables=[_table(one, rep, configuration, dict(whole), reading) for one in Collection],
    )


def _selection(rep_id: str, configuration: ConfigurationRow | None) -> str:
    """Whether the rep has ever selected an event, where only selected ones sync; empty where all do.

    By an add-in, which is noted; or by the category: pairs of events that do not bear it do not live.
    """
    if configuration is None or configuration.settings.get("events", {}).get("which") != "selected":
        return ""
    live = Link.objects.filter(rep=rep_id, collection=Collection.EVENTS, ended="")
    return "Yes" if Selection.objects.filter(rep=rep_id).exists() or live.exists() else "No"


def _reading(store: Store, rep: Rep) -> Reading:
    rows = Cursor.objects.filter(rep=rep.id)
    return Reading(
        {(Collection(row.collection), Side(row.side)): row.complete for row in rows if row.complete or row.cursor},
        store.last_cycles([rep.id]).get(rep.id),
        running=rep.id in store.held_now(Whose.REP, [rep.id]),
        resetting=bool(rep.reset),
    )


def _table(
    collection: Collection, rep: Rep, configuration: ConfigurationRow | None, whole: dict[str, str], reading: Reading
) -> Table:
    mine = {"rep": rep.id, "collection": collection.value}
    held = Held.objects.filter(state="held", **mine).count()
    errors = Error.objects.filter(**mine).count()
    code = whole.get(collection.value, "")
    return Table(
        collection=collection,
        folder="Salesforce_Sync folder" if collection is Collection.CONTACTS else "Calendar folder",
        folder_found=False if code in _NO_FOLDER else (True if (collection, Side.MAILBOX) in reading.cursors else None),
        linked=bool(rep.user_id and rep.mailbox and not rep.problem),
        ways=_ways(collection, configuration, reading, _reason(rep, held, errors)),
        in_sync=Link.objects.filter(ended="", **mine).count(),
        waiting=Sighting.objects.filter(**mine).count(),
        errors=errors,
        unresolved=Unresolved.objects.filter(**mine).exclude(state="ignored").count(),
        held=held,
    )


def _reason(rep: Rep, held: int, errors: int) -> str:
    words = (("paused", rep.paused), (f"{held} held", held), (f"{errors} failing", errors))
    return ", ".join(word for word, holds in words if holds)


def _ways(collection: Collection, configuration: ConfigurationRow | None, reading: Reading, reason: str) -> list[Way]:
    policy = contact_policy if collection is Collection.CONTACTS else event_policy
    direction = Direction.NONE
    if configuration is not None and configuration.active:
        direction = policy(configuration.settings).direction
    return [
        Way(label, word, reason if word != NOT_SET else "") for label, word in words(reading, collection, direction)
    ]


def top_errors(rep_id: str) -> Sequence[dict[str, Any]]:
    """Answer what fails for a rep by cause, most frequent first."""
    found = Error.objects.filter(rep=rep_id).values("code", "message").annotate(count=Count("*")).order_by("-count")
    return [
        {"code": row["code"], "message": original(row["message"]), "count": row["count"],
         "remedy": catalogue.remedy(row["code"])}
        for row in found[:10]
    ]  # fmt: skip
