"""Descriptions as plain text. Calendar takes and gives HTML in them, and plain text just as well.

https://developers.google.com/workspace/calendar/api/v3/reference/events#description ("Can contain HTML"). What looks
like HTML is read as HTML; text of ours that would look like it is written so that it reads back as it was.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from syncline.records.normal import clean

_MARKUP = re.compile(r"</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>|<!--|&(?:[a-z]+|#\d+|#x[0-9a-f]+);", re.IGNORECASE)
_BREAKS = frozenset({"br"})
_BLOCKS = frozenset(
    {"p", "div", "ul", "ol", "li", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"}
)
_SILENT = frozenset({"script", "style", "title"})
_BLANKS = re.compile(r"[^\S\n]+")


def text_of_html(told: str) -> str:
    """Answer what a person reads of a description or a note, in normal form; lists have a dash before each entry."""
    if not _MARKUP.search(told):
        return clean(told, lines=True)
    reader = _Reader()
    reader.feed(told)
    reader.close()
    lines = (_BLANKS.sub(" ", line).strip() for line in "".join(reader.parts).split("\n"))
    return clean("\n".join(lines), lines=True)


def html_of_text(text: str) -> str:
    """Answer what to send so that `text` is read back; most texts go as they are."""
    if not _MARKUP.search(text):
        return text
    return html.escape(text, quote=False).replace("\n", "<br>")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BREAKS:
            self.parts.append("\n")
        elif tag in _BLOCKS:
            self._begin_line()
        if tag == "li":
            self.parts.append("- ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self._begin_line()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)

    def _begin_line(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            self.parts.append("\n")
