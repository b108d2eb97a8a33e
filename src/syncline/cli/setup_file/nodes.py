"""The file as a tree in which every key and value knows its line and column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from syncline.cli.setup_file.problems import WHOLE_FILE, Problem, SetupError, Spot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.cli.setup_file.problems import Findings

_TAG = "tag:yaml.org,2002:"

Scalar: TypeAlias = "str | bool | int | float | None"


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a section, with the place of the key and the value."""

    key: str
    key_spot: Spot
    value: Tree


@dataclass(frozen=True, slots=True)
class Tree:
    """One value of the file; look at it with the functions below."""

    node: Any
    spot: Spot

    @property
    def described(self) -> str:
        """Say in a word what stands there."""
        match self.node:
            case MappingNode():
                return "a section"
            case SequenceNode():
                return "a list"
            case None:
                return "nothing"
        return {
            "str": "a text",
            "int": "a number",
            "float": "a number",
            "bool": "true or false",
            "null": "nothing",
        }.get(self.tag, f"a {self.tag}")

    @property
    def tag(self) -> str:
        """The sort of a scalar by the rules of YAML 1.2: `yes`, `on` and the like are texts."""
        return str(self.node.tag).removeprefix(_TAG)

    @property
    def is_section(self) -> bool:
        """Whether keys and values stand here."""
        return isinstance(self.node, MappingNode)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands here."""
        return self.node is None or (isinstance(self.node, ScalarNode) and self.tag == "null")

    @property
    def text(self) -> str | None:
        """The text that stands here; None when it is something else."""
        if isinstance(self.node, ScalarNode) and self.tag == "str":
            return _whole_characters(str(self.node.value))
        return None

    @property
    def scalar(self) -> Scalar:
        """The text, number or truth that stands here; None for nothing and for everything else."""
        if not isinstance(self.node, ScalarNode):
            return None
        text = str(self.node.value)
        match self.tag:
            case "int" | "float":
                return _number(text, self.tag)
            case "bool":
                return text.lower() == "true"
            case "null":
                return None
        return _whole_characters(text)

    @property
    def items(self) -> list[Tree] | None:
        """The values of a list; None when it is none."""
        if not isinstance(self.node, SequenceNode):
            return None
        return [_tree(node) for node in self.node.value]

    def entries(self, findings: Findings) -> list[Entry]:
        """Answer the keys of a section in their order; a key that stands twice is noted and its repetition dropped."""
        seen: dict[str, Spot] = {}
        entries: list[Entry] = []
        for key_node, value_node in self.node.value:
            key, spot = _whole_characters(str(key_node.value)), _spot(key_node)
            if not isinstance(key_node, ScalarNode) or key_node.tag == _TAG + "merge":
                findings.wrong(spot, "this is not a key that can be read here", "Write the keys of the section out.")
            elif key in seen:
                findings.wrong(
                    spot, f"{key!r} stands here twice (first on line {seen[key].line})", "Take one of the two out."
                )
            else:
                seen[key] = spot
                value = _tree(value_node)
                # YAML puts an empty value where the next key stands; a person looks for it beside its own key.
                entries.append(Entry(key, spot, Tree(value.node, spot) if value.is_empty else value))
        return entries


def parse(text: str, file: str) -> Tree:
    """Read YAML (or JSON, which is YAML). Raises `SetupError` with the place where it stops making sense."""
    try:
        node = YAML(typ="rt", pure=True).compose(text)
    except ReaderError as error:
        raise SetupError(file, [_unreadable(error, text)]) from error
    except MarkedYAMLError as error:
        raise SetupError(file, [_syntax(error)]) from error
    except (YAMLError, RecursionError, ValueError) as error:
        problem = Problem(WHOLE_FILE, "this is not YAML that can be read", "Compare it with the example in the guide.")
        raise SetupError(file, [problem]) from error
    return Tree(None, Spot(1, 1)) if node is None else _tree(node)


def keys_of(entries: list[Entry]) -> Mapping[str, Entry]:
    """Answer entries by key."""
    return {entry.key: entry for entry in entries}


def _tree(node: Any) -> Tree:
    return Tree(node, _spot(node))


def _spot(node: Any) -> Spot:
    return Spot(node.start_mark.line + 1, node.start_mark.column + 1)


def _number(text: str, tag: str) -> Scalar:
    """Read a number; what Python cannot hold (.inf, a thousand digits) stays a text and is refused as such."""
    try:
        return _integer(text) if tag == "int" else float(text.replace("_", ""))
    except ValueError:
        return text


def _integer(text: str) -> int:
    digits = text.replace("_", "").lower()
    for prefix, base in (("0x", 16), ("0o", 8), ("0b", 2)):
        if digits.lstrip("+-").startswith(prefix):
            return int(digits.replace(prefix, "", 1), base)
    return int(digits)


def _whole_characters(text: str) -> str:
    r"""Join the two halves in which JSON writes characters outside the basic plane (`\ud83d\ude00`)."""
    if not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unreadable(error: ReaderError, text: str) -> Problem:
    before = text[: error.position]
    spot = Spot(before.count("\n") + 1, error.position - (before.rfind("\n") + 1) + 1)
    return Problem(spot, "a character that no YAML file may hold stands here", "Delete it and save the file as UTF-8.")


def _syntax(error: MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    spot = Spot(mark.line + 1, mark.column + 1) if mark else WHOLE_FILE
    said = str(error.problem or "this is not YAML")
    if "'\\t'" in said:
        return Problem(spot, "a tab stands where YAML wants blanks", "Indent with blanks, two a level.")
    if "undefined alias" in said:
        return Problem(spot, said, "Put a text that begins with * into quotes.")
    if "mapping values are not allowed" in said:
        return Problem(spot, "a second colon stands on this line", "Put a text that holds a colon into quotes.")
    if "another document" in said:
        return Problem(spot, "a second document begins here", "Put everything into one document, without ---.")
    context = f" ({error.context})" if error.context else ""
    return Problem(spot, f"this is not YAML: {said}{context}", "Look for a missing quote, bracket, colon or blank.")
