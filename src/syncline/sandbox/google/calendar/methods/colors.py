"""https://developers.google.com/workspace/calendar/api/v3/reference/colors/get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncline.sandbox.google.call import Reply

if TYPE_CHECKING:
    from syncline.sandbox.google.call import Call

_EVENT: Final = (
    "#a4bdfc", "#7ae7bf", "#dbadff", "#ff887c", "#fbd75b", "#ffb878", "#46d6db", "#e1e1e1", "#5484ed", "#51b749",
    "#dc2127",
)  # fmt: skip


def colors_get(call: Call) -> Reply:  # noqa: ARG001 - the same for everybody
    """Answer what the ids of colours look like."""
    colours = {str(number): _pair(colour) for number, colour in enumerate(_EVENT, 1)}
    return Reply({
        "kind": "calendar#colors", "updated": "2012-02-14T00:00:00.000Z", "calendar": {"14": _pair("#9fe1e7")},
        "event": colours,
    })  # fmt: skip


def _pair(background: str) -> dict[str, str]:
    return {"background": background, "foreground": "#1d1d1d"}
