"""How single values and whole sections of the file are read. A reader answers the value or raises `WrongValueError`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from syncline.cli.setup_file.nodes import Tree, keys_of
from syncline.cli.setup_file.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.cli.setup_file.problems import Findings, Spot

Reader: TypeAlias = Callable[[Tree, "Findings"], Any]


class WrongValueError(Exception):
    """One value cannot be taken; its section goes on with the next key."""

    def __init__(self, spot: Spot, message: str, remedy: str) -> None:
        super().__init__(message)
        self.spot = spot
        self.message = message
        self.remedy = remedy

    def note(self, findings: Findings) -> None:
        """Add this to what is wrong with the file."""
        findings.wrong(self.spot, self.message, self.remedy)


def text(tree: Tree, _findings: Findings) -> str:
    """Take a text that is not empty. A number is no text, because YAML drops its leading zeros: it needs quotes."""
    found = tree.text
    if found is None:
        remedy = "Put it into quotes." if tree.scalar is not None else "Write a text here."
        raise WrongValueError(tree.spot, f"a text is wanted here, not {tree.described}", remedy)
    if not found.strip():
        raise WrongValueError(tree.spot, "this text is empty", "Fill it in, or take the key out.")
    return found.strip()


def flag(tree: Tree, _findings: Findings) -> bool:
    """Take true or false."""
    found = tree.scalar
    if not isinstance(found, bool):
        raise WrongValueError(
            tree.spot, f"true or false is wanted here, not {tree.described}", "Write true or false, without quotes."
        )
    return found


def number(least: int, most: int) -> Reader:
    """Take a whole number from `least` to `most`."""

    def read(tree: Tree, _findings: Findings) -> int:
        found = tree.scalar
        if isinstance(found, bool) or not isinstance(found, int):
            raise WrongValueError(
                tree.spot, f"a whole number is wanted here, not {tree.described}", f"Write {least} to {most}."
            )
        if not least <= found <= most:
            raise WrongValueError(tree.spot, f"{found} is out of bounds", f"Write {least} to {most}.")
        return found

    return read


def word(*known: str) -> Reader:
    """Take one of the known words."""

    def read(tree: Tree, findings: Findings) -> str:
        remedy = f"Write one of {', '.join(known)}."
        if tree.text is None:
            raise WrongValueError(tree.spot, f"a word is wanted here, not {tree.described}", remedy)
        found = text(tree, findings)
        if found not in known:
            raise WrongValueError(
                tree.spot, f"{found!r} is not a word that is known here", did_you_mean(found, known, "Known are")
            )
        return found

    return read


def listing(of: Reader) -> Reader:
    """Take a list; entries that are wrong are noted and left out."""

    def read(tree: Tree, findings: Findings) -> list[Any]:
        items = tree.items
        if items is None:
            raise WrongValueError(
                tree.spot,
                f"a list is wanted here, not {tree.described}",
                "Write [one, two], or a line with - for each.",
            )
        return [value for value in (attempt(of, item, findings) for item in items) if value is not None]

    return read


def attempt(reader: Reader, tree: Tree, findings: Findings) -> Any:
    """Read one value; answers None, with the reason noted, when it is wrong."""
    try:
        return reader(tree, findings)
    except WrongValueError as wrong:
        wrong.note(findings)
        return None


@dataclass(frozen=True, slots=True)
class Section:
    """A set of keys, each with its reader. `optional` ones may be missing; a missing required one is noted."""

    name: str
    required: Mapping[str, Reader]
    optional: Mapping[str, Reader]

    def __call__(self, tree: Tree, findings: Findings) -> dict[str, Any]:
        """Answer the values that are right, by key; everything else is noted."""
        if not tree.is_section:
            raise WrongValueError(
                tree.spot, f"{self.name} has keys and values, but {tree.described} stands here", self._known()
            )
        entries = tree.entries(findings)
        values: dict[str, Any] = {}
        for entry in entries:
            reader = self.required.get(entry.key) or self.optional.get(entry.key)
            if reader is None:
                message = f"{entry.key!r} is not a key of {self.name}"
                findings.wrong(entry.key_spot, message, did_you_mean(entry.key, self._words(), "Its keys are"))
                continue
            value = attempt(reader, entry.value, findings)
            if value is not None:
                values[entry.key] = value
        self._note_missing(tree, keys_of(entries), findings)
        return values

    def _note_missing(self, tree: Tree, present: Iterable[str], findings: Findings) -> None:
        for key in sorted(set(self.required) - set(present)):
            findings.wrong(tree.spot, f"{self.name} lacks {key!r}", f"Add {key}: to it.")

    def _words(self) -> list[str]:
        return [*self.required, *self.optional]

    def _known(self) -> str:
        return f"Its keys are {', '.join(self._words())}."


def named(kind: str, of: Callable[[str, Spot, Tree, Findings], Any]) -> Reader:
    """Take a section whose keys are names that people choose; answers what `of` makes of each, wrong ones left out."""

    def read(tree: Tree, findings: Findings) -> list[Any]:
        if not tree.is_section:
            raise WrongValueError(
                tree.spot, f"{kind} stand here by name, but {tree.described} was found", "Write a name and a colon."
            )
        made: list[Any] = []
        for entry in tree.entries(findings):
            try:
                if not entry.key.strip():
                    raise WrongValueError(entry.key_spot, "this name is empty", "Choose a name.")  # noqa: TRY301
                made.append(of(entry.key, entry.key_spot, entry.value, findings))
            except WrongValueError as wrong:
                wrong.note(findings)
        return made

    return read
