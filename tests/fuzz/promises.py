"""What must hold after any history: each answers the first promise that is broken, or nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from syncline.records.link import Ended
from syncline.records.words import Side
from tests.fuzz.people import FREE, NAMESAKES, texts

if TYPE_CHECKING:
    from tests.fuzz.place import Ground
    from tests.fuzz.rep import Rep


def standing(ground: Ground) -> list[set[str]]:
    """Answer the ids of what stands in each place."""
    return [set(place.shelf.records) for place in ground.places]


def torn(ground: Ground, rep: Rep, before: list[set[str]]) -> str:
    """P1 and P4 after each cycle: nothing went that nobody deleted, and no record is in two pairs."""
    for side, number in ((Side.SALESFORCE, 0), (Side.MAILBOX, rep.number)):
        for gone in before[number] - set(ground.places[number].shelf.records):
            if not _may_go(ground, rep, side, gone):
                return f"P1: {gone} was deleted in {side}, and its other half was not"
        held = Counter(link.record_id(side) for link in rep.links.values() if link.live)
        if any(count > 1 for count in held.values()):
            return f"P4: a record is in two pairs of rep {rep.number}"
    return ""


def _may_go(ground: Ground, rep: Rep, side: Side, record_id: str) -> bool:
    """Whether a person deleted the other half, or it is a copy of ours of what belongs to the rep no more."""
    for link in rep.holding(side, record_id):
        other = {link.record_id(side.other), link.trace if side is Side.SALESFORCE else None}
        if not other.isdisjoint(ground.memory.deleted):
            return True
        if side is Side.MAILBOX and link.ended is Ended.OUT_OF_SCOPE and link.made_on is Side.MAILBOX:
            return True
    return False


def broken(ground: Ground, reps: list[Rep]) -> str:
    """P2 and P4 at rest."""
    return _lost(ground) or _doubled(ground) or _dangling(ground, reps)


def _lost(ground: Ground) -> str:
    """P2: every value that somebody typed, and nobody gave up, is on a side or in the journal."""
    memory = ground.memory
    held: set[str] = set()
    for place in ground.places:
        for record in (*place.shelf.records.values(), *place.away.values()):
            held |= texts(record.values)
    for before in memory.journal:
        held |= {str(before[label]) for label in FREE if label in before}
    lost = memory.typed - memory.given_up - held
    return f"P2: lost: {sorted(lost)}" if lost else ""


def _doubled(ground: Ground) -> str:
    """P4: of nobody are there more records in one place than people made there by hand, or than one."""
    memory = ground.memory
    for place in ground.places:
        count = Counter(memory.who[one] for one in place.shelf.records)
        by_hand = Counter(memory.who[one] for one in place.shelf.records if one in memory.by_hand)
        for who, number in count.items():
            if number > max(1, by_hand[who]) and who not in memory.unclear and not _namesakes(ground, who):
                return f"P4: person {who} stands {number} times in place {place.number}"
    return ""


def _namesakes(ground: Ground, who: int) -> bool:
    return who in NAMESAKES and set(ground.memory.who.values()) >= NAMESAKES


def _dangling(ground: Ground, reps: list[Rep]) -> str:
    """P3: what both halves of a live pair hold is what is agreed, as far as each was written to or may be."""
    for rep in reps:
        for link in rep.links.values():
            waits = rep.visible(link.salesforce_id) is None  # nothing is decided about what the rep cannot see
            if link.live and not waits and link.mailbox_id not in rep.folder.shelf.records:
                return f"P1: a live pair of rep {rep.number} holds what is not there"
    return ""
