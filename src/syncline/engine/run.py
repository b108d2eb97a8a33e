"""What the steps of one collection's cycle share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from syncline.engine.tally import Tally
from syncline.planner.belonging import Belonging
from syncline.planner.policy import SeriesPolicy
from syncline.records.words import Collection, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from syncline.connectors.port import Endpoint, Mailbox, Org
    from syncline.engine.colleagues import Colleagues
    from syncline.planner.policy import DeleteGuard, Rules, Ties
    from syncline.planner.scope import Span
    from syncline.records.capability import Capabilities
    from syncline.records.record import Record, Values
    from syncline.store.port import SetUp, Store
    from syncline.store.rows import RepRow, Sighting

Progress: TypeAlias = "Callable[[str, int], None]"
"""Is told what is going on (`reading contacts`, `writing contacts`) and how many records that step has finished."""

REQUEST = 200
"""Records written in one call: the most that one Salesforce request takes."""
BATCH = 5 * REQUEST
"""Records planned and announced together, and recorded together once they were written."""

_BACK_OFF = (60, 300, 1800, 7200, 21600)


_Work = TypeVar("_Work")


def requests(works: Sequence[_Work]) -> Iterator[Sequence[_Work]]:
    """Cut work into what one request takes: when one fails, what those before it did is known."""
    return (works[start : start + REQUEST] for start in range(0, len(works), REQUEST))


def as_it_is_now(store: SetUp, rep: RepRow) -> RepRow:
    """Answer a rep's row anew, for one field of it to be written: a person may have paused the rep meanwhile."""
    return next(iter(store.reps([rep.id])), rep)


def no_progress(_what: str, _done: int) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class CollectionRun:
    """One collection of one rep in one cycle. `now` is the clock's reading at the start of the round."""

    rep: RepRow
    collection: Collection
    rules: Rules
    ties: Ties
    guard: DeleteGuard
    store: Store
    mailbox: Mailbox
    org: Org
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    now: datetime
    span: Span | None = None
    """Events: the window. None for contacts."""
    own_records_only: bool = True
    """Only what the rep owns is the rep's: contacts under `Selected` + `User's Records`, and events always."""
    series: SeriesPolicy = SeriesPolicy.LEAVE
    """Events: how series are held in Salesforce."""
    chosen: frozenset[str] = frozenset()
    """Events: ids and UIDs of those that a person chose for Salesforce outside the mailbox."""
    colleagues: Colleagues | None = None
    """Events: the other reps, where who takes part syncs."""
    called: set[str] = field(default_factory=set)
    """By which addresses the mail server called the rep in this cycle."""
    fresh: bool = False
    """The mailbox is read for the first time that the store knows of."""
    tally: Tally = field(default_factory=Tally)
    progress: Progress = no_progress
    _capabilities: dict[Side, Capabilities] = field(default_factory=dict)
    _shared: frozenset[str] | None = None

    def endpoint(self, side: Side) -> Endpoint:
        """The endpoint of a side."""
        return self.org if side is Side.SALESFORCE else self.mailbox

    def can(self, side: Side) -> Capabilities:
        """What a side can hold."""
        known = self._capabilities.get(side)
        if known is None:
            known = self._capabilities[side] = dict(self.endpoint(side).capabilities(self.collection))
        return known

    def shared(self, values: Values) -> Values:
        """Answer the values of the fields that both sides can hold."""
        labels = self._shared
        if labels is None:
            labels = self._shared = frozenset(self.can(Side.SALESFORCE)).intersection(self.can(Side.MAILBOX))
        if values.keys() <= labels:
            return values
        return {label: value for label, value in values.items() if label in labels}

    def spot(self, side: Side, record_id: str) -> tuple[str, Collection, Side, str]:
        """The identity under which the store keeps what is unsettled of a record."""
        return (self.rep.id, self.collection, side, record_id)

    def corrected(self, side: Side, when: datetime | None) -> datetime | None:
        """Put a provider's time on our clock, as far as its answers showed how far it is off."""
        return when - self.endpoint(side).clock_offset() if when else None

    def qualifies(self, record: Record) -> bool:
        """Whether a Salesforce contact may go to this rep's mailbox."""
        return self.belonging.qualifies(record)

    @property
    def belonging(self) -> Belonging:
        """What belongs in this rep's mailbox."""
        return Belonging(self.rep.user_id, self.own_records_only)

    def later(self, sighting: Sighting) -> datetime:
        """When a record that failed is tried again."""
        seconds = _BACK_OFF[min(sighting.attempts, len(_BACK_OFF) - 1)]
        return self.now + timedelta(seconds=seconds)
