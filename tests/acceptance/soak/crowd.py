"""What people do all the time, on both sides, and how everything must look in the end (P1, P2, P4).

One word of each record is edited in mailboxes and another one in Salesforce, so that the last word of each side stands;
what is deleted was never edited, since what is changed on one side survives a deletion on the other.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.acceptance.soak.kinds import Contacts, Events, Kept, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.support.cli_world import LiveWorld

_DEEDS = ("enter", "register", "speak", "speak", "tell", "tell", "throw_away", "strike_out")


@dataclass
class Crowd:
    """The same seed makes the same records; what is done to them depends on how far the workers are."""

    world: LiveWorld
    seed: int
    kept: dict[str, Kept] = field(default_factory=dict)
    """Everything that must stand on both sides, by its mark."""
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._chance = random.Random(f"{self.seed} soak")
        self._kinds: tuple[Kind, ...] = (Contacts(self.world, self.seed), Events(self.world, self.seed))
        self._number = 0

    def arrive(self) -> None:
        """Give every rep something of each kind on each side to begin with."""
        for rep in self.world.reps:
            for kind in self._kinds:
                self._enter(kind, rep)
                self._register(kind, rep)

    def act(self) -> None:
        """Do one thing somewhere; nothing where there is nothing to do it to."""
        deed, kind = self._chance.choice(_DEEDS), self._chance.choice(self._kinds)
        self.done[deed] += bool(getattr(self, f"_{deed}")(kind, self._chance.choice(self.world.reps)))

    def wrong(self) -> list[str]:
        """Say where a side differs from how it must look: lost, made twice, deleted without a word, overwritten."""
        expected = Counter((one.rep, one.mark, one.spoken, one.told) for one in self.kept.values())
        found = {
            "mailboxes": Counter(line for kind in self._kinds for line in kind.in_mailboxes()),
            "Salesforce": Counter(line for kind in self._kinds for line in kind.in_salesforce()),
        }
        lost = [f"not in {side}: {one}" for side, held in found.items() for one in expected - held]
        return sorted(lost + [f"too much in {side}: {one}" for side, held in found.items() for one in held - expected])

    def _new(self, kind: Kind, rep: str) -> Kept:
        self._number += 1
        one = Kept(kind, rep, kind.mark(self._number), f"Word {self._number}", f"Text {self._number}")
        self.kept[one.mark] = one
        return one

    def _enter(self, kind: Kind, rep: str) -> bool:
        kind.enter(self._new(kind, rep))
        return True

    def _register(self, kind: Kind, rep: str) -> bool:
        kind.register(self._new(kind, rep))
        return True

    def _speak(self, kind: Kind, rep: str) -> bool:
        """Edit something in the mailbox."""
        items = kind.items(rep)
        one = self._some(kind, rep, fresh=False, among=items.keys())
        if one is not None:
            one.spoken, one.edited = self._word("Word"), True
            self.world.exchange.mailboxes[rep].edit(items[one.mark][0], {kind.properties[0]: one.spoken})
        return one is not None

    def _tell(self, kind: Kind, rep: str) -> bool:
        """Let a colleague edit something in Salesforce.

        What the rep's own user saves in the very second in which we write as that user is seen with its next change:
        stamps have whole seconds (docs/promises.md). Among thousands of edits that happens.
        """
        one = self._some(kind, rep, fresh=False)
        if one is not None:
            one.told, one.edited = self._word("Text"), True
            self.world.org.admin.update(one.row, {kind.fields[2]: one.told})
        return one is not None

    def _throw_away(self, kind: Kind, rep: str) -> bool:
        items = kind.items(rep)
        one = self._some(kind, rep, fresh=True, among=items.keys())
        if one is not None:
            del self.kept[one.mark]
            self.world.exchange.mailboxes[rep].trash(items[one.mark][0])
        return one is not None

    def _strike_out(self, kind: Kind, rep: str) -> bool:
        one = self._some(kind, rep, fresh=True)
        if one is not None:
            del self.kept[one.mark]
            self.world.org.as_user(rep).delete(one.row)
        return one is not None

    def _word(self, word: str) -> str:
        self._number += 1
        return f"{word} {self._number}"

    def _some(self, kind: Kind, rep: str, *, fresh: bool, among: Iterable[str] | None = None) -> Kept | None:
        """Pick something of a rep's, of what stands `among` the mailbox's, or was entered in Salesforce.

        `fresh` is what was never edited.
        """
        marks = self.kept.keys() if among is None else [mark for mark in among if mark in self.kept]
        own = [self.kept[mark] for mark in marks]
        own = [one for one in own if (one.kind, one.rep) == (kind, rep) and (among is not None or one.row)]
        fit = [one for one in own if not (fresh and one.edited)]
        return self._chance.choice(fit) if fit else None
