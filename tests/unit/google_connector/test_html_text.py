"""Descriptions: HTML as a person reads it, and plain text that comes back as it was sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncline.connectors.google.html_text import html_of_text, text_of_html
from syncline.records.normal import clean


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("Bring the figures", "Bring the figures"),
        ("a < b and b > c", "a < b and b > c"),
        ("One<br>two<br/>three", "One\ntwo\nthree"),
        ("<p>One</p><p>two &amp; three</p>", "One\ntwo & three"),
        ("<ul><li>one</li><li>two</li></ul>after", "- one\n- two\nafter"),
        ('<a href="https://x.example">the link</a>&nbsp;here', "the link here"),
        ("<style>b {}</style><b>Bold</b>", "Bold"),
        ("plain\r\nlines  \nkept", "plain\nlines\nkept"),
        ("<html-blob>Agenda<br></html-blob>", "Agenda"),
    ],
)
def test_html_is_read_as_text(told: str, read: str) -> None:
    assert text_of_html(told) == read


def test_a_text_without_markup_is_sent_as_it_is() -> None:
    assert html_of_text("a < b\nR&D") == "a < b\nR&D"


@pytest.mark.parametrize("text", ["<b>", "a <br> b", "&amp;", "use <tag attr='x'> here\nand there", "if a<b or c>d"])
def test_a_text_that_looks_like_markup_comes_back(text: str) -> None:
    assert text_of_html(html_of_text(text)) == text


@given(st.text(alphabet=st.sampled_from("ab <>&;/#x1br\n\"'!-"), max_size=40))
def test_any_text_comes_back(text: str) -> None:
    stored = clean(text, lines=True)
    single = "\n".join(" ".join(line.split(" ")) for line in stored.split("\n"))
    assert text_of_html(html_of_text(single)) == _collapsed(single, html_of_text(single))


def _collapsed(text: str, sent: str) -> str:
    """What goes as HTML loses runs of blanks, as HTML does."""
    if sent == text:
        return text
    lines = (" ".join(part for part in line.split(" ") if part) for line in text.split("\n"))
    return clean("\n".join(lines), lines=True)
