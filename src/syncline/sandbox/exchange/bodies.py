"""Bodies between text and HTML, as far as a store without a mail client needs it."""

from __future__ import annotations

import re
from html import escape, unescape

from .state.item import Body

_BREAKS = re.compile(r"<(?:br\s*/?|/p|/div|/li|/tr|/h\d)>", re.IGNORECASE)
_UNSEEN = re.compile(r"<(head|style|script)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")
_NEWLINES = re.compile(r"\r\n|\r|\n")


def normal(body: Body) -> Body:
    """Text is kept with CR LF between lines, as the store keeps it."""
    return Body("Text", _NEWLINES.sub("\r\n", body.text)) if body.type == "Text" else body


def convert(body: Body, wanted: str) -> Body:
    """Answer a body in the wanted type: Text, HTML, or Best (as it was stored)."""
    if wanted in {"Best", body.type}:
        return body
    return Body("Text", _to_text(body.text)) if wanted == "Text" else Body("HTML", _to_html(body.text))


def _to_text(html: str) -> str:
    seen = _NEWLINES.sub(" ", _UNSEEN.sub("", html))
    text = unescape(_TAGS.sub("", _BREAKS.sub("\r\n", seen)))
    return "\r\n".join(line.strip() for line in text.split("\r\n")).strip("\r\n")


def _to_html(text: str) -> str:
    lines = "<br>\r\n".join(escape(line, quote=False) for line in _NEWLINES.split(text))
    return (
        '<html>\r\n<head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\r\n</head>\r\n'
        f'<body>\r\n<div class="PlainText">{lines}</div>\r\n</body>\r\n</html>\r\n'
    )
