"""Bodies of events between text and HTML. Exchange keeps what was given and converts when asked for the other.

https://learn.microsoft.com/graph/api/resources/itembody
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Final, NamedTuple

TEXT: Final = "text"
HTML: Final = "html"
_PREVIEW: Final = 255
_BREAKS: Final = re.compile(r"<(?:br\s*/?|/p|/div|/li|/tr|/h\d)>", re.IGNORECASE)
_UNSEEN: Final = re.compile(r"<(head|style|script)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TAGS: Final = re.compile(r"<[^>]+>")
_NEWLINES: Final = re.compile(r"\r\n|\r|\n")
_HEAD: Final = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>'


class Body(NamedTuple):
    """`kind` is text or html; text has CR LF between its lines."""

    kind: str
    content: str

    @classmethod
    def kept(cls, kind: str, content: str) -> Body:
        """Answer a body as the store keeps it."""
        if kind == TEXT:
            return cls(kind, _NEWLINES.sub("\r\n", content))
        return cls(kind, content if not content or "<html" in content.lower() else f"{_HEAD}{content}</body></html>")

    def shown(self, kind: str) -> Body:
        """Answer the body in the wanted form."""
        if kind == self.kind or not self.content:
            return Body(kind, self.content)
        return Body(kind, _to_text(self.content) if kind == TEXT else _to_html(self.content))

    @property
    def preview(self) -> str:
        """The beginning, as text."""
        return self.shown(TEXT).content[:_PREVIEW]


EMPTY: Final = Body(HTML, "")


def _to_text(html: str) -> str:
    seen = _NEWLINES.sub("", _UNSEEN.sub("", html))
    text = unescape(_TAGS.sub("", _BREAKS.sub("\r\n", seen)))
    return "\r\n".join(line.strip() for line in text.split("\r\n")).strip("\r\n")


def _to_html(text: str) -> str:
    lines = "<br>\r\n".join(escape(line, quote=False) for line in _NEWLINES.split(text))
    return f'{_HEAD}<div class="PlainText">{lines}</div></body></html>'
